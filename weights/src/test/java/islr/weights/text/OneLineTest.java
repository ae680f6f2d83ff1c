package islr.weights.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void ordinaryTextIsReturnedAsItIs() {
        String text = "clip “手” año 😀.parquet";
        assertThat(OneLine.of(text)).isSameAs(text);
    }

    @Test
    void whatDoesNotShowIsWrittenAsItsNumber() {
        assertThat(OneLine.of("a\nb\r\t\u001b[31m\0\u007f\u009b"))
                .isEqualTo("a\\u000ab\\u000d\\u0009\\u001b[31m\\u0000\\u007f\\u009b");
        assertThat(OneLine.of("\u2028\u2029")).isEqualTo("\\u2028\\u2029");
        assertThat(OneLine.of("\u202e\u200d\ufeff")).as("format characters").isEqualTo("\\u202e\\u200d\\ufeff");
        assertThat(OneLine.of("\udb40\udc01")).as("a language tag").isEqualTo("\\udb40\\udc01");
    }

    @Test
    void halfOfACharacterIsWrittenAsItsNumber() {
        assertThat(OneLine.of("a\ud83d")).isEqualTo("a\\ud83d");
        assertThat(OneLine.of("\ude00b")).isEqualTo("\\ude00b");
        assertThat(OneLine.of("\ude00\ud83d")).isEqualTo("\\ude00\\ud83d");
    }

    @Test
    void aLongTextIsCutAndSaysSo() {
        assertThat(OneLine.of("12345", 5)).isEqualTo("12345");
        assertThat(OneLine.of("123456", 5)).isEqualTo("12345…");
        assertThat(OneLine.of("\n\n\n", 7)).as("short before escaping").isEqualTo("\\u000a\\u000a…");
        assertThat(OneLine.of("1234😀6", 5)).as("no half characters").isEqualTo("1234😀…");
        assertThat(OneLine.of("x".repeat(3_000))).isEqualTo("x".repeat(2_000) + "…");
        assertThat(OneLine.quoted("n".repeat(101))).isEqualTo("'" + "n".repeat(100) + "…'");
    }

    @Test
    void aFilesNameIsTheLastPartOfItsPath() {
        assertThat(OneLine.name(Path.of("/data/a\nb.parquet"))).isEqualTo("a\\u000ab.parquet");
        assertThat(OneLine.name(Path.of("/"))).isEqualTo("/");
    }

    @Property
    void anyTextBecomesOneShortLineThatUtf8CanHold(@ForAll String text, @ForAll @IntRange(max = 50) int longest) {
        String line = OneLine.of(text, longest);
        assertThat(line).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Cs}\u2028\u2029]");
        assertThat(line.length()).isLessThan(longest + 13);
        assertThat(OneLine.of(line, 3_000)).isEqualTo(line);
    }
}
