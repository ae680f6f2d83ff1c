package islr.draw;

import java.util.List;
import java.util.Objects;

/// Drawings of changes in rows of four, as an SVG file.
public final class ChangesPage {
    private static final int COLUMNS = 4;
    private static final double MARGIN = 16;
    private static final double GAP = 20;
    private static final int LINE = 130;

    private final String title;
    private final Svg svg = new Svg();
    private double top = MARGIN;
    private int count;

    /// A page without drawings.
    ///
    /// @param title in its first line
    /// @param lines below the title
    public ChangesPage(String title, List<String> lines) {
        this.title = Objects.requireNonNull(title, "title");
        Objects.requireNonNull(lines, "lines");
        text("t", title);
        lines.forEach(line -> text("", line));
        top += GAP;
    }

    private void text(String style, String line) {
        for (String part : Svg.wrapped(line, LINE)) {
            top += ClipDrawing.LINE_HEIGHT;
            svg.words(MARGIN, top - 4, style, part);
        }
    }

    /// Puts a drawing beside what is there, or below it where the row is full.
    ///
    /// @return this
    public ChangesPage add(ChangeDrawing drawing) {
        Objects.requireNonNull(drawing, "drawing");
        double x = MARGIN + count % COLUMNS * (ChangeDrawing.BOX + GAP);
        double y = top + count / COLUMNS * (ChangeDrawing.HEIGHT + GAP);
        svg.add("<g transform=\"translate(").add(x).add(" ").add(y).add(")\">\n").add(drawing.elements().toString())
                .add("</g>\n");
        count++;
        return this;
    }

    /// The text of an SVG file, in UTF-8.
    public String svg() {
        int rows = (count + COLUMNS - 1) / COLUMNS;
        return Svg.file(2 * MARGIN + COLUMNS * ChangeDrawing.BOX + (COLUMNS - 1) * GAP,
                top + rows * (ChangeDrawing.HEIGHT + GAP) - GAP + MARGIN, title, svg);
    }
}
