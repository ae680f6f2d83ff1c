package application;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.ClipWriter;
import islr.recognize.Prediction;
import islr.recognize.Recognizer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Java that README shows, compiled and run by a project that depends on `islr` alone.
class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\n(.*?)^```$");

    @TempDir
    private Path folder;

    private static List<String> blocks() {
        return JAVA.matcher(Project.text(Project.ROOT.resolve("README.md"))).results().map(block -> block.group(1))
                .toList();
    }

    @Test
    void theFirstExampleIsThatOfTheDocumentationAndShort() {
        String source = Project.text(Project.ROOT.resolve("islr/src/main/java/islr/recognize/Recognizer.java"));
        String example = JAVA
                .matcher(source.lines().map(line -> line.replaceFirst("^/// ?", "")).collect(Collectors.joining("\n")))
                .results().findFirst().orElseThrow().group(1);
        assertThat(blocks().getFirst()).isEqualTo(example);
        assertThat(example.lines()).hasSizeBetween(1, 5);
    }

    @Test
    void allExamplesCompileAndRunAsAUserWouldUseThem() throws Exception {
        Path clip = folder.resolve("clip.parquet");
        ClipWriter.write(clip, SomeClips.clip("clip", 17, 3));
        // What the examples take as given are fields, which the names of an example may hide.
        StringBuilder source = new StringBuilder("""
                import islr.data.*;
                import islr.recognize.*;
                import java.nio.file.*;
                import java.util.*;
                public class Examples {
                    public static Recognizer recognizer;
                    public static int frames = 3;
                    public static List<Path> paths;
                    public static byte[] uploaded;
                """);
        for (int i = 0; i < blocks().size(); i++) {
            source.append("public static void example").append(i).append("() throws Exception {\n").append(blocks()
                    .get(i).replace("model.safetensors", literal(Project.MODEL)).replace("clip.parquet", literal(clip)))
                    .append("}\n");
        }
        Path file = Files.writeString(folder.resolve("Examples.java"), source.append("}\n"));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        ToolProvider.getSystemJavaCompiler().run(
                null, messages, messages, "-proc:none", "-Xlint:all", "-Werror", "-cp", Project.runtimeClasspath()
                        .stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator)),
                "-d", folder.toString(), file.toString());
        assertThat(messages.toString(StandardCharsets.UTF_8)).isEmpty();

        try (Recognizer recognizer = Recognizer.bundled(1)) {
            Prediction expected = recognizer.recognize(clip);
            List<String> printed = run(recognizer, clip);
            assertThat(printed).startsWith(expected.sign() + " " + expected.probability());
            assertThat(printed).endsWith(clip + " " + expected.sign(),
                    "none.parquet none.parquet: there is no such " + "file; is the path right?");
        }
    }

    /// @return the lines that the examples print
    private List<String> run(Recognizer recognizer, Path clip) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Class<?> examples = loader.loadClass("Examples");
            examples.getField("recognizer").set(null, recognizer);
            examples.getField("paths").set(null, List.of(clip, Path.of("none.parquet")));
            examples.getField("uploaded").set(null, Files.readAllBytes(clip));
            for (int i = 0; i < blocks().size(); i++) {
                examples.getMethod("example" + i).invoke(null);
            }
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String literal(Path path) {
        return path.toString().replace("\\", "\\\\");
    }
}
