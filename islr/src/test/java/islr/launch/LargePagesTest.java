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
        assertThat(LargePages.option(null, setting("always [madvise] never")))
                .isEqualTo("-XX:+UseTransparentHugePages");
    }

    @Test
    void elsewhereNothingIsSaid() throws IOException {
        assertThat(LargePages.option(null, setting("[always] madvise never"))).isEmpty();
        assertThat(LargePages.option(null, setting("always madvise [never]"))).isEmpty();
        assertThat(LargePages.option(null, setting(""))).isEmpty();
        assertThat(LargePages.option(null, folder.resolve("not-linux").toFile())).isEmpty();
    }

    @Test
    void whoChoosesACollectorOrHisPagesDecidesForHimself() throws IOException {
        File setting = setting("always [madvise] never");
        assertThat(LargePages.option("-Xmx1g", setting)).isNotEmpty();
        assertThat(LargePages.option("-XX:+UseZGC", setting)).isEmpty();
        assertThat(LargePages.option("-Xmx1g\n-XX:+UseZGC\n", setting)).isEmpty();
        assertThat(LargePages.option("-Xmx1g -XX:-UseTransparentHugePages", setting)).isEmpty();
    }

    private File setting(String text) throws IOException {
        return Files.writeString(folder.resolve("enabled"), text).toFile();
    }
}
