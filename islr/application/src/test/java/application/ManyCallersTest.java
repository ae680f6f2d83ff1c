package application;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.ClipWriter;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Memory does not grow with the number of callers.
class ManyCallersTest {
    private static final int[] FRAMES = {1, 2, 3, 7, 17, 31, 65};

    @TempDir
    private Path folder;

    @Test
    void twoThousandVirtualThreadsAskOneRecognizerIn256Megabytes() throws Exception {
        Path clips = Files.createDirectory(folder.resolve("clips"));
        for (int i = 0; i < FRAMES.length; i++) {
            ClipWriter.write(clips.resolve(i + ".parquet"), SomeClips.clip("clip", FRAMES[i], i));
        }
        List<String> lines = child("-Xmx256m", clips.toString());
        assertThat(lines).hasSize(3).startsWith("2000 answers are those of one thread",
                "200 answers are those of one thread");
        // Were each caller to keep a workspace it would be 10 MB, and 65 if each kept what products need.
        assertThat(Integer.parseInt(lines.getLast().replace(" MB more", ""))).isLessThan(5);
    }

    /// With what Maven gives the application at run time, and nothing of the tests' libraries.
    private List<String> child(String memory, String argument) throws Exception {
        List<String> classpath = new ArrayList<>(List.of(Path.of("target/test-classes").toAbsolutePath().toString()));
        Project.runtimeClasspath().forEach(path -> classpath.add(path.toString()));
        Path out = folder.resolve("out.txt");
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), memory,
                "--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow", "-cp",
                String.join(File.pathSeparator, classpath), ManyCallers.class.getName(), argument)
                .redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            assertThat(java.waitFor(300, TimeUnit.SECONDS)).as("it ended in time").isTrue();
        } finally {
            java.destroyForcibly().waitFor();
        }
        String said = Files.readString(out);
        assertThat(java.exitValue()).as(said).isZero();
        // Without a provider, slf4j says so, once.
        return said.lines().filter(line -> !line.startsWith("WARNING: ") && !line.startsWith("SLF4J(W): ")).toList();
    }
}
