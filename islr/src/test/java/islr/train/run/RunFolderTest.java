package islr.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFolderTest {
    @TempDir
    private Path parent;

    @Test
    void everyRunGetsTheNextFreeNumber() throws IOException {
        Path runs = parent.resolve("runs");
        assertThat(RunFolder.next(runs, "p").path()).isEqualTo(runs.resolve("p-1"));
        Files.createFile(runs.resolve("p-2"));
        assertThat(RunFolder.next(runs, "p").path()).isEqualTo(runs.resolve("p-3"));
        assertThat(RunFolder.next(runs, "q").path()).isEqualTo(runs.resolve("q-1"));
    }

    @Test
    void runsThatStartTogetherGetDifferentNumbers() {
        Set<Path> paths = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 40).parallel().forEach(i -> {
            try {
                assertThat(paths.add(RunFolder.next(parent, "p").path())).isTrue();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(paths).hasSize(40);
    }

    @Test
    void aFolderOfChoiceIsNewOrEmpty() throws IOException {
        assertThat(RunFolder.at(parent.resolve("a/b")).isOurs()).isTrue();
        assertThat(RunFolder.at(parent.resolve("a/b")).isOurs()).isFalse();
        Path file = Files.createFile(parent.resolve("a/b/c"));
        assertThatThrownBy(() -> RunFolder.at(parent.resolve("a/b"))).isInstanceOf(IOException.class)
                .hasMessageContaining("is not empty");
        assertThatThrownBy(() -> RunFolder.at(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("this is a file; a folder is needed");
        assertThatThrownBy(() -> RunFolder.at(file.resolve("d"))).isInstanceOf(IOException.class)
                .hasMessageContaining("this folder cannot be made: ");
        assertThatThrownBy(() -> RunFolder.next(file, "p")).isInstanceOf(IOException.class)
                .hasMessageContaining("this folder cannot be made: ");
    }

    /// Both found it free. The second must not take the first one's run away.
    @Test
    void ofTwoRunsThatBeginInOneFolderOneGoesOn() throws IOException {
        Path run = parent.resolve("run");
        RunFolder first = RunFolder.at(run);
        RunFolder second = RunFolder.at(run);
        first.begin(Map.of("a", "first"));
        assertThatThrownBy(() -> second.begin(Map.of("a", "second"))).isInstanceOf(IOException.class)
                .hasMessage(run + ": another program has just begun a run in this folder; name another one");
        assertThat(first.settings()).containsExactly(Map.entry("a", "first"));
        assertThat(run.toFile().list()).containsExactly("settings.json");
    }

    @Test
    void whileOneBeginsAnotherIsRefused() throws IOException {
        RunFolder folder = RunFolder.at(parent);
        try (RunLock _ = RunLock.claim(parent.resolve(".islr-begin.part"))) {
            assertThatThrownBy(() -> folder.begin(Map.of("a", "b"))).isInstanceOf(IOException.class)
                    .hasMessageContaining("another program is beginning a run in this folder at this moment");
        }
        assertThat(parent.resolve("settings.json")).doesNotExist();
        folder.begin(Map.of("a", "b"));
    }

    @Test
    void whatAProgramLeftThatWasKilledAtItsVeryBeginningIsNotInTheWay() throws IOException {
        Files.createFile(parent.resolve(".settings.json.12345678.part"));
        assertThat(RunFolder.at(parent).path()).isEqualTo(parent);
    }

    @Test
    void aRunThatCameToNothingLeavesNothing() throws IOException {
        RunFolder made = RunFolder.next(parent, "p");
        made.writeSettings(Map.of("a", "b"));
        made.discard();
        assertThat(made.path()).doesNotExist();
        RunFolder given = RunFolder.at(Files.createDirectory(parent.resolve("given")));
        given.writeSettings(Map.of("a", "b"));
        given.discard();
        assertThat(given.path()).isEmptyDirectory();
    }

    @Test
    void numbersAreWrittenAsNumbersAndKeepTheirDigits() throws IOException {
        RunFolder folder = RunFolder.at(parent);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", 9007199254740993L);
        settings.put("rate", 5e-4);
        settings.put("widths", List.of(48, 32));
        settings.put("command", List.of("--set", "a=\"b\""));
        folder.writeSettings(settings);
        assertThat(Files.readString(parent.resolve("settings.json"))).contains("\"seed\" : 9007199254740993,",
                "\"rate\" : 5.0E-4,", "\"widths\" : [ 48, 32 ],");
        assertThat(folder.settings()).containsExactly(Map.entry("seed", "9007199254740993"),
                Map.entry("rate", "5.0E-4"), Map.entry("widths", "48,32"), Map.entry("command", "--set,a=\"b\""));
    }

    @Test
    void settingsComeBackInTheirOrder() throws IOException {
        RunFolder folder = RunFolder.at(parent);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("z", "1");
        settings.put("a", "“quoted”\n\\");
        folder.writeSettings(settings);
        assertThat(folder.settings()).isEqualTo(settings);
        assertThat(folder.settings().firstEntry().getKey()).isEqualTo("z");
        assertThat(RunFolder.existing(parent).path()).isEqualTo(parent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"preset\": true}", "{\"preset\": {}}", "{\"preset\": \"x", "no",
        "{\"preset\": null}", "{\"preset\": [1, [2]]}", "{\"preset\": [1", "{\"preset\": \"x\"", "{} {", "<html>"})
    void settingsThatWereDamagedAreNamed(String text) throws IOException {
        Files.writeString(parent.resolve("settings.json"), text);
        assertThatThrownBy(() -> RunFolder.existing(parent).settings()).isInstanceOf(IOException.class)
                .hasMessageStartingWith(parent.resolve("settings.json") + ": these are not the settings of a run: ")
                .hasMessageEndingWith("; restore the file, or start a new run").hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContainPattern("REDACTED|Source|JsonParse|Unexpected|Exception|code [0-9]"));
    }

    @Test
    void whereNoRunIsNoneCanBeResumed() {
        assertThatThrownBy(() -> RunFolder.existing(parent)).isInstanceOf(IOException.class)
                .hasMessage(parent + ": there is no run here to resume (no settings.json)");
    }
}
