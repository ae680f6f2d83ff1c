package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkFinderTest {
    private static final String MODULES = "java.base java.logging jdk.incubator.vector";

    @TempDir
    private Path root;

    private final Map<String, String> env = new HashMap<>();
    private Path running;

    @BeforeEach
    void theRunningJavaIsOld() throws IOException {
        running = jdk("running", "17.0.15", MODULES);
    }

    @Test
    void theRunningJdkIsTakenBeforeAnyOther() throws IOException {
        running = jdk("running", "25.0.3", MODULES);
        env.put("ISLR_JAVA_HOME", jdk("named", "25.0.1", MODULES).toString());
        assertThat(home()).isEqualTo(running);
    }

    @Test
    void variablesAreReadInTheirOrder() throws IOException {
        env.put("JAVA_HOME_25_X64", jdk("runner", "25", MODULES).toString());
        assertThat(home()).isEqualTo(root.resolve("runner"));
        env.put("JDK_HOME", jdk("jdk", "25", MODULES).toString());
        assertThat(home()).isEqualTo(root.resolve("jdk"));
        env.put("JAVA_HOME", jdk("java", "26-ea", MODULES).toString());
        assertThat(home()).isEqualTo(root.resolve("java"));
        env.put("ISLR_JAVA_HOME", jdk("islr", "25.0.2", MODULES).toString());
        assertThat(home()).isEqualTo(root.resolve("islr"));
    }

    @Test
    void aWishThatCannotBeMetIsSaid() throws IOException {
        running = jdk("running", "25.0.3", MODULES);
        java.io.File taken = running.resolve("bin/java").toFile();
        assertThat(finder().passedOver(taken)).isNull();
        env.put("ISLR_JAVA_HOME", jdk("good", "26", MODULES).toString());
        assertThat(finder().passedOver(taken)).isNull();
        for (Path home : List.of(root.resolve("nothing"), jdk("old", "21.0.2", MODULES),
                jdk("bare", "25", "java.base java.logging"))) {
            env.put("ISLR_JAVA_HOME", home.toString());
            assertThat(finder().passedOver(taken))
                    .isEqualTo("ISLR_JAVA_HOME=" + home + " is not the folder of a JDK 25 "
                            + "or newer with the module jdk.incubator.vector; " + taken + " is used instead.");
        }
    }

    @Test
    void aLinkOnThePathLeadsToItsJdk() throws IOException {
        Path jdk = jdk("elsewhere", "25.0.3", MODULES);
        Path bin = Files.createDirectories(root.resolve("usr/bin"));
        Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));
        env.put("PATH", root.resolve("nothing") + java.io.File.pathSeparator + bin);
        assertThat(home()).isEqualTo(jdk);
    }

    @Test
    void toolchainsAreRead() throws IOException {
        Path jdk = jdk("chained", "25.0.3", MODULES);
        Files.createDirectories(root.resolve("user/.m2"));
        Files.writeString(root.resolve("user/.m2/toolchains.xml"),
                "<a>\n<jdkHome>/no/such</jdkHome><jdkHome> " + jdk + "\n</jdkHome></a>");
        assertThat(home()).isEqualTo(jdk);
    }

    @Test
    void theUsualPlacesAreSearched() throws IOException {
        jdk("jvm/a-17", "17", MODULES);
        jdk("jvm/b-25-without-vectors", "25", "java.base java.logging");
        Path jdk = jdk("jvm/c-25.jdk/Contents/Home", "25.0.3", MODULES);
        assertThat(home()).isEqualTo(jdk);
    }

    @Test
    void aReleaseFileWithoutModulesIsTrusted() throws IOException {
        Path jdk = jdk("jvm/short", "25", null);
        assertThat(home()).isEqualTo(jdk);
    }

    @Test
    void aJdkWithoutAReleaseFileIsAskedForItsVersion() throws IOException {
        Path jdk = jdk("jvm/bare", "25", null);
        Files.delete(jdk.resolve("release"));
        assertThat(finder().find()).isNull();
        Files.delete(jdk.resolve("bin/java"));
        Path real = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.createSymbolicLink(jdk.resolve("bin/java"), real);
        assertThat(home()).isEqualTo(jdk);
        running = jdk;
        assertThat(home()).isEqualTo(jdk);
    }

    @Test
    void aJavaThatSaysItIsOldIsPassedOver() throws IOException {
        Path java = jdk("jvm/old", "17", null).resolve("bin/java");
        Files.delete(java.resolve("../../release").normalize());
        Files.writeString(java, "#!/bin/sh\necho openjdk 17.0.15 2025-04-15\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        assertThat(finder().find()).isNull();
        Files.writeString(java, "#!/bin/sh\necho openjdk 25.0.3 2026-04-21\n");
        assertThat(finder().find()).isEqualTo(java.toFile());
    }

    @Test
    void whatIsNoJdkIsPassedOver() throws IOException {
        Files.createDirectories(root.resolve("jvm/empty"));
        Files.writeString(root.resolve("jvm/file"), "");
        Files.delete(jdk("jvm/headless", "25", MODULES).resolve("bin/java"));
        jdk("jvm/strange", "Twenty-five", MODULES);
        env.put("JAVA_HOME", "");
        env.put("ISLR_JAVA_HOME", "/no/such/folder");
        assertThat(finder().find()).isNull();
        assertThat(finder().explain()).doesNotContain("\n").contains("JDK 25").contains("this Java is 17.0.15")
                .contains("ISLR_JAVA_HOME=/no/such/folder").contains("Install one, or set ISLR_JAVA_HOME");
    }

    @Test
    void versionsAreReadInEveryForm() {
        assertThat(List.of("25", "25.0.3", "26-ea", "1.8.0_402", "17.0.15+6", "", "x").stream().map(Jdk::feature))
                .containsExactly(25, 25, 26, 8, 17, 0, 0);
    }

    private Path jdk(String name, String version, String modules) throws IOException {
        Path home = root.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("bin/java"), "");
        String release = "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n";
        Files.writeString(home.resolve("release"),
                modules == null ? release : release + "MODULES=\"" + modules + "\"\n");
        return home;
    }

    private JdkFinder finder() {
        Properties system = new Properties();
        system.setProperty("java.home", running.toString());
        system.setProperty("java.version", "17.0.15");
        system.setProperty("user.home", root.resolve("user").toString());
        system.setProperty("os.name", "Linux");
        return new JdkFinder(env, system, List.of(root.resolve("jvm").toString()));
    }

    private Path home() {
        return finder().find().toPath().getParent().getParent();
    }
}
