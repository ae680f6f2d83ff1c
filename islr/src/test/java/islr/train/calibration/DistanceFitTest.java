package islr.train.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.recognize.SignDistances;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DistanceFitTest {
    /// Clips of each sign around a mean of their own, with differences that depend on each other.
    private static float[][] logits(int[] labels, int classes, SplittableRandom random, double scale) {
        float[][] rows = new float[labels.length][classes];
        for (int n = 0; n < rows.length; n++) {
            double common = random.nextGaussian();
            for (int i = 0; i < classes; i++) {
                rows[n][i] = (float) (scale
                        * (4 * Math.sin(1 + labels[n] * classes + i) + 2 * common * (i % 2) + random.nextGaussian()));
            }
        }
        return rows;
    }

    private static int[] labels(int clips, int classes) {
        int[] labels = new int[clips];
        for (int n = 0; n < clips; n++) {
            labels[n] = n % classes;
        }
        return labels;
    }

    /// The definition, without a factor or an inverse: the distance is the root of `d · x / C`, where `Σ' x = d`.
    private static double distance(float[][] rows, int[] labels, int classes, float[] asked, int sign) {
        double[][] mean = new double[classes][classes];
        for (int k = 0; k < classes; k++) {
            int clips = 0;
            for (int n = 0; n < rows.length; n++) {
                clips += labels[n] == k ? 1 : 0;
            }
            for (int n = 0; n < rows.length; n++) {
                for (int i = 0; labels[n] == k && i < classes; i++) {
                    mean[k][i] += rows[n][i] / (double) clips;
                }
            }
        }
        double[][] a = new double[classes][classes + 1];
        double trace = 0;
        for (int n = 0; n < rows.length; n++) {
            for (int i = 0; i < classes; i++) {
                for (int j = 0; j < classes; j++) {
                    a[i][j] += (rows[n][i] - mean[labels[n]][i]) * (rows[n][j] - mean[labels[n]][j]) / rows.length;
                }
            }
        }
        for (int i = 0; i < classes; i++) {
            trace += a[i][i];
        }
        for (int i = 0; i < classes; i++) {
            a[i][i] += 0.2 * trace / classes;
            a[i][classes] = asked[i] - mean[sign][i];
        }
        for (int p = 0; p < classes; p++) {
            for (int i = 0; i < classes; i++) {
                double factor = i == p ? 0 : a[i][p] / a[p][p];
                for (int j = 0; j <= classes; j++) {
                    a[i][j] -= factor * a[p][j];
                }
            }
        }
        double square = 0;
        for (int i = 0; i < classes; i++) {
            square += (asked[i] - mean[sign][i]) * a[i][classes] / a[i][i];
        }
        return Math.sqrt(square / classes);
    }

    @Property(tries = 60)
    void theDistanceIsThatOfTheDefinition(@ForAll @IntRange(min = 2, max = 17) int classes,
            @ForAll @IntRange(min = 1, max = 9) int clipsASign, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] labels = labels(clipsASign * classes + 1, classes);
        float[][] rows = logits(labels, classes, random, 1);
        SignDistances found = DistanceFit.of(rows, labels).orElseThrow();
        float[] asked = logits(new int[] {1}, classes, random, 2)[0];
        int sign = random.nextInt(classes);
        double expected = distance(rows, labels, classes, asked, sign);
        assertThat(found.distance(asked, sign)).isCloseTo(expected, within(1e-4 * (1 + expected)));
    }

    @Test
    void clipsThatWereLearnedFromAreAboutOneAwayAtAnyScale() {
        int[] labels = labels(2000, 5);
        for (double scale : new double[] {1e-3, 1, 1e4}) {
            float[][] rows = logits(labels, 5, new SplittableRandom(1), scale);
            SignDistances found = DistanceFit.of(rows, labels).orElseThrow();
            double square = 0;
            for (int n = 0; n < 2000; n++) {
                square += Math.pow(found.distance(rows[n], labels[n]), 2) / 2000;
            }
            assertThat(Math.sqrt(square)).as("scale " + scale).isBetween(0.75, 1.0);
        }
    }

    @Test
    void aSignWithoutClipsHasTheMeanOfAll() {
        float[][] rows = {{3, 0, 0}, {5, 0, 0}, {0, 6, 0}, {0, 8, 0}};
        SignDistances found = DistanceFit.of(rows, new int[] {0, 0, 1, 1}).orElseThrow();
        assertThat(found.means().toArray()).containsExactly(4, 0, 0, 0, 7, 0, 2, 3.5f, 0);
        assertThat(found.distance(new float[] {2, 3.5f, 0}, 2)).isZero();
    }

    @Test
    void whereNothingIsKnownOfHowClipsDifferThereIsNone() {
        assertThat(DistanceFit.of(new float[0][], new int[0])).isEmpty();
        assertThat(DistanceFit.of(new float[][] {{1, 2}, {3, 4}}, new int[] {0, 1})).isEmpty();
        assertThat(DistanceFit.of(new float[][] {{1, 2}, {Float.NaN, 4}}, new int[] {0, 0})).isEmpty();
        assertThat(DistanceFit.of(new float[][] {{1, 2}, {Float.POSITIVE_INFINITY, 4}}, new int[] {0, 0})).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> DistanceFit.of(new float[2][3], new int[1]))
                .withMessage("distances: 1 signs for 2 clips");
    }
}
