package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    private static final String REMARK = "WARNING: Using incubator modules: jdk.incubator.vector\n";

    /** A program for the launcher to start. */
    static final class Program {
        public static void main(String[] args) {
            System.exit(Launcher.hasModule() ? Integer.parseInt(args[0]) : 99);
        }
    }

    @Test
    void thisJvmHasTheModule() {
        assertThat(Launcher.hasModule()).isTrue();
    }

    @Test
    void theCommandCarriesOptionsAndArguments() {
        assertThat(Launcher.command("java", " -Xmx1g  -Da=b ", "islr.jar", "islr.Main", "--top", "a clip.parquet"))
                .containsExactly("java", "-Xmx1g", "-Da=b", "-cp", "islr.jar", "islr.Main", "--top", "a clip.parquet");
        assertThat(Launcher.command("java", "", "islr.jar", "islr.Main")).hasSize(4);
        assertThat(Launcher.command("java", Launcher.usual("-Xmx1g", null), "islr.jar", "islr.Main"))
                .startsWith("java", "--add-modules", "jdk.incubator.vector")
                .endsWith("-Xmx1g", "-cp", "islr.jar", "islr.Main");
    }

    @Test
    void aCollectorOfTheUserReplacesTheJars() {
        assertThat(Launcher.options("-XX:+UseSerialGC", null).trim()).isEqualTo("-XX:+UseSerialGC");
        assertThat(Launcher.options("-XX:+UseSerialGC", "-Xmx1g")).isEqualTo("-XX:+UseSerialGC -Xmx1g");
        assertThat(Launcher.options("-XX:+UseSerialGC", "-XX:+UseZGC")).isEqualTo("-XX:+UseZGC");
        assertThat(Launcher.options("-XX:+UseSerialGC", "-Xmx1g\n-XX:+UseZGC\n")).isEqualTo("-Xmx1g\n-XX:+UseZGC");
        assertThat(Launcher.options("-XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow", "-XX:+UseG1GC"))
                .isEqualTo("--sun-misc-unsafe-memory-access=allow -XX:+UseG1GC");
        assertThat(Launcher.options(null, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "130"})
    void theExitCodeIsHandedOver(String code) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = Launcher.command(java, "--add-modules " + Launcher.MODULE,
                System.getProperty("java.class.path"), Program.class.getName(), code);
        assertThat(Launcher.runThere(command)).isEqualTo(Integer.parseInt(code));
    }

    @Test
    void onlyTheRemarkOnIncubatorModulesIsDropped() throws IOException {
        assertThat(pumped(REMARK + "a\nb")).isEqualTo("a\nb");
        assertThat(pumped(REMARK)).isEmpty();
        assertThat(pumped("WARNING: Using a lot\n" + REMARK)).isEqualTo("WARNING: Using a lot\n" + REMARK);
        assertThat(pumped("W")).isEqualTo("W");
        assertThat(pumped("")).isEmpty();
    }

    private static String pumped(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ErrorPump.copy(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
