package islr.draw;

import islr.weights.text.OneLine;
import java.util.ArrayList;
import java.util.List;

/// The text of an SVG: elements, numbers with one decimal, texts in which nothing is markup.
final class Svg {
    private static final String STYLE = "text{font:13px sans-serif;fill:#222}.t{font-weight:bold}"
            + ".s{font-size:10px}.e{text-anchor:end}"
            + "path{fill:none;stroke-linecap:round;stroke-linejoin:round}.b{fill:none;stroke:#ccc}"
            // Blue and vermilion are told apart with every kind of colour vision.
            + ".p{stroke:#888;stroke-width:2}.f{stroke:#bbb}.l{stroke:#0072b2}.r{stroke:#d55e00}"
            + ".k{stroke:#444;stroke-width:1.5}.g{stroke:#ccc;stroke-width:1.5}"
            + ".d{stroke-width:3}.w{stroke-width:5;stroke-linecap:butt}.m{stroke:#ddd}"
            + "text.l{stroke:none;fill:#0072b2}text.r{stroke:none;fill:#d55e00}";

    private final StringBuilder text = new StringBuilder();

    /// A file of this size.
    static String file(double width, double height, String title, Svg content) {
        Svg svg = new Svg();
        svg.add("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").add(width).add("\" height=\"").add(height)
                .add("\" viewBox=\"0 0 ").add(width).add(" ").add(height).add("\">\n<title>").add(escaped(title))
                .add("</title>\n<style>").add(STYLE)
                .add("</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n").add(content.toString())
                .add("</svg>\n");
        return svg.toString();
    }

    /// Appends text as it is.
    Svg add(String markup) {
        text.append(markup);
        return this;
    }

    /// Appends a number with at most one decimal: more cannot be seen, and would make the file larger.
    Svg add(double number) {
        long tenths = Math.round(number * 10);
        if (tenths < 0) {
            text.append('-');
        }
        text.append(Math.abs(tenths) / 10);
        if (tenths % 10 != 0) {
            text.append('.').append(Math.abs(tenths) % 10);
        }
        return this;
    }

    /// Words at a place.
    ///
    /// @param style names of classes
    Svg words(double x, double y, String style, String words) {
        return add("<text x=\"").add(x).add("\" y=\"").add(y).add("\"")
                .add(style.isEmpty() ? "" : " class=\"" + style + '"').add(">").add(escaped(words)).add("</text>\n");
    }

    /// An empty path begins: [#moveTo] and [#lineTo] add to it, [#endPath] ends it.
    Svg beginPath(String style) {
        return add("<path class=\"").add(style).add("\" d=\"");
    }

    Svg moveTo(double x, double y) {
        return add("M").add(x).add(" ").add(y);
    }

    Svg lineTo(double x, double y) {
        return add("L").add(x).add(" ").add(y);
    }

    /// A point is a line of no length with round ends.
    Svg dot(double x, double y) {
        return moveTo(x, y).add("h0");
    }

    Svg endPath() {
        return add("\"/>\n");
    }

    /// A text in which nothing is taken for markup, and no character is one that XML forbids.
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        // What OneLine shows may still be U+FFFE or U+FFFF, which XML forbids.
        OneLine.of(text).codePoints().forEach(character -> {
            switch (character) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case 0xFFFE, 0xFFFF -> escaped.append('\uFFFD');
                default -> escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }

    /// A text in lines of at most so many characters, divided at spaces where there are any: SVG does not wrap.
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : Character.isHighSurrogate(rest.charAt(width - 1)) ? width - 1 : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
