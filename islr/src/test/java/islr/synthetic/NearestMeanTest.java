package islr.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import islr.system.Features;
import islr.system.Sample;
import islr.system.gislr.FeatureSet;
import islr.system.gislr.GislrFeatures;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The invented signs can be learnt, but not by averaging alone: the means of the landmarks tell much about the signs,
/// but not their movements.
class NearestMeanTest {

    private static final Features FEATURES = new GislrFeatures(FeatureSet.DOMINANT_HAND, 64);
    private static final int TAKES = 4;
    private static final SyntheticSettings SETTINGS = new SyntheticSettings(42, 20, 16, TAKES, 1);
    private static final int FIRST_HELD_OUT = 13;

    @Test
    void theMeansOfHeldOutSignersAreWellAboveChanceAndBelowSixtyPercent() {
        assertThat(accuracy(new SyntheticSigners(SETTINGS))).isBetween(0.2, 0.6);
    }

    @Test
    void moreNoiseIsHarder() {
        var noisy = new SyntheticSigners(new SyntheticSettings(42, 20, 16, TAKES, 3));
        assertThat(accuracy(noisy)).isLessThan(accuracy(new SyntheticSigners(SETTINGS)) - 0.05);
    }

    /// The accuracy of the nearest mean of GISLR-64's pooled landmarks, learnt on all but the last three signers.
    private static double accuracy(SyntheticSigners signers) {
        int signs = SETTINGS.signs();
        double[][] means = new double[signs][];
        for (int sign = 0; sign < signs; sign++) {
            means[sign] = new double[FEATURES.points() * 2];
            for (int signer = 0; signer < FIRST_HELD_OUT; signer++) {
                for (int take = 0; take < TAKES; take++) {
                    double[] pooled = pooled(signers, sign, signer, take);
                    for (int i = 0; i < pooled.length; i++) {
                        means[sign][i] += pooled[i] / (FIRST_HELD_OUT * TAKES);
                    }
                }
            }
        }
        int right = 0;
        int all = 0;
        for (int sign = 0; sign < signs; sign++) {
            for (int signer = FIRST_HELD_OUT; signer < SETTINGS.signers(); signer++) {
                for (int take = 0; take < TAKES; take++) {
                    double[] pooled = pooled(signers, sign, signer, take);
                    int nearest = IntStream.range(0, signs).boxed()
                            .min((a, b) -> Double.compare(distance(pooled, means[a]), distance(pooled, means[b])))
                            .orElseThrow();
                    right += nearest == sign ? 1 : 0;
                    all++;
                }
            }
        }
        return (double) right / all;
    }

    private static double distance(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i])).sum();
    }

    private static double[] pooled(SyntheticSigners signers, int sign, int signer, int take) {
        Sample frames = FEATURES.of(signers.clip(sign, signer, take));
        double[] mean = new double[FEATURES.points() * 2];
        for (int t = 0; t < frames.rows(); t++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += frames.values().get(t, i / 2 * 3 + i % 2) / frames.rows();
            }
        }
        return mean;
    }
}
