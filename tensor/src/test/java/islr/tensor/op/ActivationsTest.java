package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationsTest {
    private final Compute c = Compute.cpu();

    @ParameterizedTest
    @EnumSource
    void gradientsAreThoseOfDifferences(Kernels.Unary f) {
        for (int[] sizes : new int[][] {{1}, {2}, {3, 5}, {7}, {17}, {33}, {130}}) {
            Tensor x = switch (f) {
                case LOG, SQRT -> Some.positive(1, sizes);
                case RELU -> Some.awayFromZero(1, sizes);
                default -> Some.tensor(1, sizes);
            };
            GradCheck.check(c, List.of(x), in -> c.run(new Activations.Unary(f, in.getFirst())));
        }
    }

    @Test
    void everyMethodIsTheFunctionOfItsName() {
        Tensor x = Some.positive(1, 33);
        for (int i = 0; i < x.size(); i++) {
            double v = x.get(i);
            assertEquals(Math.exp(v), x.exp(c).get(i), 1e-6 * Math.exp(v));
            assertEquals(Math.log(v), x.log(c).get(i), 1e-6);
            assertEquals(Math.sqrt(v), x.sqrt(c).get(i), 1e-6);
            assertEquals(v * v, x.square(c).get(i), 1e-6 * v * v);
            assertEquals(Math.tanh(v), x.tanh(c).get(i), 1e-6);
            assertEquals(1 / (1 + Math.exp(-v)), x.sigmoid(c).get(i), 1e-6);
            assertEquals(v / (1 + Math.exp(-v)), x.silu(c).get(i), 1e-6 * v);
            assertEquals(v * Math.tanh(Math.log1p(Math.exp(v))), x.mish(c).get(i), 1e-6 * v);
            assertEquals(v, x.relu(c).get(i), 0);
            assertEquals(0, x.scale(c, -1).relu(c).get(i), 0);
            // gelu(x) − gelu(−x)·(−1) = x: Φ(x) + Φ(−x) = 1
            assertEquals(v, x.gelu(c).get(i) - x.scale(c, -1).gelu(c).get(i), 1e-6 * v);
        }
    }

    @Test
    void theGatedHalfIsTheOtherTimesASigmoid() {
        for (int[] sizes : new int[][] {{1, 2}, {3, 10}, {2, 3, 34}, {130, 66}}) {
            Tensor x = Some.tensor(1, sizes);
            int half = x.shape().columns() / 2;
            Tensor y = x.glu(c);
            assertEquals(x.size() / 2, y.size());
            for (int i = 0; i < y.size(); i++) {
                int at = i / half * 2 * half + i % half;
                double gate = 1 / (1 + Math.exp(-x.array()[at + half]));
                assertEquals(x.array()[at] * gate, y.array()[y.offset() + i], 1e-6);
            }
            GradCheck.check(c, List.of(x), in -> in.getFirst().glu(c));
        }
        assertThatThrownBy(() -> Some.tensor(1, 3, 5).glu(c)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("glu: x [3, 5]: 5 columns have no halves");
    }

    @Test
    void dropoutsGradientIsThatOfDifferences() {
        for (int n : new int[] {5, 17, 130}) {
            GradCheck.check(c, List.of(Some.tensor(1, 3, n)),
                    in -> c.run(new Activations.Dropout(in.getFirst(), 0.4f, 9)));
        }
    }

    @Test
    void dropoutDropsItsShareAndScalesTheRest() {
        Tensor x = Some.awayFromZero(1, 100, 200);
        for (float rate : new float[] {0, 0.1f, 0.5f, 0.9f}) {
            Tensor y = c.run(new Activations.Dropout(x, rate, 3));
            int dropped = 0;
            for (int i = 0; i < x.size(); i++) {
                if (y.array()[i] == 0) {
                    dropped++;
                } else {
                    assertEquals(x.array()[i] / (1 - rate), y.array()[i], 1e-5 * Math.abs(y.array()[i]));
                }
            }
            // Five standard deviations of a binomial distribution.
            assertEquals(rate * x.size(), dropped, 5 * Math.sqrt(rate * (1 - rate) * x.size()));
        }
    }

    @Test
    void neighboursAndRowsAreDroppedIndependently() {
        Tensor y = c.run(new Activations.Dropout(Some.awayFromZero(1, 300, 100), 0.5f, 11));
        for (int distance : new int[] {1, 2, 16, 100}) {
            int both = 0;
            int pairs = y.size() - distance;
            for (int i = 0; i < pairs; i++) {
                both += y.array()[i] == 0 && y.array()[i + distance] == 0 ? 1 : 0;
            }
            assertEquals(0.25, both / (double) pairs, 0.02, "distance " + distance);
        }
    }

    @Test
    void dropoutIsAFunctionOfItsSeed() {
        Tensor x = Some.tensor(1, 7, 33);
        Same.bits(c.run(new Activations.Dropout(x, 0.5f, 3)), c.run(new Activations.Dropout(x, 0.5f, 3)));
        assertNotEquals(Arrays.toString(c.run(new Activations.Dropout(x, 0.5f, 3)).toArray()),
                Arrays.toString(c.run(new Activations.Dropout(x, 0.5f, 4)).toArray()));
    }

    @Test
    void dropoutActsInTrainingOnly() {
        Tensor x = Some.tensor(1, 7, 33);
        assertSame(x, x.dropout(c, 0.5f));
        Compute training = c.training(new Random(5));
        assertSame(x, x.dropout(training, 0));
        Tensor first = x.dropout(training, 0.5f);
        assertNotEquals(Arrays.toString(x.toArray()), Arrays.toString(first.toArray()));
        assertNotEquals(Arrays.toString(first.toArray()), Arrays.toString(x.dropout(training, 0.5f).toArray()));
        Same.bits(first, x.dropout(c.training(new Random(5)), 0.5f));
    }

    @Test
    void aRateOutsideZeroToOneIsRefused() {
        for (float rate : new float[] {-0.1f, 1, 2, Float.NaN}) {
            assertThatThrownBy(() -> new Activations.Dropout(Some.tensor(1, 2), rate, 0))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("dropout: rate " + rate);
        }
    }
}
