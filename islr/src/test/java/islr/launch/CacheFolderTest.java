package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertThat(CacheFolder.filesOf(JAR, "", null)).isNull();
    }

    @Test
    void everyJarHasItsOwnFiles() {
        File folder = home.resolve(".cache/islr").toFile();
        File files = CacheFolder.filesOf(JAR, "-Xmx1g", folder);
        assertThat(files.toString()).startsWith(home.resolve(".cache/islr/islr-infer-").toString());
        assertThat(folder).isDirectory();
        assertThat(CacheFolder.filesOf(new File("/tmp/islr-infer.jar"), "-Xmx1g", folder)).isNotEqualTo(files);
    }

    @Test
    void thoseOfAnOlderJarOfTheNameGo() throws Exception {
        File jar = Files.createFile(home.resolve("islr-infer.jar")).toFile();
        assertThat(jar.setLastModified(1_000_000)).isTrue();
        File folder = home.resolve("cache").toFile();
        File old = new File(CacheFolder.filesOf(jar, "", folder) + ".jsa");
        File others = new File(folder, "islr-train-0-0.jsa");
        assertThat(old.createNewFile() && others.createNewFile()).isTrue();
        CacheFolder.filesOf(jar, "", folder);
        assertThat(old).exists();
        assertThat(jar.setLastModified(2_000_000)).isTrue();
        CacheFolder.filesOf(jar, "", folder);
        assertThat(old).doesNotExist();
        assertThat(others).exists();
    }

    @Test
    void whoDecidesHimselfWhatIsKeptIsLeftAlone() {
        for (String given : List.of("-Xshare:off", "-XX:SharedArchiveFile=a.jsa", "-Xmx1g -XX:AOTCache=a.aot")) {
            assertThat(CacheFolder.filesOf(JAR, given, home.toFile())).isNull();
        }
    }

    @Test
    void theArchiveIsOneOfThem() {
        assertThat(ClassArchive.options(new File("/home/me/.cache/islr/islr-infer-1-2"))).hasSize(4).contains(
                "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=/home/me/.cache/islr/islr-infer-1-2.jsa");
    }

    @Test
    void whereNoFolderCanBeMadeThereAreNone() throws Exception {
        Files.createFile(home.resolve("file"));
        assertThat(CacheFolder.filesOf(JAR, "", home.resolve("file/inside").toFile())).isNull();
    }
}
