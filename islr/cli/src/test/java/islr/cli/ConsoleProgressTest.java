package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleProgressTest {
    private static final Optional<Path> DEVICE = Optional.of(Path.of("/dev/pts/that-is-not-there"));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String shown(Optional<Terminal> terminal) throws InterruptedException {
        try (StopSignal stop = new StopSignal()) {
            ConsoleProgress progress = new ConsoleProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), stop,
                    terminal);
            progress.begin("epoch 1/24", 2240, "clips");
            for (int done = 0; done <= 2240; done += 320) {
                progress.at(done, "loss 1.234");
                Thread.sleep(30);
            }
            progress.end();
            progress.say("a line");
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Optional<Terminal> wide(int columns) {
        return Optional.of(new Terminal(() -> Optional.of(columns), 80));
    }

    /// Control characters of terminals apart from the carriage return, colours among them, are nowhere.
    @ParameterizedTest
    @ValueSource(ints = {3, 20, 50, 80, 200})
    void theBarIsOneLineOfPlainCharactersThatFits(int columns) throws InterruptedException {
        String shown = shown(wide(columns));
        assertThat(shown).startsWith("\r").endsWith("\ra line\n").containsOnlyOnce("\n");
        assertThat(shown.chars()).allMatch(c -> c == '\r' || c == '\n' || c >= ' ' && c <= '~');
        List<String> lines = List.of(shown.replace("\ra line\n", "").split("\r"));
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThan(columns));
        assertThat(lines.getLast()).as("the bar is wiped out").isBlank().hasSize(columns - 1);
    }

    @Test
    void aWideTerminalShowsAllAndANarrowOneTheMostImportant() throws InterruptedException {
        assertThat(shown(wide(120))).contains("] 2,240 of 2,240 clips, loss 1.234, ", " clips/s, 0 s left")
                .contains("epoch 1/24 100 % [=====");
        bytes.reset();
        assertThat(shown(wide(55))).contains("] 2,240 of 2,240 clips").doesNotContain("loss");
    }

    @Test
    void whereThereIsNoTerminalNothingIsDrawn() throws InterruptedException {
        assertThat(shown(Optional.empty())).isEqualTo("a line\n");
    }

    @Test
    void aWindowThatChangesIsFollowed() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        Terminal terminal = new Terminal(() -> Optional.of(40 + asked.getAndIncrement()), 80);
        assertThat(List.of(terminal.columns(), terminal.columns())).containsExactly(40, 40);
        Thread.sleep(1100);
        assertThat(terminal.columns()).isEqualTo(41);
    }

    @ParameterizedTest
    @CsvSource({"TERM, xterm, true", "TERM, dumb, false", "CI, true, false", "CI, 1, false", "CI, '', true",
        "CI, false, true", "NO_COLOR, 1, true"})
    void theEnvironmentDecidesWhetherABarIsDrawn(String variable, String value, boolean drawn) {
        assertThat(Terminal.of(Map.of(variable, value), DEVICE, false).isPresent()).isEqualTo(drawn);
    }

    @Test
    void whereTheTerminalDoesNotSayItsWidthTheEnvironmentDoes() {
        assertThat(Terminal.of(Map.of(), Optional.empty(), false)).isEmpty();
        assertThat(Terminal.of(Map.of("COLUMNS", "47"), DEVICE, false).orElseThrow().columns()).isEqualTo(47);
        assertThat(Terminal.of(Map.of("COLUMNS", "wide"), DEVICE, false).orElseThrow().columns()).isEqualTo(80);
        assertThat(Terminal.of(Map.of(), Optional.empty(), true).orElseThrow().columns()).isEqualTo(80);
    }

    @Test
    void theTerminalIsTheLaunchersOrThisProcesss(@TempDir Path folder) throws Exception {
        Path terminal = Files.createSymbolicLink(folder.resolve("terminal"), Path.of("/dev/pts/3"));
        Path file = Files.createSymbolicLink(folder.resolve("file"), Path.of("/dev/null"));
        assertThat(Terminal.device(null, false, terminal)).contains(Path.of("/dev/pts/3"));
        assertThat(Terminal.device(null, false, file)).isEmpty();
        assertThat(Terminal.device(null, false, folder.resolve("nothing"))).isEmpty();
        assertThat(Terminal.device(null, true, terminal)).as("a pipe to the launcher").isEmpty();
        assertThat(Terminal.device("/dev/ttys004", true, file)).contains(Path.of("/dev/ttys004"));
    }
}
