package islr.weights.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.WeightsException;
import islr.weights.onnx.Attribute;
import islr.weights.onnx.Axis;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxLayers;
import islr.weights.onnx.OnnxMath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Operators whose answers are known by heart; that ONNX Runtime gives the same ones is seen with the profile `peers`.
class OnnxFileTest {
    @TempDir
    private Path folder;

    /// What a graph makes of `x`, as float32.
    private float[] answer(float[] x, int[] shape, Function<OnnxMath, String> result) throws WeightsException {
        OnnxGraph graph = new OnnxGraph("test");
        graph.input("x", Axis.any("rows"));
        OnnxMath m = new OnnxMath(graph);
        graph.output("y", m.toReal(result.apply(m)));
        Path file = folder.resolve("test.onnx");
        graph.write(file);
        return OnnxFile.read(file).run().with("x", x, shape).output("y");
    }

    private static float[] row(float... numbers) {
        return numbers;
    }

    @Test
    void wholeNumbersAreDividedWithoutTheRestAndTruthValuesCount() throws WeightsException {
        assertThat(answer(row(7, -7, 8), new int[] {3}, m -> m.div(m.toInteger("x"), m.graph().integers(2))))
                .containsExactly(3, -3, 4);
        assertThat(answer(row(1, Float.NaN, 3), new int[] {3}, m -> m.sum(m.toInteger(m.isNaN("x")), 0)))
                .containsExactly(1);
        assertThat(answer(row(1, Float.NaN, 3), new int[] {3},
                m -> m.gather("x", m.places(m.greater("x", m.graph().real(0))), 0))).containsExactly(1, 3);
    }

    @Test
    void numbersAreRoundedToTheirType() throws WeightsException {
        float third = 1 / 3f;
        assertThat(answer(row(1), new int[] {1}, m -> m.mul(m.div("x", m.graph().real(3)), m.graph().real(3))))
                .containsExactly(third * 3);
        // In float64 the third is nearer.
        assertThat(answer(row(1), new int[] {1},
                m -> m.sub(m.div(m.toReal64("x"), m.graph().real64(3)), m.toReal64(m.div("x", m.graph().real(3))))))
                .containsExactly((float) (1 / 3.0 - third));
    }

    @Test
    void placesAreTakenAlongAnAxisAlsoCountedFromTheEnd() throws WeightsException {
        float[] x = {1, 2, 3, 4, 5, 6};
        assertThat(answer(x, new int[] {2, 3}, m -> m.gather("x", 1, 2, 0, -1))).containsExactly(3, 1, 3, 6, 4, 6);
        assertThat(answer(x, new int[] {2, 3}, m -> m.gather("x", 0, -1))).containsExactly(4, 5, 6);
        assertThat(answer(x, new int[] {2, 3}, m -> m.graph().node("GatherElements",
                List.of("x", m.graph().initializer("at", new int[] {2, 2}, 2, 2, 0, 1)), Attribute.integer("axis", 1))))
                .containsExactly(3, 3, 4, 5);
        assertThat(answer(x, new int[] {2, 3}, m -> m.slice("x", 1, 1, 100))).containsExactly(2, 3, 5, 6);
        assertThat(answer(x, new int[] {2, 3}, m -> m.slice("x", 0, 0, 0))).isEmpty();
    }

    @Test
    void axesAreReducedExchangedAndRepeated() throws WeightsException {
        float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        int[] shape = {2, 3, 2};
        assertThat(answer(x, shape, m -> m.sum("x", 0, 2))).containsExactly(18, 26, 34);
        assertThat(answer(x, shape, m -> m.largest("x", 1))).containsExactly(5, 6, 11, 12);
        assertThat(answer(x, shape, m -> m.smallest("x", 2))).containsExactly(1, 3, 5, 7, 9, 11);
        assertThat(answer(x, shape, m -> new OnnxLayers(m.graph(), null).transpose("x", 2, 0, 1))).containsExactly(1, 3,
                5, 7, 9, 11, 2, 4, 6, 8, 10, 12);
        assertThat(answer(row(1, 2), new int[] {2, 1}, m -> m.expand("x", m.graph().integers(2, 3)))).containsExactly(1,
                1, 1, 2, 2, 2);
        assertThat(answer(x, shape, m -> m.range(m.size("x", 1)))).containsExactly(0, 1, 2);
        assertThat(answer(x, shape, m -> m.concat(1, "x", m.slice("x", 1, 0, 1)))).hasSize(16).startsWith(1, 2, 3, 4, 5,
                6, 1, 2, 7);
    }

