package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.nn.Parameters;
import islr.recognize.TestModels;
import islr.system.Batch;
import islr.system.Model;
import islr.system.Recipe;
import islr.system.Settings;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// How the gradients of GISLR are clipped: Keras clips tensor by tensor, and has a tensor for each head.
class GislrRecipeTest {
    private static final int HEADS = 2;

    /// After one step m is a tenth of the gradient. All are made so large that they are clipped to norm 1: each m then
    /// has norm 0.1, and that of a query, key or value map has it once a head.
    @Test
    void eachTensorIsClippedByItselfAndOfProjectionsEachHead() {
        Settings settings = TestModels.TINY.with("padding", "masked");
        Parameters parameters = Parameters.fresh(1);
        Model model = new Gislr().model(settings, TestModels.SIGNS.size(), parameters);
        Map<String, Tensor> weights = parameters.trainable();
        enlarge(weights.get("classifier.weight"));
        Recipe recipe = new Gislr().recipe(settings, model, parameters);
        recipe.begin(0, 1);
        recipe.step(Compute.cpu().training(new SplittableRandom(1)), TrainingBatch.of(batch(settings), 3, 0));
        for (String projection : List.of("q_proj", "k_proj", "v_proj")) {
            String name = "blocks.0.attn." + projection + ".weight";
            float[] m = recipe.state().get("m." + name).toArray();
            int part = m.length / HEADS;
            for (int head = 0; head < HEADS; head++) {
                assertThat(norm(m, head * part, part)).as(name + ", head " + head).isCloseTo(0.1, within(1e-6));
            }
        }
        for (String name : List.of("blocks.0.attn.out_proj.weight", "blocks.1.ff.fc1.weight",
                "embedding.lips.fc2.weight")) {
            float[] m = recipe.state().get("m." + name).toArray();
            assertThat(norm(m, 0, m.length)).as(name).isCloseTo(0.1, within(1e-6));
        }
    }

    private static Batch batch(Settings settings) {
        return Batch.of(Memory.heap(), List.of(new Gislr().features(settings).of(TestModels.clip("a", 5, 1)),
                new Gislr().features(settings).of(TestModels.clip("b", 12, 2))));
    }

    private static void enlarge(Tensor x) {
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] *= 1e6f;
        }
        x.changed();
    }

    private static double norm(float[] x, int from, int count) {
        double square = 0;
        for (int i = from; i < from + count; i++) {
            square += (double) x[i] * x[i];
        }
        return Math.sqrt(square);
    }
}
