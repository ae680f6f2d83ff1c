package islr.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.KernelProvider;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchNormTest {
    private final Compute c = Compute.cpu();
    private final Compute training = c.training(new SplittableRandom(1));

    /// Two rows of two channels: means 3 and 10, population variances 4 and 1, unbiased ones 8 and 2.
    private static final Tensor X = Tensor.of(Shape.of(2, 2), 1, 11, 5, 9);

    @Test
    void aFreshLayerHasTheNamesAndNumbersOfPyTorch() {
        Parameters parameters = Parameters.fresh(1);
        new BatchNorm(3, BatchNorm.Options.PYTORCH, parameters.at("bn"));
        SequencedMap<String, Tensor> state = parameters.state();
        assertThat(state.keySet()).containsExactly("bn.weight", "bn.bias", "bn.running_mean", "bn.running_var");
        assertThat(parameters.trainable().keySet()).containsExactly("bn.weight", "bn.bias");
        assertThat(state.get("bn.weight").toArray()).containsExactly(1, 1, 1);
        assertThat(state.get("bn.bias").toArray()).containsExactly(0, 0, 0);
        assertThat(state.get("bn.running_mean").toArray()).containsExactly(0, 0, 0);
        assertThat(state.get("bn.running_var").toArray()).containsExactly(1, 1, 1);
    }

    @Test
    void theMomentumIsTheShareOfTheBatchInTheRunningStatistics() {
        Parameters pytorch = Parameters.fresh(1);
        BatchNorm norm = new BatchNorm(2, BatchNorm.Options.PYTORCH, pytorch);
        norm.forward(training, X);
        assertRunning(pytorch, new double[] {0.3, 1}, new double[] {0.9 + 0.8, 0.9 + 0.2});
        norm.forward(training, X);
        assertRunning(pytorch, new double[] {0.57, 1.9}, new double[] {0.9 * 1.7 + 0.8, 0.9 * 1.1 + 0.2});
    }

    /// Keras writes `moving = moving·0.99 + batch·0.01`, with the variance that it normalises with.
    @Test
    void kerasPutsThePopulationVarianceIntoTheRunningOne() {
        Parameters keras = Parameters.fresh(1);
        Tensor y = new BatchNorm(2, BatchNorm.Options.KERAS, keras).forward(training, X);
        assertRunning(keras, new double[] {0.03, 0.1}, new double[] {0.99 + 0.04, 0.99 + 0.01});
        double first = 2 / Math.sqrt(4 + 1e-3);
        double second = 1 / Math.sqrt(1 + 1e-3);
        assertNear(new double[] {-first, second, first, -second}, y);
    }

    /// ε = 7, momentum 1/4. In training both channels have distances of ±3 from their means 5 and 23, and √(9 + 7) = 4:
    /// ±0.75 are weighed with 8 and 4 and shifted by 1 and 2. The unbiased variances are 18, so that the running ones
    /// become 0.75·6 + 0.25·18 = 9, and the running means 0.75·1 + 0.25·5 = 2 and 0.75·3 + 0.25·23 = 8. With these, in
    /// evaluation, (6, 8) and (−2, 12) are (4, 0)/4 and (−4, 4)/4 before weight and bias. (The batch has three axes:
    /// its rows are not its first size.)
    @Test
    void aBatchInTrainingAndThenRowsInEvaluationAreThoseOfTheFormula() {
        Parameters parameters = Parameters
                .of(Map.of("weight", Tensor.of(Shape.of(2), 8, 4), "bias", Tensor.of(Shape.of(2), 1, 2), "running_mean",
                        Tensor.of(Shape.of(2), 1, 3), "running_var", Tensor.of(Shape.of(2), 6, 6)));
        BatchNorm norm = new BatchNorm(2, new BatchNorm.Options(7, 0.25f, true), parameters);
        assertNear(new double[] {-5, 5, 7, -1}, norm.forward(training, Tensor.of(Shape.of(1, 2, 2), 2, 26, 8, 20)));
        assertRunning(parameters, new double[] {2, 8}, new double[] {9, 9});
        assertNear(new double[] {9, 2, -7, 6}, norm.forward(c, Tensor.of(Shape.of(2, 2), 6, 8, -2, 12)));
    }

    private static void assertRunning(Parameters parameters, double[] mean, double[] variance) {
        assertNear(mean, parameters.state().get("running_mean"));
        assertNear(variance, parameters.state().get("running_var"));
    }

    private static void assertNear(double[] expected, Tensor actual) {
        assertThat(actual.size()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual.array()[actual.offset() + i]).as("number " + i).isCloseTo(expected[i],
                    within(1e-6));
        }
    }

    @Test
    void evaluationUsesTheRunningStatisticsAndLeavesThemAlone() {
        Parameters parameters = Parameters.of(
                Map.of("weight", Tensor.of(Shape.of(2), 3, -1), "bias", Tensor.of(Shape.of(2), 0.5f, 2), "running_mean",
                        Tensor.of(Shape.of(2), 1, 7), "running_var", Tensor.of(Shape.of(2), 3.99999f, 0.24999f)));
        BatchNorm norm = new BatchNorm(2, BatchNorm.Options.PYTORCH, parameters);
        Gradients g = Tape.record(c, () -> norm.forward(c, X).sum(c));
        assertNear(new double[] {0.5, -6, 6.5, -2}, norm.forward(c, X));
        assertRunning(parameters, new double[] {1, 7}, new double[] {3.99999, 0.24999});
        assertNear(new double[] {2, 12}, g.of(parameters.state().get("weight")));
        assertNear(new double[] {2, 2}, g.of(parameters.state().get("bias")));
    }

    /// PyTorch refuses this; here, as in Keras, the variance of one row is 0, whichever variance is remembered.
    @Test
    void aBatchOfOneRowGivesTheBiasAndNoNan() {
        for (BatchNorm.Options options : List.of(BatchNorm.Options.PYTORCH, BatchNorm.Options.KERAS)) {
            Parameters parameters = Parameters.fresh(1);
            BatchNorm norm = new BatchNorm(2, options, parameters);
            Tensor y = norm.forward(training, Tensor.of(Shape.of(1, 2), 3, -5));
            assertThat(y.toArray()).containsExactly(0, 0);
            double m = options.momentum();
            assertRunning(parameters, new double[] {3 * m, -5 * m}, new double[] {1 - m, 1 - m});
        }
    }

    @Test
    void theRunningStatisticsAreThoseOfTheRowsAsOftenAsTheyCount() {
        for (BatchNorm.Options options : List.of(BatchNorm.Options.PYTORCH, BatchNorm.Options.KERAS)) {
            Parameters counted = Parameters.fresh(1);
            Parameters written = Parameters.fresh(1);
            Tensor x = Some.tensor(1, 4, 2);
            Tensor y = new BatchNorm(2, options, counted).forward(training, x, new float[] {1, 3, 0, 1});
            Tensor all = new BatchNorm(2, options, written).forward(training, x.gather(c, 0, 1, 1, 1, 3));
            Same.near(1e-6, all, y.gather(c, 0, 1, 1, 1, 3), "y");
            for (String name : List.of("running_mean", "running_var")) {
                Same.near(1e-6, written.state().get(name), counted.state().get(name), name);
            }
        }
    }

    @Test
    void foldedIntoAMapItGivesWhatBothGive() {
        Parameters parameters = Parameters.fresh(1);
        BatchNorm norm = new BatchNorm(5, BatchNorm.Options.PYTORCH, parameters);
        Some.shake(1, parameters.trainable());
        norm.forward(training, Some.tensor(2, 33, 5).affine(c, 3, 1));
        Linear map = new Linear(17, 5, Parameters.fresh(2));
        Tensor x = Some.tensor(3, 3, 17);
        Same.near(1e-6, norm.forward(c, map.forward(c, x)), norm.foldedInto(c, map).forward(c, x), "y");
    }

    @Test
    void threadsDoNotChangeABitOfTheRunningStatistics() {
        Tensor x = Some.tensor(1, 9001, 7);
        Parameters one = Parameters.fresh(1);
        Parameters three = Parameters.fresh(1);
        new BatchNorm(7, BatchNorm.Options.PYTORCH, one).forward(training, x);
        try (Parallel parallel = Parallel.threads(3)) {
            new BatchNorm(7, BatchNorm.Options.PYTORCH, three).forward(
                    new Compute(KernelProvider.best(), parallel, Memory.heap()).training(new SplittableRandom(1)), x);
        }
        Same.bits(one.state(), three.state(), "three threads");
    }

    @Test
    void optionsAndShapesThatDoNotFitAreNamed() {
        assertThatThrownBy(() -> new BatchNorm.Options(1e-5f, 1.5f, true)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch norm: epsilon 1.0E-5, momentum 1.5: the first must not be negative, the second lies"
                        + " in [0, 1]");
        assertThatThrownBy(() -> new BatchNorm.Options(Float.NaN, 0, true))
                .isInstanceOf(IllegalArgumentException.class);
        BatchNorm norm = new BatchNorm(2, BatchNorm.Options.PYTORCH, Parameters.fresh(1));
        for (Compute compute : List.of(c, training)) {
            assertThatThrownBy(() -> norm.forward(compute, Some.tensor(1, 3, 1)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("x [3, 1], weight [2]");
        }
    }
}
