package islr.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.value.Value;
import islr.weights.WeightsException;
import islr.weights.tflite.TfliteBytes;
import islr.weights.tflite.TfliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NarrowWeightsTest {
    private static final int FLOAT32 = 0;
    private static final int INT8 = 9;

    @TempDir
    private Path folder;

    private Path file(float[] scales, long... zeroPoints) throws IOException {
        return Files.write(folder.resolve("model.tflite"),
                new TfliteBytes().tensor("x", FLOAT32, new int[] {1, 3})
                        .tensor("w", INT8, new int[] {2, 3}, scales, zeroPoints, 0, (byte) 1, (byte) -2, (byte) 127,
                                (byte) -127, (byte) 0, (byte) 5)
                        .tensor("y", FLOAT32, new int[] {1, 2}).operator(new int[] {0, 1, -1}, new int[] {2}, 0)
                        .done());
    }

    @Test
    void int8WeightsOfAProductStayInt8() throws IOException {
        for (float[] scales : new float[][] {{0.5f}, {0.5f, 2}}) {
            Path file = file(scales, new long[scales.length]);
            try (TfliteFile open = TfliteFile.open(file)) {
                assertThat(NarrowWeights.are(open.model().subGraphs().getFirst().tensors().get(1))).isTrue();
                Tensor w = NarrowWeights.read(open, 0, 1);
                assertThat(w.narrow().numbers()).containsExactly(1, -2, 127, -127, 0, 5);
                assertThat(w.widened().toArray()).containsExactly(open.tensor(0, 1).toArray());
            }
            check(file, scales[0], scales[scales.length - 1], 0);
        }
    }

    @Test
    void weightsWithAZeroPointAreWidened() throws IOException {
        Path file = file(new float[] {0.5f}, 3);
        try (TfliteFile open = TfliteFile.open(file)) {
            assertThat(NarrowWeights.are(open.model().subGraphs().getFirst().tensors().get(1))).isFalse();
        }
        check(file, 0.5f, 0.5f, 3);
    }

    private static void check(Path file, float first, float second, int zero) throws WeightsException {
        TfliteGraph graph = TfliteGraph.open(file);
        Tensor x = Tensor.randn(new Random(3), 4, 3);
        Tensor y = graph.run(Compute.cpu(), Value.of(x))[0].floats();
        assertThat(y.shape()).isEqualTo(Shape.of(4, 2));
        for (int i = 0; i < 4; i++) {
            float a = x.get(i, 0);
            float b = x.get(i, 1);
            float c = x.get(i, 2);
            assertThat(y.get(i, 0)).isEqualTo(first * ((1 - zero) * a + (-2 - zero) * b + (127 - zero) * c),
                    within(1e-4f));
            assertThat(y.get(i, 1)).isEqualTo(second * ((-127 - zero) * a + -zero * b + (5 - zero) * c), within(1e-4f));
        }
    }
}
