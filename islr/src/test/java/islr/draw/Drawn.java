package islr.draw;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// An SVG file, read by the JDK's XML parser.
///
/// @param text of the file
public record Drawn(String text, Document document) {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(?:\\.[0-9])?");

    /// @throws AssertionError if it is not well-formed XML
    public static Drawn of(String text) {
        try {
            return new Drawn(text, DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text))));
        } catch (Exception e) {
            throw new AssertionError(e.getMessage() + ": " + text, e);
        }
    }

    public List<Element> all(String tag) {
        return list(document.getElementsByTagName(tag));
    }

    private static List<Element> list(NodeList nodes) {
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
    }

    /// The strips, one for each clip.
    public List<Element> strips() {
        return all("g");
    }

    /// The boxes of all frames.
    List<Element> frames() {
        return all("svg").subList(1, all("svg").size());
    }

    /// All texts, in their order.
    public List<String> words() {
        return words(document.getDocumentElement());
    }

    /// The texts within an element.
    public static List<String> words(Element element) {
        return list(element.getElementsByTagName("text")).stream().map(Element::getTextContent).toList();
    }

    /// The numbers of all paths of a class within an element: x, y, x, y, …
    static List<Double> path(Element element, String style) {
        List<Double> numbers = new ArrayList<>();
        list(element.getElementsByTagName("path")).stream().filter(path -> path.getAttribute("class").equals(style))
                .forEach(path -> NUMBER.matcher(path.getAttribute("d").replace("h0", "")).results()
                        .forEach(number -> numbers.add(Double.valueOf(number.group()))));
        return numbers;
    }
}
