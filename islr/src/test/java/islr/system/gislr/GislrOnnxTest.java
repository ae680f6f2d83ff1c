package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.system.OnnxGraphs;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.OnnxGraph;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The graph is well formed, and what is folded into its weights is right. (That it computes what the model does was
/// tried with ONNX Runtime, which these tests do without.)
class GislrOnnxTest {
    private static final GislrSizes SIZES = sizes(Gislr.Norm.NONE);
    private static final GislrSizes NORMED = sizes(Gislr.Norm.PRE);
    private static final List<LandmarkGroup> GROUPS = List.of(new LandmarkGroup("lips", 0, 4),
            new LandmarkGroup("pose", 4, 2));

    private static GislrSizes sizes(Gislr.Norm norm) {
        return new GislrSizes(5, 6, 7, 2, 2, 3, FeatureSet.DOMINANT_HAND, norm, Padding.ATTENDED, 0, 0);
    }

    @Test
    void gislr64TakesFramesAndTheirNumbersAndGivesLogits() throws WeightsException {
        OnnxGraph graph = GislrOnnx.of("gislr-64", SIZES, GROUPS, new Checkpoint(gislr64(), Map.of()));
        assertThat(OnnxGraphs.axes(graph.inputs())).containsExactly("frames batch 5 6 3", "index batch 5");
        assertThat(OnnxGraphs.axes(graph.outputs())).containsExactly("logits batch 3");
        OnnxGraphs.assertWellFormed(graph);
    }

    @Test
    void gislr32HasTwoLayerNormsABlockAndTakesTheSkipConnectionBehindTheFirst() throws WeightsException {
        Map<String, Tensor> tensors = gislr32();
        OnnxGraph graph = GislrOnnx.of("gislr-32", NORMED, GROUPS, new Checkpoint(tensors, Map.of()));
        assertThat(graph.name()).isEqualTo("gislr-32");
        OnnxGraphs.assertWellFormed(graph);
        List<OnnxGraph.Node> norms = graph.nodes().stream().filter(node -> node.op().equals("LayerNormalization"))
                .toList();
        assertThat(norms).map(norm -> norm.inputs().get(1)).containsExactly("blocks.0.norm1.weight",
                "blocks.0.norm2.weight", "blocks.1.norm1.weight", "blocks.1.norm2.weight");
        for (int block = 0; block < 2; block++) {
            String first = norms.get(2 * block).outputs().getFirst();
            String attended = norms.get(2 * block + 1).inputs().getFirst();
            OnnxGraph.Node skip = graph.nodes().stream().filter(node -> node.outputs().contains(attended)).findFirst()
                    .orElseThrow();
            assertThat(skip.op()).isEqualTo("Add");
            assertThat(skip.inputs()).contains(first);
        }
    }

    @Test
    void gislr32MissesEveryOneOfItsLayerNormsTensors() {
        gislr32().keySet().stream().filter(name -> name.contains(".norm")).forEach(name -> {
            Map<String, Tensor> less = gislr32();
            less.remove(name);
            assertThatThrownBy(() -> GislrOnnx.of("gislr-32", NORMED, GROUPS, new Checkpoint(less, Map.of())))
                    .hasMessageContaining("there is no tensor '" + name + "'");
        });
    }

    @Test
    void queryKeyAndValueAreOneMatrixWithTheScaleInTheQuerysRows() throws WeightsException {
        Map<String, Tensor> tensors = gislr64();
        OnnxGraph graph = GislrOnnx.of("gislr-64", SIZES, GROUPS, new Checkpoint(tensors, Map.of()));
        FloatBuffer fused = OnnxGraphs.numbers(graph, "blocks.1.attn.qkv_proj.weight");
        assertThat(fused.remaining()).isEqualTo(3 * 36);
        // Row 2, column 1 of each; heads are 3 wide.
        assertThat(fused.get(13)).isCloseTo(
                (float) (tensors.get("blocks.1.attn.q_proj.weight").get(2, 1) / Math.sqrt(3)), within(1e-7f));
        assertThat(fused.get(36 + 13)).isEqualTo(tensors.get("blocks.1.attn.k_proj.weight").get(2, 1));
        assertThat(fused.get(72 + 13)).isEqualTo(tensors.get("blocks.1.attn.v_proj.weight").get(2, 1));
        FloatBuffer bias = OnnxGraphs.numbers(graph, "blocks.1.attn.qkv_proj.bias");
        assertThat(bias.get(4)).isCloseTo((float) (tensors.get("blocks.1.attn.q_proj.bias").get(4) / Math.sqrt(3)),
                within(1e-7f));
        assertThat(bias.get(12 + 4)).isEqualTo(tensors.get("blocks.1.attn.v_proj.bias").get(4));
    }

    @Test
    void theGroupsWeightsAreInTheMapsAndVectorsThatTheyWeigh() throws WeightsException {
        Map<String, Tensor> tensors = gislr64();
        OnnxGraph graph = GislrOnnx.of("gislr-64", SIZES, GROUPS, new Checkpoint(tensors, Map.of()));
        Tensor w = tensors.get("embedding.landmark_weights");
        float pose = (float) (1 / (1 + Math.exp(w.get(0) - w.get(1))));
        assertThat(OnnxGraphs.numbers(graph, "embedding.pose.fc2.weight").get(8))
                .isCloseTo(pose * tensors.get("embedding.pose.fc2.weight").get(1, 1), within(1e-6f));
        assertThat(OnnxGraphs.numbers(graph, "embedding.lips.empty").get(3))
                .isCloseTo((1 - pose) * tensors.get("embedding.lips.empty").get(3), within(1e-6f));
    }

    @Test
    void aTensorThatIsMissingIsNamed() {
        Map<String, Tensor> tensors = gislr64();
        tensors.remove("blocks.1.ff.fc2.bias");
        assertThatThrownBy(() -> GislrOnnx.of("gislr-64", SIZES, GROUPS, new Checkpoint(tensors, Map.of())))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("checkpoint: there is no tensor 'blocks.1.ff.fc2.bias'");
    }

    @Test
    void ofATensorThatDoesNotFitBothShapesAreSaid() {
        Map<String, Tensor> tensors = gislr64();
        tensors.put("classifier.weight", Tensor.zeros(3, 5));
        assertThatThrownBy(() -> GislrOnnx.of("gislr-64", SIZES, GROUPS, new Checkpoint(tensors, Map.of())))
                .isInstanceOf(WeightsException.class)
                .hasMessage("onnx: 'classifier.weight' is [3, 5], the graph needs [3, 6]");
    }

    @Test
    void groupsMustFollowEachOther() {
        List<LandmarkGroup> gap = List.of(GROUPS.getFirst(), new LandmarkGroup("pose", 5, 2));
        assertThatThrownBy(() -> GislrOnnx.of("gislr-64", SIZES, gap, new Checkpoint(gislr64(), Map.of())))
                .hasMessage("onnx: group 'pose' begins at column 5, those before it end at 4");
    }

    private static Map<String, Tensor> gislr64() {
        OnnxGraphs.Tensors m = OnnxGraphs.Tensors.random(1);
        m.add("embedding.positional.weight", 6, 6).add("embedding.landmark_weights", 2)
                .add("embedding.fc1.weight", 6, 7).add("embedding.fc2.weight", 6, 6);
        for (LandmarkGroup group : GROUPS) {
            String path = "embedding." + group.name();
            m.add(path + ".empty", 7).add(path + ".fc1.weight", 7, 2 * group.count()).add(path + ".fc2.weight", 7, 7);
            m.add("stats." + group.name() + ".mean", group.count(), 2).add("stats." + group.name() + ".std",
                    group.count(), 2);
        }
        for (int i = 0; i < SIZES.blocks(); i++) {
            for (String map : List.of("q", "k", "v", "out")) {
                m.add("blocks." + i + ".attn." + map + "_proj.weight", 6, 6)
                        .add("blocks." + i + ".attn." + map + "_proj.bias", 6);
            }
            m.add("blocks." + i + ".ff.fc1.weight", 12, 6).add("blocks." + i + ".ff.fc1.bias", 12);
            m.add("blocks." + i + ".ff.fc2.weight", 6, 12).add("blocks." + i + ".ff.fc2.bias", 6);
        }
        return m.add("classifier.weight", 3, 6).add("classifier.bias", 3).tensors();
    }

    private static Map<String, Tensor> gislr32() {
        OnnxGraphs.Tensors m = new OnnxGraphs.Tensors(new Random(3), gislr64());
        for (int i = 0; i < NORMED.blocks(); i++) {
            for (String norm : List.of("norm1", "norm2")) {
                m.add("blocks." + i + "." + norm + ".weight", 6).add("blocks." + i + "." + norm + ".bias", 6);
            }
        }
        return m.tensors();
    }
}
