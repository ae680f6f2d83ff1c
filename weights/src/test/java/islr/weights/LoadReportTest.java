package islr.weights;

import static islr.weights.LoadReport.Difference.MISMATCHED;
import static islr.weights.LoadReport.Difference.MISSING;
import static islr.weights.LoadReport.Difference.RESHAPED;
import static islr.weights.LoadReport.Difference.UNUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadReportTest {
    private final Map<String, Shape> model = new LinkedHashMap<>();
    private final Map<String, Tensor> file = new LinkedHashMap<>();

    @Test
    void aFullMatchGivesTheTensorsInTheOrderOfTheModel() throws WeightsException {
        model.put("a", Shape.of(2));
        model.put("b", Shape.scalar());
        file.put("b", Tensor.scalar(3));
        file.put("a", Tensor.of(Shape.of(2), 1, 2));
        LoadReport report = report();
        assertThat(report.isFullMatch()).isTrue();
        assertThat(report.orThrow().keySet()).containsExactly("a", "b");
        assertThat(report.orThrow().get("b")).isSameAs(file.get("b"));
        assertThat(report).hasToString("m.safetensors: 2 loaded");
    }

    @Test
    void aMissingTensorIsReportedWithTheNearestNameOfItsShape() {
        model.put("head.bias", Shape.of(250));
        file.put("head.bases", Tensor.zeros(249));
        file.put("classifier.bias", Tensor.zeros(250));
        file.put("blocks.0.attn.out_proj.bias", Tensor.zeros(250));
        assertThatThrownBy(() -> report().orThrow(UNUSED)).isInstanceOf(WeightsException.class).hasMessage(
                "load: 'head.bias' [250] is missing; the nearest name in the file is 'classifier.bias' [250]");
    }

    @Test
    void withoutOneOfItsShapeTheNearestThatReadsAlikeIsNamed() {
        model.put("head.bias", Shape.of(250));
        file.put("classifier.bias", Tensor.zeros(64));
        file.put("head.bases", Tensor.zeros(249));
        assertThatThrownBy(() -> report().orThrow(UNUSED))
                .hasMessage("load: 'head.bias' [250] is missing; the nearest name in the file is 'head.bases' [249]");
    }

    @Test
    void aTensorThatIsLoadedIsNeverTheNearest() {
        model.put("head.bias", Shape.of(250));
        model.put("tail.bias", Shape.of(250));
        file.put("tail.bias", Tensor.zeros(250));
        assertThatThrownBy(() -> report().orThrow()).hasMessage("load: 'head.bias' [250] is missing");
    }

    @Test
    void everyKindOfDifferenceHasItsSentence() {
        model.put("reshaped", Shape.of(1, 4));
        model.put("mismatched", Shape.of(250, 512));
        file.put("reshaped", Tensor.zeros(4));
        file.put("mismatched", Tensor.zeros(251, 512));
        file.put("unused", Tensor.zeros(2, 3));
        assertThatThrownBy(() -> report().orThrow())
                .hasMessage("load: 'mismatched' is [251, 512] in the file and [250, 512] in the model: 251 against 250"
                        + " · 'reshaped' is [4] in the file and [1, 4] in the model: 1 axes against 2"
                        + " · 'unused' [2, 3] is in the file, but not in the model");
        assertThat(report()).hasToString("m.safetensors: 0 loaded, 1 mismatched, 1 reshaped, 1 unused");
    }

    @Test
    void aFewDifferencesAreListedAndTheRestIsCounted() {
        for (int i = 0; i < 1200; i++) {
            model.put("blocks." + i + ".weight", Shape.of(2, 2));
        }
        file.put("other", Tensor.zeros(1));
        assertThatThrownBy(() -> report().orThrow())
                .hasMessage("load: 'blocks.0.weight' [2, 2] is missing · 'blocks.1.weight' [2, 2] is missing"
                        + " · 'blocks.2.weight' [2, 2] is missing · and 1,198 more (1,197 missing, 1 unused)");
    }

    @Test
    void whatIsAllowedIsNoError() throws WeightsException {
        model.put("same", Shape.of(2));
        model.put("missing", Shape.of(2));
        model.put("reshaped", Shape.of(1, 4));
        model.put("mismatched", Shape.of(5));
        file.put("same", Tensor.zeros(2));
        file.put("reshaped", Tensor.of(Shape.of(4), 1, 2, 3, 4));
        file.put("mismatched", Tensor.zeros(6));
        file.put("unused", Tensor.zeros(1));
        Map<String, Tensor> loaded = report().orThrow(MISSING, UNUSED, RESHAPED, MISMATCHED);
        assertThat(loaded.keySet()).containsExactly("same", "reshaped");
        Tensors.assertSameBits(loaded.get("reshaped"), Tensor.of(Shape.of(1, 4), 1, 2, 3, 4));
        assertThatThrownBy(() -> report().orThrow(UNUSED, RESHAPED, MISMATCHED))
                .hasMessageStartingWith("load: 'missing' [2] is missing");
        assertThat(report().names(UNUSED)).containsExactly("unused");
        assertThat(report().loaded()).containsExactly("same");
    }

    private LoadReport report() {
        return LoadReport.compare(model, new Checkpoint("m.safetensors", file, Map.of()));
    }
}
