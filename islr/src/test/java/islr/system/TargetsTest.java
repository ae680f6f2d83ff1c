package islr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.golden.Close;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Tape;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Losses of targets, each against its formula in double precision.
class TargetsTest {
    private static final int CLIPS = 5;
    private static final int CLASSES = 7;
    private static final int[] LABELS = {3, 0, 6, 0, 2};
    private static final int[] OTHERS = {1, 0, 2, 5, 6};
    private static final float[] SHARES = {0.9f, 0.5f, 0, 0.25f, 1};

    private final Compute c = Compute.cpu();
    private final Tensor logits = Tensor.randn(new Random(1), CLIPS, CLASSES).scale(c, 3);
    private final Tensor teacher = Tensor.randn(new Random(2), CLIPS, CLASSES).scale(c, 3);

    private static double[] softmax(Tensor x, int row, double temperature) {
        double[] p = new double[CLASSES];
        double sum = 0;
        for (int j = 0; j < CLASSES; j++) {
            p[j] = Math.exp(x.get(row, j) / temperature);
            sum += p[j];
        }
        for (int j = 0; j < CLASSES; j++) {
            p[j] /= sum;
        }
        return p;
    }

    private double crossEntropy(Targets targets, double smoothing) {
        double loss = 0;
        for (int b = 0; b < CLIPS; b++) {
            double[] p = softmax(logits, b, 1);
            for (int j = 0; j < CLASSES; j++) {
                double t = targets.mixed().isEmpty() ? j == LABELS[b] ? 1 : 0
                        : (j == LABELS[b] ? SHARES[b] : 0) + (j == OTHERS[b] ? 1 - SHARES[b] : 0);
                loss -= ((1 - smoothing) * t + smoothing / CLASSES) * Math.log(p[j]) / CLIPS;
            }
        }
        return loss;
    }

    @Test
    void mixedClipsAreToBeAnsweredWithBothSigns() {
        Targets mixed = Targets.of(LABELS).with(new Targets.Mixed(OTHERS, SHARES));
        assertThat(mixed.distributions(c, CLASSES).toArray()).startsWith(0, 1 - 0.9f, 0, 0.9f, 0, 0, 0, 1);
        for (float smoothing : new float[] {0, 0.2f}) {
            assertThat(mixed.loss(c, logits, smoothing, 0).item()).isCloseTo((float) crossEntropy(mixed, smoothing),
                    within(1e-5f));
        }
        assertThat(mixed.loss(c, logits, 0.1f, 2).item()).isLessThan(mixed.loss(c, logits, 0.1f, 0).item());
    }

    @Test
    void aTeacherTakesItsShareOfTheLossAtItsTemperature() {
        float share = 0.3f;
        float temperature = 2.5f;
        double about = 0;
        for (int b = 0; b < CLIPS; b++) {
            double[] theirs = softmax(teacher, b, temperature);
            double[] own = softmax(logits, b, temperature);
            for (int j = 0; j < CLASSES; j++) {
                about -= theirs[j] * Math.log(own[j]) / CLIPS;
            }
        }
        Targets plain = Targets.of(LABELS);
        double expected = (1 - share) * crossEntropy(plain, 0.1) + share * temperature * temperature * about;
        assertThat(plain.with(new Targets.Taught(teacher, share, temperature)).loss(c, logits, 0.1f, 0).item())
                .isCloseTo((float) expected, within(1e-5f));
    }

    /// The gradient of the teacher's part does not become small with the temperature.
    @Test
    void whereTheModelAnswersAsItsTeacherThereIsNothingToLearn() {
        Tensor same = teacher.copy().parameter();
        Targets taught = Targets.of(LABELS).with(new Targets.Taught(teacher, 1, 3));
        float[] gradient = Tape.record(c, () -> taught.loss(c, same, 0, 0)).of(same).toArray();
        Close.absolute("gradient", gradient, new float[gradient.length], 1e-6);
        Tensor other = logits.copy().parameter();
        float[] moved = Tape.record(c, () -> taught.loss(c, other, 0, 0)).of(other).toArray();
        assertThat(Tensor.of(Shape.of(moved.length), moved).max(c, 0).item()).isGreaterThan(0.1f);
    }

    @Test
    void thoseOfSomeClipsAreTheSameForThem() {
        int[] some = {4, 1};
        Targets all = Targets.of(LABELS).with(new Targets.Mixed(OTHERS, SHARES))
                .with(new Targets.Taught(teacher, 0.3f, 2));
        Targets few = all.of(c, some);
        assertThat(few.labels()).containsExactly(2, 0);
        assertThat(few.distributions(c, CLASSES).toArray())
                .isEqualTo(all.distributions(c, CLASSES).gather(c, some).toArray());
        assertThat(few.taught().orElseThrow().logits().toArray()).isEqualTo(teacher.gather(c, some).toArray());
    }

    @Test
    void smoothingLeavesDistributions() {
        Tensor smoothed = Targets.smoothed(c, Targets.of(LABELS).distributions(c, CLASSES), 0.35f);
        Close.absolute("sums", smoothed.sum(c, 1).toArray(), new float[] {1, 1, 1, 1, 1}, 1e-6);
        assertThat(smoothed.view(0, Shape.of(CLASSES)).toArray()).contains(0.05f, 0.7f);
    }
}
