package islr.draw;

import islr.data.Clip;
import islr.data.Plausibility;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// One clip as a strip of frames: head, arms and both hands, the left hand blue, the right one vermilion. Below it, for
/// all frames of the clip, where each hand is seen, and a caption.
///
/// The signer's left hand is usually on the right of the picture. A hand that is missing in a frame is named in its
/// box. Landmarks at (0, 0) count as missing. All frames have the same scale, by which everything that is drawn fits.
public final class ClipDrawing {
    /// How many frames are drawn, of a clip that has so many: the first, the last, and those evenly between.
    public static final int FRAMES = 8;

    static final double BOX = 150;
    static final double WIDTH = FRAMES * BOX;
    /// Characters in a line of text.
    static final int LINE = 180;
    static final double LINE_HEIGHT = 17;
    private static final double BAR = 12;
    private static final double NAME_OF_BAR = 40;

    private final Svg svg = new Svg();
    private double height;

    private ClipDrawing() {}

    /// The landmarks that are drawn. A clip may hold fewer, or more.
    public static SkeletonRows rows() {
        return Bones.ALL;
    }

    /// Draws a clip.
    ///
    /// @param clip any clip; what it does not hold is not drawn
    /// @param title what stands above it
    /// @param caption lines to stand below it, before what [ClipSummary] says
    public static ClipDrawing of(Clip clip, String title, List<String> caption) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        Seen seen = new Seen(Plausibility.check(clip, clip.rows()));
        ClipDrawing drawing = new ClipDrawing();
        drawing.text("t", List.of(title));
        int[] frames = chosen(clip.frames());
        Fit fit = Fit.of(seen, frames, BOX);
        double top = drawing.height;
        for (int i = 0; i < frames.length; i++) {
            // An SVG within another shows nothing outside its box.
            drawing.svg.add("<svg x=\"").add(i * BOX).add("\" y=\"").add(top).add("\" width=\"").add(BOX)
                    .add("\" height=\"").add(BOX).add("\">\n");
            drawing.frame(seen, frames[i], fit);
            drawing.svg.add("</svg>\n");
        }
        drawing.height += frames.length == 0 ? 0 : BOX + BAR;
        if (frames.length > 0) {
            drawing.bar(seen, Skeleton.Part.LEFT_HAND, "left", "l");
            drawing.bar(seen, Skeleton.Part.RIGHT_HAND, "right", "r");
        }
        drawing.text("", caption);
        drawing.text("", List.of(String.join(" ", ClipSummary.of(seen).sentences())));
        return drawing;
    }

    /// In the place of a clip that cannot be drawn: the title, and why.
    public static ClipDrawing missing(String title, String why) {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(why, "why");
        ClipDrawing drawing = new ClipDrawing();
        drawing.text("t", List.of(title));
        drawing.text("", List.of("Not drawn: " + why));
        return drawing;
    }

    /// The first frame, the last, and those evenly between, `FRAMES` or all.
    static int[] chosen(int frames) {
        int count = Math.min(frames, FRAMES);
        return IntStream.range(0, count)
                .map(i -> count == 1 ? 0 : (int) Math.round((double) i * (frames - 1) / (count - 1))).toArray();
    }

    private void text(String style, List<String> lines) {
        for (String line : lines) {
            for (String part : Svg.wrapped(line, LINE)) {
                height += LINE_HEIGHT;
                svg.words(0, height - 4, style, part);
            }
        }
    }

    private void frame(Seen seen, int frame, Fit fit) {
        svg.add("<rect class=\"b\" width=\"").add(BOX).add("\" height=\"").add(BOX).add("\"/>\n");
        Figure figure = new Figure(seen, frame, fit);
        figure.head(svg, "f");
        figure.arms(svg, "p");
        svg.words(4, 13, "s", frame + 1 + "/" + seen.clip().frames());
        figure.hand(svg, Skeleton.Part.LEFT_HAND, "l");
        figure.hand(svg, Skeleton.Part.RIGHT_HAND, "r");
        // The right hand first: it is on the left of the picture.
        if (!seen.any(frame, Skeleton.Part.RIGHT_HAND)) {
            svg.words(4, BOX - 5, "s r", "no right hand");
        }
        if (!seen.any(frame, Skeleton.Part.LEFT_HAND)) {
            svg.words(BOX - 4, BOX - 5, "s e l", "no left hand");
        }
    }

    /// All frames from left to right: a thick line where the hand is seen, a thin one where it is missing.
    private void bar(Seen seen, Skeleton.Part part, String name, String side) {
        double y = height - BAR / 2 + 4;
        int frames = seen.clip().frames();
        double step = (WIDTH - NAME_OF_BAR) / frames;
        svg.words(0, y + 4, "s " + side, name);
        svg.beginPath("m").moveTo(NAME_OF_BAR, y).lineTo(WIDTH, y).endPath();
        Svg path = new Svg();
        for (int from = 0; from < frames; from++) {
            int to = from;
            while (to < frames && seen.any(to, part)) {
                to++;
            }
            if (to > from) {
                path.moveTo(NAME_OF_BAR + from * step, y).lineTo(NAME_OF_BAR + to * step, y);
                from = to;
            }
        }
        if (!path.toString().isEmpty()) {
            svg.beginPath("w " + side).add(path.toString()).endPath();
        }
        height += BAR;
    }

    double height() {
        return height;
    }

    /// Its elements, of which the topmost begins at y = 0.
    Svg elements() {
        return svg;
    }

    /// This drawing alone, as the text of an SVG file.
    public String svg() {
        return new DrawnPage("", List.of()).add(this).svg();
    }
}