    @Test
    void aConvolutionIsTheSumOverItsGroupsChannelsAndWidth() throws WeightsException {
        Random random = new Random(3);
        int channels = 4;
        int length = 5;
        Tensor x = Tensor.randn(random, 2, channels, length);
        Tensor w = Tensor.randn(random, 6, 2, 3);
        float[] y = answer(x.toArray(), new int[] {2, channels, length},
                m -> m.graph().node("Conv", List.of("x", m.graph().initializer("w", w)),
                        Attribute.integers("pads", 1, 1), Attribute.integer("group", 2)));
        assertThat(y).hasSize(2 * 6 * length);
        for (int b = 0; b < 2; b++) {
            for (int to = 0; to < 6; to++) {
                for (int t = 0; t < length; t++) {
                    double sum = 0;
                    for (int c = 0; c < 2; c++) {
                        for (int k = 0; k < 3; k++) {
                            int at = t + k - 1;
                            sum += at < 0 || at >= length ? 0 : x.get(b, to / 3 * 2 + c, at) * w.get(to, c, k);
                        }
                    }
                    assertThat(y[(b * 6 + to) * length + t]).isCloseTo((float) sum, within(1e-5f));
                }
            }
        }
    }

    @Test
    void aFileSaysWhoWroteItAndWhatItIs() throws WeightsException {
        OnnxGraph graph = new OnnxGraph("test").with(Map.of("preset", "old")).with(Map.of("preset", "gislr-64"));
        graph.output("y", graph.node("Relu", List.of(graph.input("x", Axis.of(1)))), Axis.of(1));
        Path file = folder.resolve("test.onnx");
        graph.write(file);
        assertThat(OnnxFile.read(file).metadata()).containsExactly(Map.entry("preset", "gislr-64"));
    }

    @Test
    void whatCannotBeComputedIsSaidWithItsNode() throws WeightsException {
        OnnxGraph graph = new OnnxGraph("test");
        String x = graph.input("x", Axis.of(3));
        String sum = graph.node("Add", List.of(x, graph.initializer("w", Tensor.of(Shape.of(2), 1, 2))));
        graph.output("y", graph.node("Hardmax", List.of(sum)), Axis.of(3));
        Path file = folder.resolve("test.onnx");
        graph.write(file);
        OnnxFile read = OnnxFile.read(file);
        assertThatThrownBy(() -> read.run().output("y")).hasMessage(file + ": there is no value 'x'");
        assertThatThrownBy(() -> read.run().with("x", row(1, 2, 3), 3).output("y"))
                .hasMessage(file + ": node [Add_0], Add of [x, w]: [3] with [2]");
        assertThatThrownBy(() -> read.run().with("x", row(1, 2), 2).output("y"))
                .hasMessageEndingWith("Hardmax of [Add_0]: this operator is not known here");
    }

    /// Truncated at every length, and every byte changed.
    @Test
    void aDamagedFileIsReadOrRefusedInOneSentence() throws IOException {
        OnnxGraph graph = new OnnxGraph("test").with(Map.of("preset", "gislr-64"));
        String x = graph.input("x", Axis.any("rows"), Axis.of(3));
        String w = graph.initializer("w", Tensor.randn(new Random(1), 3, 2));
        graph.output("y", graph.node("Gemm", List.of(x, w), Attribute.integer("transB", 0)), Axis.of(2));
        Path file = folder.resolve("test.onnx");
        graph.write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            Files.write(file, Arrays.copyOf(whole, i));
            refusedOrRead(file);
            byte[] other = whole.clone();
            other[i] ^= (byte) (1 + i % 255);
            Files.write(file, other);
            refusedOrRead(file);
        }
        Files.delete(file);
        assertThatThrownBy(() -> OnnxFile.read(file)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": cannot be read: ");
    }

    private static void refusedOrRead(Path file) {
        try {
            OnnxFile.read(file);
        } catch (WeightsException e) {
            assertThat(e).hasMessageStartingWith(file + ": is no ONNX model, or a damaged one (")
                    .hasMessageEndingWith("); write it again");
            assertThat(e.getMessage()).doesNotContain("null");
        }
    }
}
