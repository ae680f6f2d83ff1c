package islr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.nn.Init;
import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/// Two epochs of one step, computed by hand, of a model that has one weight: its logits are x·w and 0.
///
/// With w = 50 and the second sign right, softmax gives the first one all: the gradient of w is x itself. The rate
/// falls from 1 to 1/2, the decay is 0.1 times the rate, and x is 3, then 1/2.
class CrossEntropyTest {
    private final Compute c = Compute.cpu().training(new SplittableRandom(1));
    private final Parameters parameters = Parameters.fresh(1);
    private final Tensor w = parameters.get("w", Init.constant(50), 1, 1);
    private final Model model = (compute, batch) -> Tensor.concat(compute, 1, batch.rows().linear(compute, w, null),
            Tensor.zeros(1, 1));

    private static Settings settings(String preset) {
        return Presets.of(preset).defaults().with("epochs", "2").with("rate", "1").with("decay", "0.1")
                .with("smoothing", "0");
    }

    private float afterEpoch(Recipe recipe, int epoch, float x) {
        assertThat(recipe.begin(epoch, 1)).isCloseTo(epoch == 0 ? 1 : 0.5, within(1e-12));
        Batch batch = new Batch(Tensor.of(Shape.of(1, 1), x), Segments.ofLengths(1));
        float before = w.item();
        assertThat(recipe.step(c, TrainingBatch.of(batch, 1)).loss()).isCloseTo(before * x, within(1e-4f));
        return w.item();
    }

    /// Nothing is clipped:
    ///
    /// 1. w = 50·(1 − 0.1) − 1 = 44: the first step goes as far as the rate, whatever g
    /// 2. m = 0.9·0.3 + 0.1·0.5 = 0.32, v = 0.999·0.009 + 0.001·0.25 = 0.009241; over 1 − 0.9² and 1 − 0.999² that is
    ///    1.684211 and 4.622811, so that w = 44·(1 − 0.05) − 0.5·1.684211/√4.622811 = 41.408338
    @Test
    void adamWTakesTheRateAndTheDecayOfEachEpochAndDoesNotClip() {
        Recipe recipe = CrossEntropy.adamW(settings("cls"), model, parameters);
        assertThat(afterEpoch(recipe, 0, 3)).isCloseTo(44, within(2e-5f));
        assertThat(afterEpoch(recipe, 1, 0.5f)).isCloseTo(41.408338f, within(2e-5f));
    }

    /// The gradient 3 is clipped to 1:
    ///
    /// 1. w = 50·(1 − 0.1) − 1 = 44
    /// 2. m = 0.9·0.1 + 0.1·0.5 = 0.14, v = 0.999·0.001 + 0.001·0.25 = 0.001249; over 1 − 0.9² and 1 − 0.999² that is
    ///    0.736842 and 0.624812, so that w = 44·(1 − 0.05) − 0.5·0.736842/√0.624812 = 41.333911
    @Test
    void kerasTakesTheRateAndTheDecayOfEachEpochAndClips() {
        Recipe recipe = CrossEntropy.keras(settings("gislr-64"), model, parameters, name -> 1);
        assertThat(afterEpoch(recipe, 0, 3)).isCloseTo(44, within(2e-5f));
        assertThat(afterEpoch(recipe, 1, 0.5f)).isCloseTo(41.333911f, within(2e-5f));
    }

    /// Each head by itself where maps of queries, keys and values hold several.
    @Test
    void theHeadsOfAParameterAreThoseOfItsName() {
        ToIntFunction<String> heads = CrossEntropy.heads(Presets.of("cls").defaults().with("heads", "4"));
        assertThat(heads.applyAsInt("encoder.0.attn.q_proj.weight")).isEqualTo(4);
        assertThat(heads.applyAsInt("layer.0.attention.self.value_proj.bias")).isEqualTo(4);
        assertThat(heads.applyAsInt("attn.in_proj_weight")).isEqualTo(12);
        assertThat(heads.applyAsInt("encoder.0.attn.out_proj.weight")).isEqualTo(1);
        assertThat(CrossEntropy.heads(Presets.of("features-mlp").defaults()).applyAsInt("a.q_proj.bias")).isEqualTo(1);
    }
}
