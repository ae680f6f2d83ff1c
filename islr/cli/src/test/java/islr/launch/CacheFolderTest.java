package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    private static final File JAR = new File("/opt/islr-infer.jar");

    @TempDir
    private Path home;

    private static Properties properties(String system, Object home) {
        Properties properties = new Properties();
        properties.setProperty("os.name", system);
        properties.setProperty("user.home", home.toString());
        return properties;
    }

    @Test
    void itLiesWhereTheSystemKeepsSuchFiles() {
        assertThat(CacheFolder.of(Map.of(), properties("Linux", "/home/me")))
                .isEqualTo(new File("/home/me/.cache/islr"));
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "/var/me"), properties("Linux", "/home/me")))
                .isEqualTo(new File("/var/me/islr"));
        assertThat(CacheFolder.of(Map.of(), properties("Mac OS X", "/Users/me")))
                .isEqualTo(new File("/Users/me/Library/Caches/islr"));
        assertThat(CacheFolder.of(Map.of(), properties("Windows 11", "C:/Users/me"))).isNull();
    }

    @Test
    void theUserMayNameAnotherFolderOrNone() {
        Properties linux = properties("Linux", "/home/me");
        assertThat(CacheFolder.of(Map.of("ISLR_CACHE", "/data"), linux)).isEqualTo(new File("/data"));
        assertThat(CacheFolder.of(Map.of("ISLR_CACHE", "none"), linux)).isNull();
    }

    @Test
    void everyJarHasAFolderOfItsOwn() {
        File folder = CacheFolder.ofJar(home.toFile(), JAR);
        assertThat(folder.toString()).startsWith(home.resolve("islr-infer-").toString());
        assertThat(CacheFolder.ofJar(home.toFile(), new File("/tmp/islr-infer.jar"))).isNotEqualTo(folder);
    }
}
