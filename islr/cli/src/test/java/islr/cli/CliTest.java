package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import islr.internal.Failures;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class CliTest {
    @Test
    void failuresAreToldInWordsAndWithoutTheNamesOfClasses() {
        assertThat(Cli.told(new IOException("x: a sentence"))).isEqualTo("x: a sentence");
        assertThat(Cli.told(new IOException())).isEqualTo("the system does not say why");
        assertThat(Cli.told(new NoSuchFileException("a/b"))).isEqualTo("a/b: there is no such file or folder");
        assertThat(Cli.told(new AccessDeniedException("a/b"))).isEqualTo("a/b: permission denied");
        assertThat(Cli.told(new FileSystemException("a/b", null, "No space left on device")))
                .isEqualTo("a/b: No space left on device");
        assertThat(Cli.told(new MalformedInputException(1))).isEqualTo("it is not UTF-8 text");
        assertThat(Cli.told(new OutOfMemoryError("Java heap space"))).isEqualTo(Failures.outOfMemory());
        assertThat(Cli.told(new NullPointerException()))
                .matches("this is a fault of the program \\(CliTest.java, line [0-9]+\\); please report it");
    }
}
