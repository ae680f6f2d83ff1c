package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.SkeletonRows;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeChangeTest {
    private static final int LAST = 1000;

    /// x is the time, from 0 to 1.
    private static Clip clock() {
        float[] landmarks = new float[3 * (LAST + 1)];
        for (int t = 0; t <= LAST; t++) {
            landmarks[3 * t] = (float) t / LAST;
        }
        return new Clip("clock", SkeletonRows.of(13), landmarks);
    }

    private static double[] times(Clip clip) {
        double[] times = new double[clip.frames()];
        Arrays.setAll(times, t -> clip.x(t, 13));
        return times;
    }

    /// `(i/(T−1))^k` of a part: first, last and middle time tell place, length and k.
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1})
    void aPartIsPlayedWithASpeedThatChanges(double amount) {
        SplittableRandom random = new SplittableRandom(1);
        Clip clock = clock();
        int draws = 1000;
        double[] parts = new double[draws];
        double[] places = new double[draws];
        double[] logs = new double[draws];
        for (int i = 0; i < draws; i++) {
            double[] times = times(new TimeChange(amount).apply(clock, random));
            double start = times[0];
            parts[i] = times[LAST] - start;
            places[i] = parts[i] < 0.9 ? start / (1 - parts[i]) : 0.5;
            double exponent = Math.log((times[LAST / 2] - start) / parts[i]) / Math.log(0.5);
            logs[i] = Math.log(exponent);
            for (int t : new int[] {LAST / 10, LAST / 4, LAST * 2 / 3, LAST * 9 / 10}) {
                assertThat(times[t]).isCloseTo(start + parts[i] * Math.pow((double) t / LAST, exponent), within(0.005));
            }
        }
        Draws.assertWithin(parts, 1 - 0.4 * amount - 0.01, 1);
        assertThat(Arrays.stream(parts).min().orElseThrow()).isLessThan(1 - 0.38 * amount);
        assertThat(Draws.mean(parts)).isCloseTo(1 - 0.2 * amount, within(0.02));
        Draws.assertWithin(places, -0.001, 1.05);
        assertThat(Draws.mean(places)).isCloseTo(0.5, within(0.05));
        assertThat(Draws.spread(places, 0.5)).isGreaterThan(0.2);
        Draws.assertUniform(logs, 0, 0.4 * amount, 0.02);
    }

    @Test
    void timeNeverGoesBack() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 50; i++) {
            assertThat(times(new TimeChange(1).apply(clock(), random))).isSorted();
        }
    }

    @Test
    void whereThereIsNoTimeNothingChanges() {
        Clip one = SomeClips.all().get("one frame");
        assertThat(new TimeChange(1).apply(one, new SplittableRandom(1))).isSameAs(one);
    }
}
