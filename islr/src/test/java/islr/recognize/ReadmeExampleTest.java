package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The few lines with which others use [Recognizer]: those of its documentation compile and run, and those of the
/// README are the same.
class ReadmeExampleTest {
    private static final String FENCE = "```java";

    @TempDir
    private Path folder;

    @Test
    void theExampleIsNoLongerThanFiveLines() throws IOException {
        assertThat(example()).hasSizeBetween(1, 5);
    }

    @Test
    void theExampleCompilesAndPrintsASign() throws Exception {
        Path model = TestModels.write(folder.resolve("model.safetensors"));
        Path clip = Path
                .of(ReadmeExampleTest.class.getResource("/islr/data/fixtures/zstd-plain-floats.parquet").toURI());
        String body = String.join("\n", example()).replace("model.safetensors", literal(model)).replace("clip.parquet",
                literal(clip));
        Path source = Files.writeString(folder.resolve("Example.java"), """
                import islr.recognize.*;
                import java.nio.file.Path;
                public class Example {
                    public static void main(String[] args) throws java.io.IOException {
                %s
                    }
                }
                """.formatted(body));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler().run(null, messages, messages, "-proc:none", "-Xlint:all",
                "-Werror", "-cp", System.getProperty("java.class.path"), "-d", folder.toString(), source.toString());
        assertThat(messages.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(code).isZero();
        Prediction expected;
        try (Recognizer recognizer = Recognizer.load(model)) {
            expected = recognizer.recognize(clip);
        }
        assertThat(output()).isEqualTo(expected.sign() + " " + expected.probability());
    }

    @Test
    void theReadmeShowsTheSameLines() throws IOException {
        Path readme = root().resolve("README.md");
        Assumptions.assumeTrue(Files.exists(readme), "skipped: there is no README.md yet");
        String text = Files.readString(readme).replace("\r\n", "\n");
        assertThat(text).contains(FENCE + "\n" + String.join("\n", example()) + "\n```\n");
    }

    private String output() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Example").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private static String literal(Path path) {
        return path.toString().replace("\\", "\\\\");
    }

    private static List<String> example() throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(root().resolve("islr/src/main/java/islr/recognize/Recognizer.java"))) {
            String text = line.startsWith("/// ") ? line.substring(4) : "";
            if (inside && text.startsWith("```")) {
                return lines;
            }
            if (inside) {
                lines.add(text);
            }
            inside |= text.equals(FENCE);
        }
        throw new AssertionError(
                "no example in Recognizer's documentation:\n" + lines.stream().collect(Collectors.joining("\n")));
    }

    private static Path root() {
        return Path.of(System.getProperty("islr.root", "..")).toAbsolutePath();
    }
}
