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

class ClassArchiveTest {
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
        assertThat(ClassArchive.folder(Map.of(), properties("Linux", "/home/me"))).isEqualTo(new File("/home/me/.cache/islr"));
        assertThat(ClassArchive.folder(Map.of("XDG_CACHE_HOME", "/var/me"), properties("Linux", "/home/me")))
                .isEqualTo(new File("/var/me/islr"));
        assertThat(ClassArchive.folder(Map.of(), properties("Mac OS X", "/Users/me"))).isEqualTo(new File("/Users/me/Library/Caches/islr"));
        assertThat(ClassArchive.folder(Map.of(), properties("Windows 11", "C:/Users/me"))).isNull();
    }

    @Test
    void theUserMayNameAnotherFolderOrNone() {
        Properties linux = properties("Linux", "/home/me");
        assertThat(ClassArchive.folder(Map.of("ISLR_CACHE", "/data"), linux)).isEqualTo(new File("/data"));
        assertThat(ClassArchive.folder(Map.of("ISLR_CACHE", "none"), linux)).isNull();
        assertThat(ClassArchive.options(JAR, "", "", Map.of("ISLR_CACHE", "none"), linux)).isEmpty();
    }

    @Test
    void everyJarHasItsOwn() {
        Properties linux = properties("Linux", home);
        List<String> options = ClassArchive.options(JAR, "", "-Xmx1g", Map.of(), linux);
        assertThat(options).hasSize(4).contains("-XX:+AutoCreateSharedArchive");
        assertThat(options.get(1)).startsWith("-XX:SharedArchiveFile=" + home.resolve(".cache/islr/islr-infer-")).endsWith(".jsa");
        assertThat(home.resolve(".cache/islr")).isDirectory();
        assertThat(ClassArchive.options(JAR, "-brief", "-Xmx1g", Map.of(), linux).get(1)).endsWith("-brief.jsa");
        assertThat(ClassArchive.options(new File("/tmp/islr-infer.jar"), "", "", Map.of(), linux)).isNotEqualTo(options);
    }

    @Test
    void thatOfAnOlderJarOfTheNameGoes() throws Exception {
        Properties linux = properties("Linux", home);
        File jar = Files.createFile(home.resolve("islr-infer.jar")).toFile();
        assertThat(jar.setLastModified(1_000_000)).isTrue();
        File old = new File(ClassArchive.options(jar, "", "", Map.of(), linux).get(1).replace("-XX:SharedArchiveFile=", ""));
        File others = new File(old.getParentFile(), "islr-train-0-0.jsa");
        assertThat(old.createNewFile() && others.createNewFile()).isTrue();
        assertThat(ClassArchive.options(jar, "", "", Map.of(), linux).get(1)).endsWith(old.getName());
        assertThat(old).exists();
        assertThat(jar.setLastModified(2_000_000)).isTrue();
        assertThat(ClassArchive.options(jar, "", "", Map.of(), linux).get(1)).doesNotEndWith(old.getName());
        assertThat(old).doesNotExist();
        assertThat(others).exists();
    }

    @Test
    void whoDecidesHimselfWhatIsSharedIsLeftAlone() {
        Properties linux = properties("Linux", home);
        for (String given : List.of("-Xshare:off", "-XX:SharedArchiveFile=a.jsa", "-Xmx1g -XX:AOTCache=a.aot")) {
            assertThat(ClassArchive.options(JAR, "", given, Map.of(), linux)).isEmpty();
        }
    }

    @Test
    void withoutAFolderThereIsNone() throws Exception {
        Files.createFile(home.resolve("file"));
        assertThat(
                ClassArchive.options(JAR, "", "", Map.of("ISLR_CACHE", home.resolve("file/inside").toString()), properties("Linux", home)))
                .isEmpty();
    }
}
