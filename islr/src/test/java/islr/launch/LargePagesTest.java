package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargePagesTest {
    @TempDir
    private Path folder;

    @Test
    void theyAreAskedForWhereTheSystemGivesThemToWhoAsks() throws IOException {
        assertThat(LargePages.option(setting("always [madvise] never"))).isEqualTo("-XX:+UseTransparentHugePages");
    }

    @Test
    void elsewhereNothingIsSaid() throws IOException {
        assertThat(LargePages.option(setting("[always] madvise never"))).isEmpty();
        assertThat(LargePages.option(setting("always madvise [never]"))).isEmpty();
        assertThat(LargePages.option(setting(""))).isEmpty();
        assertThat(LargePages.option(folder.resolve("not-linux").toFile())).isEmpty();
    }

    private File setting(String text) throws IOException {
        return Files.writeString(folder.resolve("enabled"), text).toFile();
    }
}
