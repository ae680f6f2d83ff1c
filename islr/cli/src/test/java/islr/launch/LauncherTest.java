package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
        assertThat(Launcher.command(new File("java"), List.of("-Xmx1g", "-Da=b"), new File("islr.jar"), "islr.Main",
                "--top", "a clip.parquet"))
                .containsExactly("java", "-Xmx1g", "-Da=b", "-cp", "islr.jar", "islr.Main", "--top", "a clip.parquet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "130"})
    void theExitCodeIsHandedOver(String code) throws Exception {
        File java = new File(System.getProperty("java.home"), "bin/java");
        List<String> command = List.of(java.getPath(), "--add-modules", Launcher.MODULE, "-cp",
                System.getProperty("java.class.path"), Program.class.getName(), code);
        assertThat(ChildJvm.run(command, System.getenv())).isEqualTo(Integer.parseInt(code));
    }

    @Test
    void onlyTheRemarkOnIncubatorModulesIsDropped() throws IOException {
        assertThat(pumped(REMARK + "a\nb")).isEqualTo("a\nb");
        assertThat(pumped(REMARK)).isEmpty();
        assertThat(pumped("WARNING: Using a lot\n" + REMARK)).isEqualTo("WARNING: Using a lot\n" + REMARK);
        assertThat(
                pumped("NOTE: Picked up JDK_JAVA_OPTIONS: -Xmx1g\nPicked up JAVA_TOOL_OPTIONS: -Da=b\n" + REMARK + "a"))
                .isEqualTo("a");
        assertThat(pumped("Picked up a pen")).isEqualTo("Picked up a pen");
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
