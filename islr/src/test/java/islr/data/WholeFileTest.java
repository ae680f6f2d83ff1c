package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    Path folder;

    @Test
    void aFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old and longer");
        WholeFile.write(file, new byte[] {'n', 'e', 'w'});
        assertThat(file).hasContent("new");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEqualTo(List.of(file));
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() {
        Path nowhere = folder.resolve("none").resolve("file");
        assertThatIOException().isThrownBy(() -> WholeFile.write(nowhere, new byte[3])).withMessage(
                nowhere + ": cannot be written: there is no folder " + nowhere.getParent().toAbsolutePath());
        assertThatIOException().isThrownBy(() -> WholeFile.write(folder, new byte[3]))
                .withMessage(folder + ": cannot be written: this is a folder; name a file in it");
    }

    /// Linux lets nobody make files in `/proc`, not even root.
    @Test
    void aFolderThatTakesNoFilesIsNamed() {
        Path file = Path.of("/proc/file");
        assumeThat(Files.isDirectory(file.getParent())).isTrue();
        assertThatIOException().isThrownBy(() -> WholeFile.write(file, new byte[3]))
                .withMessageStartingWith(file + ": cannot be written: ");
    }
}
