package islr.draw;

import java.util.List;
import java.util.Objects;

/// Drawings of clips one below the other, as an SVG file. A browser shows it.
public final class DrawnPage {
    private static final double MARGIN = 16;
    private static final double GAP = 22;

    private final String title;
    private final Svg svg = new Svg();
    private double height = MARGIN;

    /// A page without clips.
    ///
    /// @param title in its first line, and in the title of a browser's window; may be empty
    /// @param lines below the title
    public DrawnPage(String title, List<String> lines) {
        this.title = Objects.requireNonNull(title, "title");
        Objects.requireNonNull(lines, "lines");
        if (!title.isEmpty()) {
            text("t", title);
        }
        lines.forEach(line -> text("", line));
    }

    private void text(String style, String line) {
        for (String part : Svg.wrapped(line, ClipDrawing.LINE)) {
            height += ClipDrawing.LINE_HEIGHT;
            svg.words(MARGIN, height - 4, style, part);
        }
    }

    /// Puts a drawing below what is there.
    ///
    /// @return this
    public DrawnPage add(ClipDrawing drawing) {
        Objects.requireNonNull(drawing, "drawing");
        height += GAP;
        svg.add("<g transform=\"translate(").add(MARGIN).add(" ").add(height).add(")\">\n")
                .add(drawing.elements().toString()).add("</g>\n");
        height += drawing.height();
        return this;
    }

    /// The text of an SVG file, in UTF-8.
    public String svg() {
        return Svg.file(ClipDrawing.WIDTH + 2 * MARGIN, height + MARGIN, title.isEmpty() ? "Clips" : title, svg);
    }
}
