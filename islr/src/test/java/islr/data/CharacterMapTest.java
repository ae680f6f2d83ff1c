package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterMapTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("map.json");
    }

    @Test
    void theCompetitionsFormIsReadAndWritten() throws IOException {
        Files.writeString(file(), "{\"/\": 2, \" \": 0, \"~\":1, \"\\\"\": 3}");
        CharacterMap map = CharacterMap.read(file());
        assertThat(map.characters()).isEqualTo(" ~/\"");
        assertThat(map.of('/')).isEqualTo(2);
        assertThat(map.of('A')).isEqualTo(-1);
        Files.writeString(file(), map.toJson());
        assertThat(CharacterMap.read(file())).isEqualTo(map);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ["a"]            | characters: a JSON map of characters to numbers is needed
        {}               | characters: there is none
        {"ab": 0}        | characters: 'ab' is not one character
        {"a": 0, "b": 2} | characters: numbers must run from 0 to 1; 1 is missing
        {"a": 0, "b": 0} | characters: 'a' and 'b' have the same number
        {"a": 0, "a": 1} | characters: 'a' occurs twice
        {"a": 0} x       | this is no JSON (line 1, column 10)
        {"a"             | this is no JSON (line 1, column 5)
        """)
    void whatIsNoMapIsTold(String json, String reason) throws IOException {
        Files.writeString(file(), json);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> CharacterMap.read(file()))
                .withMessage(file() + ": " + reason);
    }
}
