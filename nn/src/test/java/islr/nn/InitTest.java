package islr.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.nn.attention.MultiHeadAttention;
import islr.nn.transformer.FeedForward;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Conv1d.Padding;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// Bounds are exact; means and variances of n numbers are held to six standard errors.
class InitTest {
    private static final Shape MATRIX = Shape.of(120, 80);
    /// [out, in/groups, K]: fan in 20·7, fan out 60·7.
    private static final Shape CONVOLUTION = Shape.of(60, 20, 7);

    @Property(tries = 20)
    void uniformNumbersFillTheirBounds(@ForAll long seed) {
        assertUniform(Init.uniform(0.3), MATRIX, 0.3, seed);
        assertUniform(Init.fanInUniform(), MATRIX, 1 / Math.sqrt(80), seed);
        assertUniform(Init.heUniform(), MATRIX, Math.sqrt(6.0 / 80), seed);
        assertUniform(Init.glorotUniform(), MATRIX, Math.sqrt(6.0 / 200), seed);
    }

    @Property(tries = 20)
    void theFansOfAConvolutionCountItsWidth(@ForAll long seed) {
        assertUniform(Init.fanInUniform(), CONVOLUTION, 1 / Math.sqrt(140), seed);
        assertUniform(Init.heUniform(), CONVOLUTION, Math.sqrt(6.0 / 140), seed);
        assertUniform(Init.glorotUniform(), CONVOLUTION, Math.sqrt(6.0 / 560), seed);
    }

    @Property(tries = 20)
    void normalNumbersHaveTheirStandardDeviation(@ForAll long seed) {
        float[] numbers = fill(Init.normal(0.02f), MATRIX, seed);
        assertMoments(numbers, 0.02, 3 * Math.pow(0.02, 4));
        assertThat(largest(numbers)).isGreaterThan(0.06f);
    }

    @Test
    void constantsAreConstant() {
        assertThat(fill(Init.zeros(), MATRIX, 1)).containsOnly(0);
        assertThat(fill(Init.ones(), MATRIX, 1)).containsOnly(1);
        assertThat(fill(Init.constant(-2.5f), MATRIX, 1)).containsOnly(-2.5f);
    }

    @Test
    void freshLayersStartAsInPyTorch() {
        Parameters parameters = Parameters.fresh(5);
        new Linear(400, 50, parameters.at("linear"));
        new Conv1d(60, 40, new Conv1d.Options(5, 1, 1, 4, Padding.NONE, true), parameters.at("conv"));
        new LayerNorm(30, 1e-5f, parameters.at("norm"));
        new Embedding(100, 80, parameters.at("embedding"));
        new MultiHeadAttention(60, 3, 0, parameters.at("attn"));
        new FeedForward(100, 50, Activation.RELU, 0, parameters.at("ff"));
        Map<String, Tensor> state = parameters.state();
        assertFills(state.get("linear.weight"), 1 / Math.sqrt(400));
        assertFills(state.get("linear.bias"), 1 / Math.sqrt(400));
        assertThat(state.get("conv.weight").shape()).isEqualTo(Shape.of(40, 15, 5));
        assertFills(state.get("conv.weight"), 1 / Math.sqrt(75));
        assertFills(state.get("conv.bias"), 1 / Math.sqrt(75));
        assertThat(state.get("norm.weight").toArray()).containsOnly(1);
        assertThat(state.get("norm.bias").toArray()).containsOnly(0);
        assertMoments(state.get("embedding.weight").toArray(), 1, 3);
        assertFills(state.get("attn.q_proj.weight"), Math.sqrt(6.0 / 120));
        assertThat(state.get("attn.q_proj.bias").toArray()).containsOnly(0);
        assertFills(state.get("ff.fc2.weight"), 1 / Math.sqrt(50));
    }

    @Test
    void aWeightOfPartsStartsAsEachOfThem() {
        float[] numbers = fill(Init.parts(4, Init.glorotUniform()), MATRIX, 3);
        double bound = Math.sqrt(6.0 / (80 + 30));
        for (int part = 0; part < 4; part++) {
            float[] one = Arrays.copyOfRange(numbers, part * 30 * 80, (part + 1) * 30 * 80);
            assertThat((double) largest(one)).isBetween(0.99 * bound, bound);
        }
        assertThat(Arrays.copyOf(numbers, 30 * 80)).isNotEqualTo(Arrays.copyOfRange(numbers, 30 * 80, 60 * 80));
    }

    private static float[] fill(Init init, Shape shape, long seed) {
        float[] numbers = new float[shape.size()];
        init.fill(numbers, shape, new SplittableRandom(seed));
        return numbers;
    }

    private static void assertUniform(Init init, Shape shape, double bound, long seed) {
        float[] numbers = fill(init, shape, seed);
        assertThat(largest(numbers)).isBetween((float) (0.99 * bound), (float) bound);
        assertMoments(numbers, bound / Math.sqrt(3), Math.pow(bound, 4) / 5);
    }

    /// Nothing lies beyond the bound, and something near it.
    private static void assertFills(Tensor x, double bound) {
        assertThat(largest(x.toArray())).isBetween((float) (0.8 * bound), (float) bound);
    }

    /// @param std expected standard deviation; the mean is 0
    /// @param fourth expected mean of x⁴, which says how sure the variance is
    private static void assertMoments(float[] numbers, double std, double fourth) {
        double sum = 0;
        double squares = 0;
        for (float x : numbers) {
            sum += x;
            squares += (double) x * x;
        }
        int n = numbers.length;
        assertThat(sum / n).as("mean").isCloseTo(0, within(6 * std / Math.sqrt(n)));
        assertThat(squares / n).as("variance").isCloseTo(std * std,
                within(6 * Math.sqrt((fourth - Math.pow(std, 4)) / n)));
    }

    private static float largest(float[] numbers) {
        float largest = 0;
        for (float x : numbers) {
            largest = Math.max(largest, Math.abs(x));
        }
        return largest;
    }
}
