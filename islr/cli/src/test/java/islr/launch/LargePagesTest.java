package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargePagesTest {
    @TempDir
    private Path folder;

    @Test
    void theyAreAskedForWhereTheSystemGivesThemToWhoAsks() throws IOException {
        assertThat(LargePages.options(user(""), setting("always [madvise] never")))
                .containsExactly("-XX:+UseTransparentHugePages");
    }

    @Test
    void elsewhereNothingIsSaid() throws IOException {
        assertThat(LargePages.options(user(""), setting("[always] madvise never"))).isEmpty();
        assertThat(LargePages.options(user(""), setting("always madvise [never]"))).isEmpty();
        assertThat(LargePages.options(user(""), setting(""))).isEmpty();
        assertThat(LargePages.options(user(""), folder.resolve("not-linux").toFile())).isEmpty();
    }

    @Test
    void whoChoosesACollectorOrHisPagesDecidesForHimself() throws IOException {
        File setting = setting("always [madvise] never");
        assertThat(LargePages.options(user("-Xmx1g"), setting)).isNotEmpty();
        assertThat(LargePages.options(user("-XX:+UseZGC"), setting)).isEmpty();
        assertThat(LargePages.options(user("-Xmx1g\n-XX:+UseZGC\n"), setting)).isEmpty();
        assertThat(LargePages.options(user("-Xmx1g -XX:-UseTransparentHugePages"), setting)).isEmpty();
    }

    private static UserOptions user(String options) {
        return new UserOptions(Map.of("_JAVA_OPTIONS", options));
    }

    private File setting(String text) throws IOException {
        return Files.writeString(folder.resolve("enabled"), text).toFile();
    }
}
