package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNamesTest {
    @Test
    void anArgumentThatCouldNotBeDecodedIsRefusedWithTheLocalesName() {
        assertThat(FileNames.undecoded("ANSI_X3.4-1968", "--out", "r\uFFFD\uFFFDn"))
                .isEqualTo("The argument 'r??n' has characters that are not of this locale's encoding "
                        + "(ANSI_X3.4-1968). Set LC_ALL=C.UTF-8 for names in UTF-8, or rename the file.");
        assertThat(FileNames.undecoded("UTF-8", "r\uFFFDn")).contains("(UTF-8)");
        assertThat(FileNames.undecoded("UTF-8", "--out", "r\u00FCn", "why?")).isNull();
        assertThat(FileNames.undecoded("ANSI_X3.4-1968")).isNull();
    }

    @Test
    void aFileThatIsReallyCalledSoIsNoMistake(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("r\uFFFDn"));
        assertThat(FileNames.undecoded("UTF-8", file.toString())).isNull();
    }
}
