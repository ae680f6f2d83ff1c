package islr.weights.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    @Test
    void aReasonNamesTheFileThatTheSystemNames() {
        assertThat(Reasons.of(new NoSuchFileException("/a/b"))).isEqualTo("there is no /a/b");
        assertThat(Reasons.of(new AccessDeniedException("/a/b"))).isEqualTo("permission denied for /a/b");
        assertThat(Reasons.of(new FileAlreadyExistsException("/a/b"))).isEqualTo("the file /a/b is in the way");
        assertThat(Reasons.of(new DirectoryNotEmptyException("/a/b"))).isEqualTo("the folder /a/b is not empty");
        assertThat(Reasons.of(new NotDirectoryException("/a/b"))).isEqualTo("/a/b is not a folder");
    }

    @Test
    void aFileThatTheSentenceHasNamedIsNotNamedAgain() {
        Path file = Path.of("/a/b");
        assertThat(Reasons.of(new NoSuchFileException("/a/b"), file)).isEqualTo("there is no such file or folder");
        assertThat(Reasons.of(new AccessDeniedException("/a/b"), file)).isEqualTo("permission denied");
        assertThat(Reasons.of(new FileAlreadyExistsException("/a/b"), file))
                .isEqualTo("a file of that name is in the way");
        assertThat(Reasons.of(new DirectoryNotEmptyException("/a/b"), file)).isEqualTo("the folder is not empty");
        assertThat(Reasons.of(new NotDirectoryException("/a/b"), file)).isEqualTo("it is not a folder");
        assertThat(Reasons.of(new AccessDeniedException("/a"), file)).isEqualTo("permission denied for /a");
        Path relative = Path.of("b");
        assertThat(Reasons.of(new AccessDeniedException(relative.toAbsolutePath().toString()), relative))
                .isEqualTo("permission denied");
    }

    @Test
    void whatNamesNoFileIsPutIntoWordsToo() {
        assertThat(Reasons.of(new NoSuchFileException(null))).isEqualTo("there is no such file or folder");
        assertThat(Reasons.of(new FileSystemException("/a", null, "No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(Reasons.of(new MalformedInputException(1))).isEqualTo("it is not UTF-8 text");
        assertThat(Reasons.of(new MalformedInputException(1), Path.of("a"))).isEqualTo("it is not UTF-8 text");
        assertThat(Reasons.of(new ClosedByInterruptException())).isEqualTo("it was interrupted");
        assertThat(Reasons.of(new EOFException())).isEqualTo("the file ends too early");
        assertThat(Reasons.of(new IOException("disk\nfull"))).isEqualTo("disk\\u000afull");
        assertThat(Reasons.of(new IOException())).isEqualTo("the system does not say why");
    }
}
