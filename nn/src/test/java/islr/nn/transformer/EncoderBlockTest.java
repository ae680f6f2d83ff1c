package islr.nn.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import islr.nn.Activation;
import islr.nn.LayerNorm;
import islr.nn.Parameters;
import islr.nn.Same;
import islr.nn.Some;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Mask;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Blocks of two channels by hand, for a sequence of one row, which attends to itself alone.
///
/// Attention exchanges the channels (value map), doubles the second and adds (1, 1) (output map): attn(x) = (x₂ + 1,
/// 2·x₁ + 1). The feed-forward network is that of [FeedForwardTest]: ff(x) = (6, −1) + (0.5, −0.25)·relu(−x₁ + x₂ + 2).
/// Of two channels that are 6 apart the distances from the mean are ±3, and with ε = 7 the root of 9 + 7 is 4: a norm
/// makes ±0.75 of them. norm1(x) = ±0.75·(4, 8) + (1, 2), norm2(x) = ±0.75·(8, 4) + (0, 1).
class EncoderBlockTest {
    private static final Segments ONE = Segments.ofLengths(1);
    private final Compute c = Compute.cpu();

    private static Tensor matrix(float... numbers) {
        return Tensor.of(Shape.of(2, 2), numbers);
    }

    private static Tensor pair(float a, float b) {
        return Tensor.of(Shape.of(2), a, b);
    }

    private static Tensor row(float a, float b) {
        return Tensor.of(Shape.of(1, 2), a, b);
    }

    private static EncoderBlock block(boolean normFirst, float dropout) {
        Map<String, Tensor> named = new HashMap<>();
        for (String map : List.of("q_proj", "k_proj", "v_proj")) {
            named.put("attn." + map + ".weight", matrix(0, 1, 1, 0));
            named.put("attn." + map + ".bias", pair(0, 0));
        }
        named.put("attn.out_proj.weight", matrix(1, 0, 0, 2));
        named.put("attn.out_proj.bias", pair(1, 1));
        named.put("norm1.weight", pair(4, 8));
        named.put("norm1.bias", pair(1, 2));
        named.put("norm2.weight", pair(8, 4));
        named.put("norm2.bias", pair(0, 1));
        named.put("ff.fc1.weight", row(-1, 1));
        named.put("ff.fc1.bias", Tensor.of(Shape.of(1), 2));
        named.put("ff.fc2.weight", Tensor.of(Shape.of(2, 1), 0.5f, -0.25f));
        named.put("ff.fc2.bias", pair(6, -1));
        return new EncoderBlock(new EncoderBlock.Options(2, 1, 1, Activation.RELU, dropout, normFirst, 7),
                Parameters.of(named));
    }

    /// 1. norm1(7, 1) = (4, −4), attn of it is (−3, 9), and with x it is (4, 10)
    /// 2. norm2(4, 10) = (−6, 4), ff of it is (6, −1) + 12·(0.5, −0.25) = (12, −4), and with (4, 10) it is (16, 6)
    @Test
    void preNormAddsToWhatWasNotNormed() {
        Same.within(1e-5, row(16, 6), block(true, 0).forward(c, row(7, 1), ONE, Mask.none()), "y");
    }

    /// 1. attn(6, 2) = (3, 13), with x it is (9, 15), of which norm1 is (−2, 8)
    /// 2. ff(−2, 8) = (12, −4), with (−2, 8) it is (10, 4), of which norm2 is (6, −2)
    @Test
    void postNormNormsTheSums() {
        Same.within(1e-5, row(6, -2), block(false, 0).forward(c, row(6, 2), ONE, Mask.none()), "y");
    }

    /// The rows above with a later one behind them, whose scores are higher than their own.
    @Test
    void aRowThatTheMaskHidesChangesNothing() {
        Segments two = Segments.ofLengths(2);
        Tensor pre = block(true, 0).forward(c, Tensor.of(Shape.of(2, 2), 7, 1, 70, 10), two, Mask.causal());
        Same.within(1e-5, row(16, 6), pre.slice(c, 0, 0, 1), "pre-norm");
        Tensor post = block(false, 0).forward(c, Tensor.of(Shape.of(2, 2), 6, 2, 70, 10), two, Mask.causal());
        Same.within(1e-5, row(6, -2), post.slice(c, 0, 0, 1), "post-norm");
    }

    /// In training each branch may lose a number as a whole, its bias too: the result is then x itself.
    @Test
    void dropoutActsOnWhatTheBranchesAdd() {
        Compute training = c.training(new SplittableRandom(1));
        EncoderBlock block = block(true, 0.5f);
        Set<Float> firsts = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            firsts.add(block.forward(training, row(7, 1), ONE, Mask.none()).get(0, 0));
        }
        assertThat(firsts).contains(7f);
    }

    @Test
    void anEncoderIsItsBlocksInTheirOrderAndThenTheNorm() {
        EncoderBlock.Options options = new EncoderBlock.Options(4, 2, 5, Activation.GELU, 0, true, 1e-2f);
        Parameters fresh = Parameters.fresh(1);
        Encoder encoder = new Encoder(2, options, true, fresh);
        Some.shake(2, fresh.state());
        Parameters again = Parameters.of(fresh.state());
        Segments sequences = Segments.ofLengths(3, 2);
        Tensor x = Some.tensor(3, 5, 4);
        Tensor y = new EncoderBlock(options, again.at(0)).forward(c, x, sequences, Mask.causal());
        y = new EncoderBlock(options, again.at(1)).forward(c, y, sequences, Mask.causal());
        y = new LayerNorm(4, 1e-2f, again.at("norm")).forward(c, y);
        Same.bits(y, encoder.forward(c, x, sequences, Mask.causal()), "y");
    }
}
