package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The same weights in the frameworks' own files, beside a safetensors file of each model in `../shared/goldens`.
///
/// PyTorch's names are those of the safetensors file. Keras's are not, and which is which is for the model to say; here
/// the numbers of both are compared, whatever tensors they are in.
class RealFilesTest {
    private static Path shared(String folder) {
        Path found = Path.of(System.getProperty("islr.root", "..")).resolve("../shared").resolve(folder).normalize();
        Assumptions.assumeTrue(Files.isDirectory(found), "skipped: ../shared is not there, so there are no files");
        return found;
    }

    private static List<Path> files(String folder, String pattern) throws IOException {
        try (Stream<Path> all = Files.walk(shared(folder))) {
            return all.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList();
        }
    }

    @Test
    void everyTensorOfAPyTorchFileIsThatOfTheSafetensorsFileBesideIt() throws IOException {
        List<Path> files = files("goldens", ".*\\.pt");
        assertThat(files).hasSizeGreaterThanOrEqualTo(8);
        for (Path file : files) {
            Checkpoint torch = Formats.read(file);
            Checkpoint expected = Formats.read(file.resolveSibling("weights.safetensors"));
            // Beside the model's, the safetensors file may have statistics of the preprocessing.
            assertThat(expected.tensors().keySet()).as(file.toString()).containsAll(torch.tensors().keySet());
            assertThat(torch.tensors()).as(file.toString()).hasSizeGreaterThan(10);
            torch.tensors().forEach((name, tensor) -> Tensors.assertSameBits(tensor, expected.tensors().get(name)));
        }
    }

    /// All real numbers of a file, sorted: however the tensors are called, laid out and joined, these are the same.
    /// Whole numbers are counters of the layers, which are no weights.
    private static int[] sorted(Path path) throws WeightsException {
        try (TensorFile file = Formats.open(path)) {
            List<TensorInfo> real = file.infos().values().stream().filter(info -> !info.dtype().isInteger()).toList();
            int[] bits = new int[real.stream().mapToInt(info -> info.shape().size()).sum()];
            int at = 0;
            for (TensorInfo info : real) {
                for (float x : file.tensor(info.name()).toArray()) {
                    bits[at++] = Float.floatToRawIntBits(x);
                }
            }
            Arrays.sort(bits);
            return bits;
        }
    }

    @Test
    void theNumbersOfEveryKerasFileAreThoseOfTheSafetensorsFileBesideIt() throws IOException {
        List<Path> files = files("goldens", "keras.*\\.(?:h5|keras)");
        assertThat(files).hasSizeGreaterThanOrEqualTo(15);
        Map<Path, String> differing = new TreeMap<>();
        for (Path file : files) {
            int[] keras = sorted(file);
            int[] expected = sorted(file.resolveSibling("weights.safetensors"));
            List<Integer> left = missing(keras, expected);
            if (!left.isEmpty()) {
                differing.put(file, left.size() + " of " + keras.length);
            }
        }
        assertThat(differing).isEmpty();
    }

    /// The numbers of a sorted list that another one lacks, each as often as it occurs.
    private static List<Integer> missing(int[] of, int... in) {
        List<Integer> left = new ArrayList<>();
        int j = 0;
        for (int number : of) {
            while (j < in.length && in[j] < number) {
                j++;
            }
            if (j < in.length && in[j] == number) {
                j++;
            } else {
                left.add(number);
            }
        }
        return left;
    }

    /// Of the real submission the logits are known, which only the model can give. Here: every tensor is read, and
    /// those of whole numbers agree with their scales.
    @Test
    void theCheckpointsAreReadTensorByTensor() throws IOException {
        Path folder = shared("checkpoints");
        try (TensorFile file = Formats.open(folder.resolve("words-lstm.h5"))) {
            assertThat(file.infos().keySet()).startsWith("lstm/lstm/lstm_cell/kernel:0")
                    .endsWith("dense_2/dense_2/bias:0").hasSize(15).noneMatch(name -> name.contains("Adam"));
            assertThat(file.checkpoint().tensor("lstm/lstm/lstm_cell/kernel:0").shape()).hasToString("[258, 256]");
            assertThat(file.metadata()).containsEntry("keras_version", "2.6.0").containsKey("model_config");
        }
        try (TensorFile file = Formats.open(folder.resolve("cls-distances-250.tflite"))) {
            Map<String, Tensor> weights = file.checkpoint().tensors();
            assertThat(weights).hasSize(31);
            assertThat(file.infos()).hasSize(73);
            int quantized = 0;
            for (TensorInfo info : file.infos().values()) {
                if (info.note().contains("scale")) {
                    quantized++;
                    assertThat(info.dtype()).isEqualTo(DType.I8);
                    float[] real = weights.get(info.name()).toArray();
                    long[] whole = file.longs(info.name());
                    double scale = scale(real, whole);
                    assertThat(scale).isBetween(1e-5, 1.0);
                    for (int i = 0; i < real.length; i++) {
                        assertThat((double) real[i]).isEqualTo((float) (scale * whole[i]), within(1e-6));
                    }
                }
            }
            assertThat(quantized).isEqualTo(9);
        }
    }

    private static double scale(float[] real, long... whole) {
        int largest = 0;
        for (int i = 0; i < whole.length; i++) {
            largest = Math.abs(whole[i]) > Math.abs(whole[largest]) ? i : largest;
        }
        return (double) real[largest] / whole[largest];
    }
}
