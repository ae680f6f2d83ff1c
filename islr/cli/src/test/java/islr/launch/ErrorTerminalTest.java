package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTerminalTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({"/dev/pts/3, /dev/pts/3", "/dev/tty1, /dev/tty1", "/dev/null,", "pipe:[123],", "/home/log.txt,"})
    void standardErrorIsShownOnATerminalOrNot(String link, String device) throws IOException {
        Path folder = Files.createDirectories(root.resolve("proc/self/fd"));
        Files.createSymbolicLink(folder.resolve("1"), Path.of("/dev/pts/9"));
        Files.createSymbolicLink(folder.resolve("2"), Path.of(link));
        assertThat(ErrorTerminal.device(root.toFile())).isEqualTo(device);
    }

    @Test
    void aClosedStreamIsNoTerminal() throws IOException {
        Files.createDirectories(root.resolve("proc/self/fd"));
        assertThat(ErrorTerminal.device(root.toFile())).isNull();
    }
}
