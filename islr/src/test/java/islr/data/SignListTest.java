package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignListTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"{\"after\": 1, \"TV\": 0, \"air plane\": 2}", "[\"TV\", \"after\", \"air plane\"]",
        "TV\nafter\nair plane", "\n TV \r\nafter\r\nair plane\r\n\n",
        "\uFEFF{\"TV\": 0, \"after\": 1, \"air plane\": 2}", "\uFEFFTV\nafter\nair plane"})
    void aMapAListAndOneSignALineGiveTheSameList(String text) throws IOException {
        assertThat(SignList.read(write(text)).names()).containsExactly("TV", "after", "air plane");
    }

    /// Neither the order of the alphabet, nor its reverse, nor that of the entries.
    @Test
    void aMapIsInTheOrderOfItsNumbers() throws IOException {
        String map = "{\"brown\": 3, \"TV\": 1, \"zoo\": 0, \"air\": 10, \"cloud\": 9, \"owl\": 2, \"dad\": 4,"
                + " \"any\": 5, \"why\": 6, \"ear\": 8, \"nose\": 7}";
        String[] names = {"zoo", "TV", "owl", "brown", "dad", "any", "why", "nose", "ear", "cloud", "air"};
        SignList signs = SignList.read(write(map));
        assertThat(signs.names()).containsExactly(names);
        assertThat(signs.name(3)).isEqualTo("brown");
        assertThat(SignList.fromJson(signs.toJson()).names()).containsExactly(names);
        assertThat(SignList.read(write(String.join("\n", names))).names()).containsExactly(names);
    }

    @Test
    void anyNameComesBackFromItsJson() {
        SignList signs = new SignList(List.of("\"quoted\"", "a\nb", "手", "\u001b[0m", "\\", "😀"));
        assertThat(SignList.fromJson(signs.toJson())).isEqualTo(signs);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                       | sign list: there is no sign in it
            []                       | sign list: there is no sign in it
            {}                       | sign list: there is no sign in it
            ["a", "a"]               | sign list: 'a' occurs twice
            ["a", " "]               | sign list: the name of sign 1 is empty
            ["a", 1]                 | sign list: entry 1 is not a name
            [["a"]]                  | sign list: entry 0 is not a name
            ["a"] x                  | sign list: this is no JSON (line 1, column 7)
            ["a"] 1                  | sign list: there is more text after the JSON list or map
            ["a"                     | sign list: this is no JSON (line 1, column 5)
            {"a": 0, "b"             | sign list: this is no JSON (line 1, column 13)
            {"a": "b"}               | sign list: 'a' must have a whole number
            {"a": 0.5}               | sign list: 'a' must have a whole number
            {"a": 0, "b": 0}         | sign list: 'a' and 'b' have the same number
            {"a": 0, "b": 2}         | sign list: numbers must run from 0 to 1; 1 is missing
            {"a": 1, "b": 2}         | sign list: numbers must run from 0 to 1; 0 is missing
            {"a": -1, "b": 0}        | sign list: 'a' has number -1; numbers must run from 0
            {"a": 99999999999}       | sign list: 'a' has number 99999999999; numbers must run from 0
            """)
    void aListThatIsNoneIsRefusedByFileAndReason(String text, String reason) throws IOException {
        Path file = write(text);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> SignList.read(file))
                .withMessageStartingWith(file + ": " + reason)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "REDACTED"));
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = folder.resolve("signs");
        Files.write(file, "TV".getBytes(StandardCharsets.UTF_16));
        assertRefused(file, "this is not UTF-8 text; a JSON map or list of signs, or one sign per line, is needed");
        assertRefused(folder, "this is a folder; a file of signs is needed");
        assertRefused(folder.resolve("none"), "there is no such file of signs");
    }

    @Test
    void aFileWithoutEndIsNotReadToItsEnd() {
        Path zeros = Path.of("/dev/zero");
        Assumptions.assumeTrue(Files.exists(zeros), "skipped: this system has no /dev/zero");
        assertRefused(zeros, "this is too large for a list of signs; is it the right file?");
    }

    @Test
    void aLongListIsReadQuickly() throws IOException {
        List<String> names = IntStream.range(0, 300_000).mapToObj(i -> "sign " + i).toList();
        assertThat(SignList.read(write(String.join("\n", names))).size()).isEqualTo(300_000);
    }

    @Test
    void namesAreCheckedHoweverTheListIsMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SignList(List.of()))
                .withMessage("sign list: there is no sign in it");
        assertThatIllegalArgumentException().isThrownBy(() -> SignList.fromJson("7"))
                .withMessage("sign list: a JSON list or map is needed");
    }

    private void assertRefused(Path file, String reason) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> SignList.read(file))
                .withMessage(file + ": " + reason);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("signs"), text);
    }
}
