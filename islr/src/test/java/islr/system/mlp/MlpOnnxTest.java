package islr.system.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.system.OnnxGraphs;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.OnnxGraph;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MlpOnnxTest {
    @Test
    void theGraphTakesFeaturesAndGivesLogitsThroughOneGemmALayer() throws WeightsException {
        OnnxGraph graph = graph(tensors());
        assertThat(graph.name()).isEqualTo("gislr-features-mlp");
        assertThat(OnnxGraphs.axes(graph.inputs())).containsExactly("features batch 5");
        assertThat(OnnxGraphs.axes(graph.outputs())).containsExactly("logits batch 2");
        assertThat(graph.nodes()).map(OnnxGraph.Node::op).containsExactly("Gemm", "Relu", "Gemm", "Relu", "Gemm");
        OnnxGraphs.assertWellFormed(graph);
    }

    @Test
    void theBatchNormIsInTheMatrixAndTheBiasBeforeIt() throws WeightsException {
        Map<String, Tensor> tensors = tensors();
        OnnxGraph graph = graph(tensors);
        for (int row = 0; row < 3; row++) {
            double g = tensors.get("fc.1.bn.weight").get(row)
                    / Math.sqrt(tensors.get("fc.1.bn.running_var").get(row) + 1e-3);
            for (int column = 0; column < 4; column++) {
                assertThat(graph.weights().get("fc.1.weight").get(row, column))
                        .isCloseTo((float) (g * tensors.get("fc.1.dense.weight").get(row, column)), within(1e-6f));
            }
            double centred = tensors.get("fc.1.dense.bias").get(row) - tensors.get("fc.1.bn.running_mean").get(row);
            assertThat(graph.weights().get("fc.1.bias").get(row))
                    .isCloseTo((float) (g * centred + tensors.get("fc.1.bn.bias").get(row)), within(1e-6f));
        }
    }

    @Test
    void aTensorThatIsMissingIsNamed() {
        for (String name : tensors().keySet()) {
            Map<String, Tensor> less = tensors();
            less.remove(name);
            assertThatThrownBy(() -> graph(less)).isInstanceOf(WeightsException.class)
                    .hasMessageContaining("there is no tensor '" + name + "'");
        }
    }

    @Test
    void aLayerThatDoesNotFitTheOneBeforeItIsRefused() {
        Map<String, Tensor> tensors = tensors();
        tensors.put("fc.1.dense.weight", Tensor.zeros(3, 5));
        assertThatThrownBy(() -> graph(tensors))
                .hasMessage("onnx: 'fc.1.dense.weight' is [3, 5], the graph needs [3, 4]");
        tensors.put("out.weight", Tensor.zeros(3));
        tensors.put("fc.1.dense.weight", Tensor.zeros(3, 4));
        assertThatThrownBy(() -> graph(tensors)).hasMessage("onnx: 'out.weight' is [3], the graph needs [out, in]");
    }

    private static OnnxGraph graph(Map<String, Tensor> tensors) throws WeightsException {
        return MlpOnnx.of("gislr-features-mlp", new Checkpoint(tensors, Map.of()));
    }

    private static Map<String, Tensor> tensors() {
        OnnxGraphs.Tensors m = OnnxGraphs.Tensors.random(4);
        int[] widths = {5, 4, 3};
        for (int i = 0; i < 2; i++) {
            int out = widths[i + 1];
            String path = "fc." + i;
            m.add(path + ".dense.weight", out, widths[i]).add(path + ".dense.bias", out).add(path + ".bn.weight", out)
                    .add(path + ".bn.bias", out).add(path + ".bn.running_mean", out);
            m.tensors().put(path + ".bn.running_var", Tensor.of(Shape.of(4), 0.5f, 2, 0, 4).view(0, Shape.of(out)));
        }
        m.add("out.weight", 2, 3).add("out.bias", 2);
        return new LinkedHashMap<>(m.tensors());
    }
}
