package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.SkeletonRows;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StretchTest {
    /// x is the time, from 0 to 1.
    private static Clip clock(int frames) {
        float[] landmarks = new float[3 * frames];
        for (int t = 0; t < frames; t++) {
            landmarks[3 * t] = (float) t / Math.max(1, frames - 1);
        }
        return new Clip("clock", SkeletonRows.of(13), landmarks);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1})
    void theWholeClipHasAnotherNumberOfFrames(double amount) {
        SplittableRandom random = new SplittableRandom(1);
        Clip clock = clock(401);
        double[] counts = new double[1000];
        for (int i = 0; i < counts.length; i++) {
            Clip stretched = new Stretch(amount).apply(clock, random);
            int last = stretched.frames() - 1;
            counts[i] = stretched.frames() / 401.0;
            for (int t : new int[] {0, last / 7, last / 2, last - 1, last}) {
                assertThat(stretched.x(t, 13)).isCloseTo((float) t / last, within(0.003f));
            }
        }
        Draws.assertUniform(counts, 1, 0.5 * amount, 0.002);
    }

    @ParameterizedTest
    @CsvSource({"9, 5", "9, 17", "9, 9", "2, 7", "1, 3", "1, 1"})
    void theFirstAndTheLastFrameStay(int before, int after) {
        Clip clip = clock(before);
        Clip stretched = Stretch.to(clip, after);
        assertThat(stretched.frames()).isEqualTo(after);
        if (after > before) {
            assertThat(stretched.x(0, 13)).isZero();
            assertThat(stretched.x(after - 1, 13)).isEqualTo(before == 1 ? 0 : 1);
        }
        assertThat(stretched == clip).isEqualTo(before == after);
    }

    /// 0.75 to 1.25 times five frames are 3.75 to 6.25.
    @Test
    void theNumberOfFramesIsRounded() {
        TreeSet<Integer> counts = new TreeSet<>();
        for (int seed = 0; seed < 300; seed++) {
            counts.add(new Stretch(0.5).apply(clock(5), new SplittableRandom(seed)).frames());
        }
        assertThat(counts).containsExactly(4, 5, 6);
    }

    @Test
    void aSingleFrameIsTheMiddle() {
        assertThat(Stretch.to(clock(9), 1).x(0, 13)).isEqualTo(0.5f);
    }

    @Test
    void aClipOfOneFrameStaysOne() {
        TreeSet<Integer> counts = new TreeSet<>();
        for (int seed = 0; seed < 300; seed++) {
            Clip stretched = new Stretch(1).apply(SomeClips.all().get("one frame"), new SplittableRandom(seed));
            counts.add(stretched.frames());
        }
        // Half a frame more would be rounded up, but is not drawn.
        assertThat(counts).containsExactly(1);
    }
}
