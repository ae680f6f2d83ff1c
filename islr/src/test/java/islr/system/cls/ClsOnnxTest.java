package islr.system.cls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.system.OnnxGraphs;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.OnnxGraph;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The graph is well formed, and what is folded into its weights is right.
class ClsOnnxTest {

    @Test
    void clsTakesAnyNumberOfFramesAndGivesTheLogitsOfOneClip() throws WeightsException {
        OnnxGraph graph = ClsOnnx.of(2, new Checkpoint(cls(), Map.of()));
        assertThat(OnnxGraphs.axes(graph.inputs())).containsExactly("x frames 9");
        assertThat(OnnxGraphs.axes(graph.outputs())).containsExactly("logits 3");
        OnnxGraphs.assertWellFormed(graph);
    }

    @Test
    void ofClsTheQueriesAndAllThatIsAddedAreComputedWhenTheFileIsMade() throws WeightsException {
        Map<String, Tensor> tensors = cls();
        // The normal form of (1, 0, 0, −1) is (√2, 0, 0, −√2) but for ε.
        tensors.put("cls_embed", Tensor.of(Shape.of(1, 4), 1, 0, 0, -1));
        tensors.put("encoder.0.norm1.weight", Tensor.of(Shape.of(4), 1, 1, 1, 1));
        tensors.put("encoder.0.norm1.bias", Tensor.zeros(4));
        OnnxGraph graph = ClsOnnx.of(2, new Checkpoint(tensors, Map.of()));
        Tensor weight = tensors.get("encoder.0.attn.mha.in_proj_weight");
        Tensor bias = tensors.get("encoder.0.attn.mha.in_proj_bias");
        // Two heads of two rows each: rows 2 and 3 of the query map, 4 + 2 and 4 + 3 of the key map are those of head
        // 1.
        double folded = 0;
        for (int i = 2; i < 4; i++) {
            double q = Math.sqrt(2) * (weight.get(i, 0) - weight.get(i, 3)) + bias.get(i);
            folded += q * weight.get(4 + i, 1) / Math.sqrt(2);
        }
        FloatBuffer queries = OnnxGraphs.numbers(graph, "cls_query");
        assertThat(queries.remaining()).isEqualTo(2 * 4);
        assertThat(queries.get(4 + 1)).isCloseTo((float) folded, within(1e-4f));
        // Head 1, channel 2, its number 1.
        assertThat(OnnxGraphs.numbers(graph, "encoder.0.attn.mha.v_proj.weight").get(8 + 2 * 2 + 1))
                .isEqualTo(weight.get(8 + 3, 2));
        Tensor out = tensors.get("encoder.0.attn.mha.out_proj.weight");
        double added = tensors.get("encoder.0.attn.mha.out_proj.bias").get(3) - 1;
        for (int j = 0; j < 4; j++) {
            added += out.get(3, j) * bias.get(8 + j);
        }
        assertThat(OnnxGraphs.numbers(graph, "encoder.0.attn.mha.out_proj.bias").get(3)).isCloseTo((float) added,
                within(1e-5f));
    }

    @Test
    void ofClsTooWhatDoesNotFitIsSaid() {
        Map<String, Tensor> tensors = cls();
        assertThatThrownBy(() -> ClsOnnx.of(3, new Checkpoint(tensors, Map.of())))
                .hasMessage("onnx: 'pos_embed' is [5, 4], the graph needs [frames, a multiple of 3 heads]");
        tensors.remove("encoder.0.norm2.bias");
        assertThatThrownBy(() -> ClsOnnx.of(2, new Checkpoint(tensors, Map.of())))
                .hasMessageContaining("'encoder.0.norm2.bias'");
    }

    private static Map<String, Tensor> cls() {
        OnnxGraphs.Tensors m = OnnxGraphs.Tensors.random(2);
        m.add("pos_embed", 5, 4).add("cls_embed", 1, 4).add("x_embed.0.weight", 4, 9).add("logit.weight", 3, 4)
                .add("logit.bias", 3);
        String path = "encoder.0.";
        m.add(path + "attn.mha.in_proj_weight", 12, 4).add(path + "attn.mha.in_proj_bias", 12);
        for (String map : List.of("attn.mha.out_proj", "ffn.mlp.0", "ffn.mlp.2")) {
            m.add(path + map + ".weight", 4, 4).add(path + map + ".bias", 4);
        }
        for (String norm : List.of("norm1", "norm2")) {
            m.add(path + norm + ".weight", 4).add(path + norm + ".bias", 4);
        }
        return m.tensors();
    }
}
