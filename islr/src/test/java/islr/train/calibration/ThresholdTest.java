package islr.train.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    private static double share(double[] scores, double from) {
        return Arrays.stream(scores).filter(score -> score >= from).count() / (double) scores.length;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 19, 20, 21, 300})
    void itIsTheLargestThatKeepsTheShare(int clips) {
        double[] right = new SplittableRandom(clips).doubles(clips).toArray();
        double found = Threshold.keeping(0.95, right).orElseThrow();
        assertThat(share(right, found)).isGreaterThanOrEqualTo(0.95);
        // The next one that four decimals can say.
        assertThat(share(right, found + 1e-4)).isLessThan(0.95);
        assertThat(found * 10_000).isCloseTo(Math.rint(found * 10_000), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noOtherThatKeepsTheShareSeparatesBetter(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] right = random.doubles(83).map(x -> 1 - x * x * 0.8).toArray();
        double[] others = random.doubles(41).map(x -> 0.15 + x * x * 0.8).toArray();
        double best = IntStream.rangeClosed(0, 10_000).mapToDouble(i -> i / 10_000.0)
                .filter(from -> share(right, from) >= 0.9).map(from -> share(right, from) - share(others, from)).max()
                .orElseThrow();
        double found = Threshold.separating(0.9, right, others).orElseThrow();
        assertThat(share(right, found)).isGreaterThanOrEqualTo(0.9);
        assertThat(share(right, found) - share(others, found)).isCloseTo(best, within(1e-12));
    }

    /// They would be told apart best where most of the right ones are lost.
    @Test
    void theShareIsKeptWhateverItCosts() {
        double[] right = IntStream.range(0, 20).mapToDouble(i -> i < 15 ? 0.3 + i * 0.001 : 0.9).toArray();
        double[] others = {0.31, 0.315, 0.32, 0.4};
        assertThat(Threshold.separating(0.9, right, others)).hasValue(0.3);
        assertThat(Threshold.separating(0.25, right, others)).hasValue(0.9);
    }

    @Test
    void ofEquallyGoodOnesItIsTheLeast() {
        assertThat(Threshold.separating(0.5, new double[] {0.1, 0.5, 0.5, 0.5}, new double[] {0, 0, 0, 0.2}))
                .hasValue(0.1);
    }

    @Test
    void withoutARightAnswerThereIsNone() {
        assertThat(Threshold.keeping(0.95, new double[0])).isEmpty();
        assertThat(Threshold.separating(0.9, new double[0], new double[] {0.5})).isEmpty();
    }
}
