package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;

import islr.tensor.Tensor;
import islr.weights.torch.PickleBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which classes are loaded to open a file, and what is said where a library is absent. A start is short if it loads
/// nothing that it does not need.
class FormatClassesTest {
    @TempDir
    Path folder;

    /// What is run in a JVM of its own.
    static final class Open {
        private Open() {}

        public static void main(String[] args) {
            try {
                System.out.println("read: " + Formats.read(Path.of(args[0])).tensors().keySet());
            } catch (WeightsException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    private static List<String> run(String classPath, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xlog:class+load", "-cp", classPath, Open.class.getName(), file.toString()).redirectErrorStream(true)
                .start();
        List<String> lines;
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            lines = out.lines().toList();
        }
        assertThat(process.waitFor()).as(() -> String.join("\n", lines)).isZero();
        return lines;
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private Path safetensors() throws IOException {
        Path file = folder.resolve("m.safetensors");
        Safetensors.write(file, new Checkpoint(Map.of("w", Tensor.scalar(2)), Map.of()));
        return file;
    }

    @Test
    void aSafetensorsFileIsOpenedWithoutTheClassesOfAnyOtherFormat() throws Exception {
        List<String> lines = run(classPath(), safetensors());
        assertThat(lines).contains("read: [w]").anyMatch(line -> line.contains("islr.weights.SafetensorsFile"));
        assertThat(lines).noneMatch(line -> line.contains("islr.weights.KnownFormat")
                || line.contains("islr.weights.torch") || line.contains("islr.weights.keras")
                || line.contains("islr.weights.numpy") || line.contains("islr.weights.tflite")
                || line.contains("io.jhdf") || line.contains("com.google.flatbuffers") || line.contains("org.slf4j"));
    }

    @Test
    void aPyTorchFileIsOpenedWithoutTheLibrariesOfOthers() throws Exception {
        byte[] pickle = new PickleBytes().op('}').text("w")
                .tensor(new PickleBytes().storage("FloatStorage", "0", 1), 0, new long[0]).op('s').done();
        Path file = Files.write(folder.resolve("m.pt"), PickleBytes.zip("m/data.pkl", pickle, "m/data/0", new byte[4]));
        List<String> lines = run(classPath(), file);
        assertThat(lines).contains("read: [w]").noneMatch(line -> line.contains("io.jhdf")
                || line.contains("com.google.flatbuffers") || line.contains("islr.weights.keras"));
    }

    @Test
    void whereALibraryIsAbsentItIsNamed() throws Exception {
        String without = Stream.of(classPath().split(java.io.File.pathSeparator))
                .filter(path -> !path.contains("jhdf") && !path.contains("flatbuffers"))
                .collect(Collectors.joining(java.io.File.pathSeparator));
        Path hdf = Path.of(getClass().getResource("keras/keras2.h5").toURI());
        assertThat(run(without, hdf)).contains("refused: " + hdf + ": to read this file, the library io.jhdf:jhdf must "
                + "be on the class path; add that dependency, or save the weights as safetensors");
        Path keras = Files.write(folder.resolve("m.keras"), PickleBytes.zip("config.json",
                "{}".getBytes(StandardCharsets.UTF_8), "model.weights.h5", Files.readAllBytes(hdf)));
        assertThat(run(without, keras)).anyMatch(line -> line.startsWith("refused: " + keras + ": to read this file"));
        Path tflite = Files.writeString(folder.resolve("m.tflite"), "\34\0\0\0TFL3" + "\0".repeat(100));
        assertThat(run(without, tflite)).anyMatch(line -> line.startsWith("refused: " + tflite
                + ": to read this file, the library com.google.flatbuffers:flatbuffers-java must be on"));
        assertThat(run(without, safetensors())).contains("read: [w]");
    }
}
