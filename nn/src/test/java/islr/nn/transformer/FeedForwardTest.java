package islr.nn.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import islr.nn.Activation;
import islr.nn.Parameters;
import islr.nn.Same;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Two channels and one hidden number, which is −x₁ + x₂ + 2: 12 for (−2, 8), and −1 for (5, 2). Of it comes (6, −1)
/// plus (0.5, −0.25) times its function.
class FeedForwardTest {
    private static final Tensor X = Tensor.of(Shape.of(2, 2), -2, 8, 5, 2);
    private final Compute c = Compute.cpu();

    private static FeedForward feedForward(Activation activation, float dropout) {
        return new FeedForward(2, 1, activation, dropout,
                Parameters.of(Map.of("fc1.weight", Tensor.of(Shape.of(1, 2), -1, 1), "fc1.bias",
                        Tensor.of(Shape.of(1), 2), "fc2.weight", Tensor.of(Shape.of(2, 1), 0.5f, -0.25f), "fc2.bias",
                        Tensor.of(Shape.of(2), 6, -1))));
    }

    @Test
    void twoRowsAreThoseOfTheFormula() {
        FeedForward relu = feedForward(Activation.RELU, 0);
        Same.within(1e-5, Tensor.of(Shape.of(2, 1), 12, 0), relu.hidden(c, X), "hidden");
        Same.within(1e-5, Tensor.of(Shape.of(2, 2), 12, -4, 6, -1), relu.forward(c, X), "y");
        Same.within(1e-5, Tensor.of(Shape.of(2, 2), 10, 4, 11, 1), relu.residual(c, X), "x + y");
        // gelu(12) = 12, gelu(−1) = −0.1586553
        Same.within(1e-5, Tensor.of(Shape.of(2, 2), 12, -4, 5.9206723f, -0.9603362f),
                feedForward(Activation.GELU, 0).forward(c, X), "with gelu");
    }

    /// A rate of 3/4 makes 0 or 4·12 of 12. (6, −1) is added behind it and is never dropped.
    @Test
    void dropoutActsBetweenTheMaps() {
        Set<List<Float>> seen = new HashSet<>();
        Compute training = c.training(new SplittableRandom(1));
        FeedForward feedForward = feedForward(Activation.RELU, 0.75f);
        for (int i = 0; i < 60; i++) {
            Tensor y = feedForward.forward(training, X);
            seen.add(List.of(y.get(0, 0), y.get(0, 1)));
        }
        assertThat(seen).containsExactlyInAnyOrder(List.of(6f, -1f), List.of(30f, -13f));
    }
}
