package islr.draw;

import islr.data.Clip;
import islr.data.Plausibility;
import islr.data.Skeleton;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/// What a change does to a clip, as a tile: one frame of it as it was, grey, and as it is, in colour; below, for each
/// hand, a dash for every frame in which it is seen, at the frame's time, grey for the clip as it was.
///
/// ```
/// title
/// ┌────────┐    The frame is the middle one of those in which the change adds a hand or takes one away,
/// │   o    │    otherwise the one in the middle of the clip.
/// │  /|\_  │
/// └────────┘
/// left  ─ ─ ─ ─ ─       before
///       ━  ━   ━        after
/// right ─ ─     ─
///       ━  ━   ━
/// ```
public final class ChangeDrawing {
    static final double BOX = 204;
    static final double HEIGHT = 268;
    private static final double TITLE = 20;
    private static final double ROW = 7;
    private static final double NAME = 30;
    /// Room for what moves: the clip as it was takes that share of the box.
    private static final double ROOM = 0.85;
    /// Of the way from one frame to the next.
    private static final double DASH = 0.6;

    private final Seen before;
    private final Seen after;
    private final double[] times;
    private final Svg svg = new Svg();

    private ChangeDrawing(Clip before, Clip after, double... times) {
        this.before = new Seen(Plausibility.check(before, before.rows()));
        this.after = new Seen(Plausibility.check(after, after.rows()));
        this.times = times;
    }

    /// What is shown of the person.
    public enum View {
        /// All that a [ClipDrawing] shows.
        PERSON,
        /// The head alone, large.
        HEAD
    }

    /// Draws a change.
    ///
    /// @param title what stands above it
    /// @param before a clip of one frame or more
    /// @param after the changed clip, of one frame or more
    /// @param times the time of each frame of the changed clip, in frames of the other
    /// @throws IllegalArgumentException if one of the clips has no frames, or there are not as many times as frames
    public static ChangeDrawing of(String title, Clip before, Clip after, double[] times, View view) {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(view, "view");
        if (before.frames() == 0 || after.frames() == 0 || times.length != after.frames()) {
            throw new IllegalArgumentException("drawing of a change: clips of " + before.frames() + " and "
                    + after.frames() + " frames, and " + times.length + " times");
        }
        ChangeDrawing drawing = new ChangeDrawing(before, after, times.clone());
        drawing.svg.words(0, TITLE - 6, "t", title);
        drawing.figures(view);
        drawing.dashes();
        return drawing;
    }

    private void figures(View view) {
        int[] all = IntStream.range(0, before.clip().frames()).toArray();
        Fit fit = view == View.HEAD ? Fit.ofFace(before, all, BOX) : Fit.of(before, all, BOX).smaller(ROOM);
        int frame = frame();
        int same = before.clip().frames() == times.length ? frame : (times.length - 1) / 2;
        svg.add("<svg y=\"").add(TITLE).add("\" width=\"").add(BOX).add("\" height=\"").add(BOX)
                .add("\">\n<rect class=\"b\" width=\"").add(BOX).add("\" height=\"").add(BOX).add("\"/>\n");
        figure(new Figure(before, frame, fit), "g", "g", "g");
        figure(new Figure(after, same, fit), "k", "l", "r");
        svg.add("</svg>\n");
    }

    private void figure(Figure figure, String body, String left, String right) {
        figure.head(svg, body);
        figure.arms(svg, body);
        figure.hand(svg, Skeleton.Part.LEFT_HAND, left);
        figure.hand(svg, Skeleton.Part.RIGHT_HAND, right);
    }

    private int frame() {
        int[] differ = before.clip().frames() == times.length ? IntStream.range(0, times.length)
                .filter(t -> isOther(t, Skeleton.Part.LEFT_HAND) || isOther(t, Skeleton.Part.RIGHT_HAND)).toArray()
                : new int[0];
        return differ.length > 0 ? differ[differ.length / 2] : (before.clip().frames() - 1) / 2;
    }

    private boolean isOther(int frame, Skeleton.Part part) {
        return before.any(frame, part) != after.any(frame, part);
    }

    private void dashes() {
        double[] frames = new double[before.clip().frames()];
        Arrays.setAll(frames, t -> t);
        double y = TITLE + BOX + 12;
        for (Skeleton.Part part : new Skeleton.Part[] {Skeleton.Part.LEFT_HAND, Skeleton.Part.RIGHT_HAND}) {
            String style = part == Skeleton.Part.LEFT_HAND ? "l" : "r";
            svg.words(0, y + 6, "s " + style, part == Skeleton.Part.LEFT_HAND ? "left" : "right");
            dashes(before, part, y, "g", frames);
            dashes(after, part, y + ROW, style, times);
            y += 2 * ROW + 6;
        }
    }

    private void dashes(Seen seen, Skeleton.Part part, double y, String style, double... at) {
        double step = (BOX - NAME) / before.clip().frames();
        Svg path = new Svg();
        for (int t = 0; t < at.length; t++) {
            if (seen.any(t, part)) {
                double x = NAME + at[t] * step;
                path.moveTo(x, y).lineTo(x + DASH * step, y);
            }
        }
        if (!path.toString().isEmpty()) {
            svg.beginPath("w " + style).add(path.toString()).endPath();
        }
    }

    /// Its elements, of which the topmost begins at y = 0.
    Svg elements() {
        return svg;
    }
}
