package islr.draw;

import static org.assertj.core.api.Assertions.assertThat;

import islr.recognize.TestModels;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class DrawnPageTest {
    private static final Pattern PLACE = Pattern.compile("translate\\(16 ([0-9.]+)\\)");

    @Test
    void stripsStandBelowEachOtherInTheirOrder() {
        DrawnPage page = new DrawnPage("all & everything", List.of("first line", "second line"));
        List<ClipDrawing> drawings = new ArrayList<>();
        IntStream.range(0, 5).forEach(i -> drawings.add(ClipDrawing.of(TestModels.clip("clip", 1 + 4 * i, i),
                "strip " + i, List.of("a line ".repeat(40 * i)))));
        drawings.add(ClipDrawing.missing("strip 5", "it is <broken>"));
        drawings.forEach(page::add);
        Drawn drawn = Drawn.of(page.svg());
        assertThat(drawn.words()).startsWith("all & everything", "first line", "second line", "strip 0")
                .endsWith("strip 5", "Not drawn: it is <broken>");
        assertThat(drawn.all("title").getFirst().getTextContent()).isEqualTo("all & everything");
        assertThat(drawn.strips()).hasSize(6);
        double end = 3 * ClipDrawing.LINE_HEIGHT;
        for (int i = 0; i < 6; i++) {
            Element strip = drawn.strips().get(i);
            assertThat(Drawn.words(strip).getFirst()).isEqualTo("strip " + i);
            double y = Double.parseDouble(
                    PLACE.matcher(strip.getAttribute("transform")).results().findFirst().orElseThrow().group(1));
            assertThat(y).isGreaterThan(end);
            end = y + drawings.get(i).height();
        }
        assertThat(Double.parseDouble(drawn.document().getDocumentElement().getAttribute("height"))).isGreaterThan(end)
                .isLessThan(end + 50);
    }

    @Test
    void aPageWithoutClipsIsAFileToo() {
        assertThat(Drawn.of(new DrawnPage("nothing", List.of()).svg()).words()).containsExactly("nothing");
        assertThat(Drawn.of(new DrawnPage("", List.of()).svg()).words()).isEmpty();
    }
}
