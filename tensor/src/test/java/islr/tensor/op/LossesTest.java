package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Shape;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossesTest {
    private final Compute c = Compute.cpu();

    private Tensor loss(Tensor x, int[] labels, float smoothing) {
        return c.run(new Losses.CrossEntropy(x, labels, smoothing));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "3,5", "7,3", "2,33", "5,17", "1,130"})
    void gradientsAreThoseOfDifferences(int rows, int classes) {
        int[] labels = Some.rows(2, rows, classes);
        for (float smoothing : new float[] {0, 0.1f, 0.75f}) {
            GradCheck.check(c, List.of(Some.tensor(1, rows, classes)), in -> loss(in.getFirst(), labels, smoothing));
            // A loss that is a part of another one: the gradient of the loss is then not 1.
            GradCheck.check(c, List.of(Some.tensor(1, rows, classes)),
                    in -> loss(in.getFirst(), labels, smoothing).scale(c, -3).tanh(c));
        }
    }

    /// The mean over the rows that are left when the largest losses are taken away one after another.
    @Property(tries = 60)
    void theLargestLossesDoNotCount(@ForAll @IntRange(min = 2, max = 20) int rows,
            @ForAll @IntRange(min = 2, max = 40) int classes, @ForAll @IntRange(max = 1000) int seed) {
        Tensor x = Some.tensor(seed, rows, classes).scale(c, 3).parameter();
        int[] labels = Some.rows(2, rows, classes);
        List<Integer> left = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
        for (int dropped = 0; dropped < rows; dropped++) {
            int[] kept = left.stream().mapToInt(Integer::intValue).toArray();
            int[] theirs = IntStream.of(kept).map(row -> labels[row]).toArray();
            int k = dropped;
            Gradients expected = Tape.record(c, () -> loss(x.gather(c, kept), theirs, 0.2f));
            Gradients actual = Tape.record(c, () -> c.run(new Losses.CrossEntropy(x, labels, 0.2f, k)));
            Same.near(1e-6, loss(x.gather(c, kept), theirs, 0.2f), c.run(new Losses.CrossEntropy(x, labels, 0.2f, k)));
            Same.near(1e-5, expected.of(x), actual.of(x));
            left.remove(left.stream()
                    .max(Comparator
                            .comparingDouble(row -> loss(x.gather(c, row), new int[] {labels[row]}, 0.2f).item()))
                    .orElseThrow());
        }
    }

    @Test
    void ofEqualLossesTheFirstDoesNotCountAndOneMust() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 1, 2).parameter();
        Gradients gradients = Tape.record(c, () -> c.run(new Losses.CrossEntropy(x, new int[] {0, 0}, 0, 1)));
        assertEquals(0, gradients.of(x).get(0, 1));
        assertEquals(0.731, gradients.of(x).get(1, 1), 1e-3);
        for (int dropped : new int[] {-1, 2}) {
            assertThatThrownBy(() -> new Losses.CrossEntropy(x, new int[] {0, 0}, 0, dropped))
                    .isInstanceOf(IllegalArgumentException.class).hasMessage("cross-entropy: the " + dropped
                            + " largest losses of 2 rows are not to count; at least one must");
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1e4f, 1e8f, -1e8f})
    void twoEqualLogitsCostALogarithmOfTwoWhateverTheirSize(float logit) {
        Tensor x = Tensor.of(Shape.of(1, 2), logit, logit);
        assertEquals(Math.log(2), loss(x, new int[] {1}, 0).item(), 1e-6);
        assertEquals(Math.log(2), loss(x, new int[] {0}, 0.1f).item(), 1e-6);
    }

    @Property(tries = 60)
    void theLossIsItsFormula(@ForAll @IntRange(min = 1, max = 20) int rows,
            @ForAll @IntRange(min = 1, max = 140) int classes,
            @ForAll @FloatRange(min = 0, max = 0.9f) float smoothing) {
        Tensor x = Some.tensor(1, rows, classes).scale(c, 3);
        int[] labels = Some.rows(2, rows, classes);
        double expected = 0;
        for (int b = 0; b < rows; b++) {
            double sum = 0;
            for (int j = 0; j < classes; j++) {
                sum += Math.exp(x.get(b, j));
            }
            for (int j = 0; j < classes; j++) {
                double target = (j == labels[b] ? 1 - smoothing : 0) + smoothing / classes;
                expected -= target * (x.get(b, j) - Math.log(sum)) / rows;
            }
        }
        assertEquals(expected, loss(x, labels, smoothing).item(), 1e-5 * Math.max(1, expected));
    }

    @Property(tries = 30)
    void theGradientOfEachRowSumsToZero(@ForAll @IntRange(min = 1, max = 9) int rows,
            @ForAll @IntRange(min = 2, max = 140) int classes,
            @ForAll @FloatRange(min = 0, max = 0.9f) float smoothing) {
        Tensor x = Some.tensor(1, rows, classes).parameter();
        Tensor dx = Tape.record(c, () -> loss(x, Some.rows(2, rows, classes), smoothing)).of(x);
        for (float sum : dx.sum(c, 1).toArray()) {
            assertEquals(0, sum, 1e-6);
        }
    }

    /// Smoothed labels are distributions: both forms are then one loss.
    @Property(tries = 30)
    void withDistributionsItIsTheSameLoss(@ForAll @IntRange(min = 2, max = 9) int rows,
            @ForAll @IntRange(min = 2, max = 140) int classes,
            @ForAll @FloatRange(min = 0, max = 0.9f) float smoothing) {
        Tensor x = Some.tensor(1, rows, classes).scale(c, 3).parameter();
        int[] labels = Some.rows(2, rows, classes);
        Tensor targets = c.zeros(x.shape());
        Arrays.fill(targets.array(), smoothing / classes);
        for (int b = 0; b < rows; b++) {
            targets.array()[b * classes + labels[b]] += 1 - smoothing;
        }
        for (int dropped : new int[] {0, rows / 2}) {
            Losses.CrossEntropy expected = new Losses.CrossEntropy(x, labels, smoothing, dropped);
            Losses.SoftCrossEntropy actual = new Losses.SoftCrossEntropy(x, targets, dropped);
            Same.near(1e-5, c.run(expected), c.run(actual));
            Same.near(1e-5, Tape.record(c, () -> c.run(expected)).of(x), Tape.record(c, () -> c.run(actual)).of(x));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "3,5", "7,3", "2,33", "5,17", "1,130"})
    void gradientsWithDistributionsAreThoseOfDifferences(int rows, int classes) {
        Tensor targets = Some.tensor(2, rows, classes).softmax(c);
        GradCheck.check(c, List.of(Some.tensor(1, rows, classes)),
                in -> c.run(new Losses.SoftCrossEntropy(in.getFirst(), targets, 0)).scale(c, -3).tanh(c));
    }

    @Test
    void distributionsOfAnotherShapeAreNamed() {
        Tensor x = Some.tensor(1, 2, 5);
        assertThatThrownBy(() -> new Losses.SoftCrossEntropy(x, Some.tensor(1, 2, 4), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cross-entropy: logits [2, 5] with targets [2, 4]: two equal shapes [B, C] are needed");
        assertThatThrownBy(() -> new Losses.SoftCrossEntropy(x, x, 2))
                .hasMessage("cross-entropy: the 2 largest losses of 2 rows are not to count; at least one must");
    }

    @Test
    void withoutSmoothingItIsTheMeanLogProbabilityOfTheLabels() {
        Tensor x = Some.tensor(1, 3, 5);
        Tensor log = x.logSoftmax(c);
        assertEquals(-(log.get(0, 4) + log.get(1, 0) + log.get(2, 2)) / 3, loss(x, new int[] {4, 0, 2}, 0).item(),
                1e-6);
    }

    /// Keras clips probabilities at 1e-7, which would stop the loss at 16.
    @Test
    void aHopelessRowHasALargeLossAndAGradient() {
        Tensor x = Tensor.of(Shape.of(1, 3), 0, 100, 0).parameter();
        assertEquals(100, loss(x, new int[] {0}, 0).item(), 1e-4);
        Same.near(1e-6, Tensor.of(Shape.of(1, 3), -1, 1, 0), Tape.record(c, () -> loss(x, new int[] {0}, 0)).of(x));
    }

    @Test
    void labelsAndSettingsThatDoNotFitAreNamed() {
        Tensor x = Some.tensor(1, 2, 5);
        assertThatThrownBy(() -> loss(x, new int[] {1}, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cross-entropy: logits [2, 5] with 1 labels: one a row is needed");
        assertThatThrownBy(() -> loss(x, new int[] {1, 5}, 0)).hasMessage("cross-entropy: label 5 with 5 classes");
        assertThatThrownBy(() -> loss(x, new int[] {1, -1}, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> loss(x, new int[] {1, 1}, 1)).hasMessageContaining("smoothing 1.0");
        assertThatThrownBy(() -> loss(x, new int[] {1, 1}, Float.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> loss(Tensor.zeros(0, 5), new int[0], 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void binaryCrossEntropyIsTheDefinition() {
        Tensor x = Tensor.of(Shape.of(4), -1.5f, 0, 0.25f, 3);
        float[] targets = {0, 1, 0.3f, 0.9f};
        double expected = 0;
        for (int b = 0; b < 4; b++) {
            double p = 1 / (1 + Math.exp(-x.get(b)));
            expected -= (targets[b] * Math.log(p) + (1 - targets[b]) * Math.log(1 - p)) / 4;
        }
        assertEquals(expected, c.run(new Losses.BinaryCrossEntropy(x, targets)).item(), 1e-6);
        GradCheck.check(c, List.of(x), in -> c.run(new Losses.BinaryCrossEntropy(in.getFirst(), targets)).scale(c, -3));
    }

    @Test
    void binaryCrossEntropyOfLargeLogitsIsFinite() {
        Tensor x = Tensor.of(Shape.of(2), 2000, -2000).parameter();
        float[] targets = {0, 0.5f};
        Gradients gradients = Tape.record(c, () -> c.run(new Losses.BinaryCrossEntropy(x, targets)));
        assertEquals(1500, gradients.loss().item(), 1e-3);
        assertEquals(0.5f, gradients.of(x).get(0));
        assertEquals(-0.25f, gradients.of(x).get(1));
    }

    @Test
    void targetsThatAreNoProbabilitiesAreNamed() {
        assertThatThrownBy(() -> new Losses.BinaryCrossEntropy(Some.tensor(1, 2), new float[] {0, 1.5f}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("target 1.5 is not in [0, 1]");
        assertThatThrownBy(() -> new Losses.BinaryCrossEntropy(Some.tensor(1, 2), new float[3]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("logits [2] with 3 targets");
    }
}
