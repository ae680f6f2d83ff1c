package islr.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.value.Value;
import islr.weights.WeightsException;
import islr.weights.tflite.TfliteBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfliteGraphTest {
    private static final int FLOAT32 = 0;
    private static final int STRING = 5;

    @TempDir
    private Path folder;

    private Path file(TfliteBytes bytes) throws IOException {
        return Files.write(folder.resolve("model.tflite"), bytes.done());
    }

    private static byte[] floats(float... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }

    /// x [any, 2] · w [1, 2]ᵀ.
    private static TfliteBytes product() {
        return new TfliteBytes().tensor("x", FLOAT32, new int[] {1, 2})
                .tensor("w", FLOAT32, new int[] {1, 2}, floats(2, 0.5f)).tensor("y", FLOAT32, new int[] {1, 1})
                .operator(new int[] {0, 1, -1}, new int[] {2}, 0);
    }

    @Test
    void aGraphComputesItsOutputsForInputsOfAnyOpenSize() throws IOException {
        TfliteGraph graph = TfliteGraph.open(file(product()));
        assertThat(graph.inputs()).hasToString("['x' FLOAT32 [-1, 2]]");
        for (int rows : new int[] {1, 3, 0, 3}) {
            Tensor x = Tensor.randn(new Random(rows), rows, 2);
            Tensor y = graph.run(Compute.cpu(), Value.of(x))[0].floats();
            assertThat(y.shape()).isEqualTo(Shape.of(rows, 1));
            for (int i = 0; i < rows; i++) {
                assertThat(y.get(i, 0)).isEqualTo(2 * x.get(i, 0) + 0.5f * x.get(i, 1));
            }
        }
    }

    @Test
    void inputsThatDoNotFitAreRefusedWithWhatIsWanted() throws IOException {
        Path file = file(product());
        TfliteGraph graph = TfliteGraph.open(file);
        assertThatExceptionOfType(TfliteException.class)
                .isThrownBy(() -> graph.run(Compute.cpu(), Value.of(Tensor.zeros(1, 3))))
                .withMessage(file + ": it takes 'x' FLOAT32 [-1, 2], but is given FLOAT32 [1, 3]");
        assertThatExceptionOfType(TfliteException.class)
                .isThrownBy(() -> graph.run(Compute.cpu(), Value.of(Shape.of(1, 2), new boolean[2])))
                .withMessage(file + ": it takes 'x' FLOAT32 [-1, 2], but is given BOOL [1, 2]");
        assertThatExceptionOfType(TfliteException.class).isThrownBy(() -> graph.run(Compute.cpu()))
                .withMessage(file + ": 0 inputs are given, but it takes ['x' FLOAT32 [-1, 2]]");
    }

    @Test
    void anOperatorThatCannotComputeWhatItIsGivenIsNamed() throws IOException {
        Path file = file(new TfliteBytes().tensor("x", FLOAT32, new int[] {1, 3})
                .tensor("w", FLOAT32, new int[] {1, 2}, floats(2, 0.5f)).tensor("y", FLOAT32, new int[] {1, 1})
                .operator(new int[] {0, 1, -1}, new int[] {2}, 0));
        TfliteGraph graph = TfliteGraph.open(file);
        assertThatExceptionOfType(TfliteException.class)
                .isThrownBy(() -> graph.run(Compute.cpu(), Value.of(Tensor.zeros(1, 3))))
                .withMessage(file + ", operator 0, FULLY_CONNECTED: [1, 3] does not fit the weights [1, 2]");
    }

    @Test
    void allThatIsMissingIsNamedBeforeAnythingRuns() throws IOException {
        Path file = file(new TfliteBytes().tensor("x", FLOAT32, new int[] {1, 2})
                .tensor("w", FLOAT32, new int[] {1, 2}, floats(2, 0.5f)).tensor("h", FLOAT32, new int[] {1, 1})
                .tensor("y", FLOAT32, new int[] {1, 1}).operator(new int[] {0, 1, -1}, new int[] {2}, 77)
                .operator(new int[] {0, 1, -1}, new int[] {3}, 77));
        assertThatExceptionOfType(WeightsException.class).isThrownBy(() -> TfliteGraph.open(file)).withMessage(file
                + ": this graph cannot be run: it lacks the operator FULLY_CONNECTED with activation 77 (2 times)");
    }

    @Test
    void textsAreRefused() throws IOException {
        Path file = file(new TfliteBytes().tensor("x", STRING, new int[] {1}).tensor("y", FLOAT32, new int[] {1}));
        assertThatExceptionOfType(WeightsException.class).isThrownBy(() -> TfliteGraph.open(file))
                .withMessage(file + ": this graph cannot be run: 'x' STRING [-1] is of a type that is not "
                        + "computed here; convert the model with FLOAT32 inputs and outputs");
    }

    @Test
    void aRunMayNotTakeMoreThanItsLimits() throws IOException {
        Path file = file(product());
        TfliteGraph small = TfliteGraph.open(file, new TfliteGraph.Limits(1_000, 1L << 40));
        assertThatExceptionOfType(TfliteException.class)
                .isThrownBy(() -> small.run(Compute.cpu(), Value.of(Tensor.zeros(5_000, 2)))).withMessageContaining(
                        "it needs at least 20,032 bytes for results at a time, but may take 4,000 bytes");
        TfliteGraph slow = TfliteGraph.open(file, new TfliteGraph.Limits(1 << 20, 1_000));
        assertThatExceptionOfType(TfliteException.class)
                .isThrownBy(() -> slow.run(Compute.cpu(), Value.of(Tensor.zeros(5_000, 2))))
                .withMessageContaining("it would take a very long time");
    }

    @Test
    void anyNumberOfThreadsMayRunIt() throws Exception {
        TfliteGraph graph = TfliteGraph.open(file(product()));
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> tasks = IntStream.range(0, 200).mapToObj(i -> (Callable<Boolean>) () -> {
                Tensor x = Tensor.randn(new Random(i), 1 + i % 7, 2);
                Tensor y = graph.run(Compute.cpu(), Value.of(x))[0].floats();
                return y.get(i % 7, 0) == 2 * x.get(i % 7, 0) + 0.5f * x.get(i % 7, 1);
            }).toList();
            for (Future<Boolean> task : pool.invokeAll(tasks)) {
                assertThat(task.get()).isTrue();
            }
        }
    }
}
