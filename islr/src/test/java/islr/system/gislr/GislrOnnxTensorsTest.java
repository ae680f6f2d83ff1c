package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.nn.Parameters;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The graph names the model's tensors by itself: here it is held against the model.
class GislrOnnxTensorsTest {

    private static final int SIGNS = 3;

    @ParameterizedTest
    @EnumSource
    void theGraphTakesEveryTensorOfTheModelInItsShapeAndMissesIt(FeatureSet features) {
        for (Gislr.Norm norm : Gislr.Norm.values()) {
            GislrSizes sizes = new GislrSizes(5, 6, 7, 2, 2, SIGNS, features, norm, Padding.ATTENDED, 0, 0);
            Parameters parameters = Parameters.fresh(1);
            new GislrNetwork(sizes, parameters);
            Map<String, Tensor> state = parameters.state();
            assertThatCode(() -> graph(sizes, state)).doesNotThrowAnyException();
            assertThat(state).isNotEmpty();
            for (String name : state.keySet()) {
                Map<String, Tensor> less = new LinkedHashMap<>(state);
                less.remove(name);
                assertThatThrownBy(() -> graph(sizes, less)).hasMessageContaining("there is no tensor '" + name + "'");
            }
        }
    }

    private static void graph(GislrSizes sizes, Map<String, Tensor> tensors) throws Exception {
        GislrOnnx.of("gislr", sizes, sizes.groups(), new Checkpoint(tensors, Map.of()));
    }
}
