package islr.weights.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The graphs of the models are well formed, and what is folded into their weights is right. (That they compute what
/// the models do was tried with ONNX Runtime, which these tests do without.)
class ModelsOnnxTest {
    private static final Gislr64Onnx.Sizes SIZES = new Gislr64Onnx.Sizes(5, 6, 7, 2, 2, 3);
    private static final List<Gislr64Onnx.Group> GROUPS = List.of(new Gislr64Onnx.Group("lips", 0, 4),
            new Gislr64Onnx.Group("pose", 4, 2));

    @TempDir
    Path folder;

    @Test
    void gislr64TakesFramesAndTheirNumbersAndGivesLogits() throws IOException {
        ProtobufReader graph = written(Gislr64Onnx.of(SIZES, GROUPS, new Checkpoint(gislr64(), Map.of())));
        assertThat(axes(graph.messages(11).get(0))).isEqualTo("frames batch 5 6 3");
        assertThat(axes(graph.messages(11).get(1))).isEqualTo("index batch 5");
        assertThat(axes(graph.message(12))).isEqualTo("logits batch 3");
        assertWellFormed(graph);
    }

    @Test
    void queryKeyAndValueAreOneMatrixWithTheScaleInTheQuerysRows() throws IOException {
        Map<String, Tensor> tensors = gislr64();
        ProtobufReader graph = written(Gislr64Onnx.of(SIZES, GROUPS, new Checkpoint(tensors, Map.of())));
        FloatBuffer fused = numbers(graph, "blocks.1.attn.qkv_proj.weight");
        assertThat(fused.remaining()).isEqualTo(3 * 36);
        // Row 2, column 1 of each; heads are 3 wide.
        assertThat(fused.get(13)).isCloseTo(
                (float) (tensors.get("blocks.1.attn.q_proj.weight").get(2, 1) / Math.sqrt(3)), within(1e-7f));
        assertThat(fused.get(36 + 13)).isEqualTo(tensors.get("blocks.1.attn.k_proj.weight").get(2, 1));
        assertThat(fused.get(72 + 13)).isEqualTo(tensors.get("blocks.1.attn.v_proj.weight").get(2, 1));
        FloatBuffer bias = numbers(graph, "blocks.1.attn.qkv_proj.bias");
        assertThat(bias.get(4)).isCloseTo((float) (tensors.get("blocks.1.attn.q_proj.bias").get(4) / Math.sqrt(3)),
                within(1e-7f));
        assertThat(bias.get(12 + 4)).isEqualTo(tensors.get("blocks.1.attn.v_proj.bias").get(4));
    }

    @Test
    void theGroupsWeightsAreInTheMapsAndVectorsThatTheyWeigh() throws IOException {
        Map<String, Tensor> tensors = gislr64();
        ProtobufReader graph = written(Gislr64Onnx.of(SIZES, GROUPS, new Checkpoint(tensors, Map.of())));
        Tensor w = tensors.get("embedding.landmark_weights");
        float pose = (float) (1 / (1 + Math.exp(w.get(0) - w.get(1))));
        assertThat(numbers(graph, "embedding.pose.fc2.weight").get(8))
                .isCloseTo(pose * tensors.get("embedding.pose.fc2.weight").get(1, 1), within(1e-6f));
        assertThat(numbers(graph, "embedding.lips.empty").get(3))
                .isCloseTo((1 - pose) * tensors.get("embedding.lips.empty").get(3), within(1e-6f));
    }

    @Test
    void aTensorThatIsMissingIsNamed() {
        Map<String, Tensor> tensors = gislr64();
        tensors.remove("blocks.1.ff.fc2.bias");
        assertThatThrownBy(() -> Gislr64Onnx.of(SIZES, GROUPS, new Checkpoint(tensors, Map.of())))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("checkpoint: there is no tensor 'blocks.1.ff.fc2.bias'");
    }

    @Test
    void ofATensorThatDoesNotFitBothShapesAreSaid() {
        Map<String, Tensor> tensors = gislr64();
        tensors.put("classifier.weight", Tensor.zeros(3, 5));
        assertThatThrownBy(() -> Gislr64Onnx.of(SIZES, GROUPS, new Checkpoint(tensors, Map.of())))
                .isInstanceOf(WeightsException.class)
                .hasMessage("onnx: 'classifier.weight' is [3, 5], the graph needs [3, 6]");
    }

    @Test
    void groupsMustFollowEachOtherAndHeadsDivideTheUnits() {
        List<Gislr64Onnx.Group> gap = List.of(GROUPS.getFirst(), new Gislr64Onnx.Group("pose", 5, 2));
        assertThatThrownBy(() -> Gislr64Onnx.of(SIZES, gap, new Checkpoint(gislr64(), Map.of())))
                .hasMessage("onnx: group 'pose' begins at column 5, those before it end at 4");
        assertThatThrownBy(() -> new Gislr64Onnx.Sizes(5, 6, 7, 4, 2, 3))
                .hasMessage("onnx: units 6 do not divide into 4 heads");
    }

    @Test
    void clsTakesAnyNumberOfFramesAndGivesTheLogitsOfOneClip() throws IOException {
        ProtobufReader graph = written(ClsOnnx.of(2, new Checkpoint(cls(), Map.of())));
        assertThat(axes(graph.message(11))).isEqualTo("x frames 9");
        assertThat(axes(graph.message(12))).isEqualTo("logits 3");
        assertWellFormed(graph);
    }

    @Test
    void ofClsTheQueriesAndAllThatIsAddedAreComputedWhenTheFileIsMade() throws IOException {
        Map<String, Tensor> tensors = cls();
        // The normal form of (1, 0, 0, −1) is (√2, 0, 0, −√2) but for ε.
        tensors.put("cls_embed", Tensor.of(Shape.of(1, 4), 1, 0, 0, -1));
        tensors.put("encoder.0.norm1.weight", Tensor.of(Shape.of(4), 1, 1, 1, 1));
        tensors.put("encoder.0.norm1.bias", Tensor.zeros(4));
        ProtobufReader graph = written(ClsOnnx.of(2, new Checkpoint(tensors, Map.of())));
        Tensor weight = tensors.get("encoder.0.attn.mha.in_proj_weight");
        Tensor bias = tensors.get("encoder.0.attn.mha.in_proj_bias");
        // Two heads of two rows each: rows 2 and 3 of the query map, 4 + 2 and 4 + 3 of the key map are those of head
        // 1.
        double folded = 0;
        for (int i = 2; i < 4; i++) {
            double q = Math.sqrt(2) * (weight.get(i, 0) - weight.get(i, 3)) + bias.get(i);
            folded += q * weight.get(4 + i, 1) / Math.sqrt(2);
        }
        FloatBuffer queries = numbers(graph, "cls_query");
        assertThat(queries.remaining()).isEqualTo(2 * 4);
        assertThat(queries.get(4 + 1)).isCloseTo((float) folded, within(1e-4f));
        // Head 1, channel 2, its number 1.
        assertThat(numbers(graph, "encoder.0.attn.mha.v_proj.weight").get(8 + 2 * 2 + 1))
                .isEqualTo(weight.get(8 + 3, 2));
        Tensor out = tensors.get("encoder.0.attn.mha.out_proj.weight");
        double added = tensors.get("encoder.0.attn.mha.out_proj.bias").get(3) - 1;
        for (int j = 0; j < 4; j++) {
            added += out.get(3, j) * bias.get(8 + j);
        }
        assertThat(numbers(graph, "encoder.0.attn.mha.out_proj.bias").get(3)).isCloseTo((float) added, within(1e-5f));
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

    /// Every node reads what was there before it, and all that is made is read.
    private static void assertWellFormed(ProtobufReader graph) {
        Set<String> made = new HashSet<>();
        graph.messages(11).forEach(input -> made.add(input.text(1)));
        graph.messages(5).forEach(tensor -> assertThat(made.add(tensor.text(8))).isTrue());
        Set<String> read = new HashSet<>(graph.messages(12).stream().map(output -> output.text(1)).toList());
        for (ProtobufReader node : graph.messages(1)) {
            assertThat(made).containsAll(node.texts(1));
            read.addAll(node.texts(1));
            node.texts(2).forEach(result -> assertThat(made.add(result)).isTrue());
        }
        assertThat(read).isEqualTo(made);
    }

    private static FloatBuffer numbers(ProtobufReader graph, String name) {
        return graph.messages(5).stream().filter(tensor -> tensor.text(8).equals(name)).findFirst().orElseThrow()
                .data(9).asFloatBuffer();
    }

    private static String axes(ProtobufReader value) {
        StringBuilder text = new StringBuilder(value.text(1));
        for (ProtobufReader axis : value.message(2).message(1).message(2).messages(1)) {
            text.append(' ').append(axis.all(1).isEmpty() ? axis.text(2) : axis.all(1).getFirst());
        }
        return text.toString();
    }

    private ProtobufReader written(OnnxGraph graph) throws IOException {
        Path file = folder.resolve("m.onnx");
        graph.write(file);
        return ProtobufReader.of(file).message(7);
    }

    private static Map<String, Tensor> gislr64() {
        TensorsOf m = new TensorsOf(new Random(1), new LinkedHashMap<>());
        m.add("embedding.positional.weight", 6, 6).add("embedding.landmark_weights", 2)
                .add("embedding.fc1.weight", 6, 7).add("embedding.fc2.weight", 6, 6);
        for (Gislr64Onnx.Group group : GROUPS) {
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
        return m.add("classifier.weight", 3, 6).add("classifier.bias", 3).tensors;
    }

    private static Map<String, Tensor> cls() {
        TensorsOf m = new TensorsOf(new Random(2), new LinkedHashMap<>());
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
        return m.tensors;
    }

    private record TensorsOf(Random random, Map<String, Tensor> tensors) {
        TensorsOf add(String name, int... sizes) {
            tensors.put(name, Tensor.randn(random, sizes));
            return this;
        }
    }
}
