package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.features.FeatureSet;
import islr.model.Gislr64;
import islr.model.Padding;
import islr.nn.Parameters;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The graph names the model's tensors by itself: here it is held against the model.
class GislrOnnxTensorsTest {

    @ParameterizedTest
    @EnumSource
    void theGraphTakesEveryTensorOfTheModelInItsShapeAndMissesIt(FeatureSet features) {
        Map<String, Tensor> state = state(features);
        assertThatCode(() -> graph(features, state)).doesNotThrowAnyException();
        assertThat(state).isNotEmpty();
        for (String name : state.keySet()) {
            Map<String, Tensor> less = new LinkedHashMap<>(state);
            less.remove(name);
            assertThatThrownBy(() -> graph(features, less)).hasMessageContaining("there is no tensor '" + name + "'");
        }
    }

    private static Map<String, Tensor> state(FeatureSet features) {
        Parameters parameters = Parameters.fresh(1);
        new Gislr64(new Gislr64.Settings(5, 6, 7, 2, 2, 3, features, Padding.ATTENDED), parameters);
        return parameters.state();
    }

    private static void graph(FeatureSet features, Map<String, Tensor> tensors) throws Exception {
        List<GislrOnnx.Group> groups = features.groups().stream()
                .map(group -> new GislrOnnx.Group(group.name(), group.first(), group.count())).toList();
        GislrOnnx.of("gislr-64", new GislrOnnx.Sizes(5, 6, 7, 2, 2, 3, false), groups,
                new Checkpoint(tensors, Map.of()));
    }
}
