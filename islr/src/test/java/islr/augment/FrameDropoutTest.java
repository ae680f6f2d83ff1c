package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.SkeletonRows;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameDropoutTest {
    /// x of two landmarks is the number of the frame.
    private static Clip clock(int frames) {
        float[] landmarks = new float[6 * frames];
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] = i / 6;
        }
        return new Clip("clock", SkeletonRows.of(13, 500), landmarks);
    }

    private static int[] kept(Clip clip) {
        return IntStream.range(0, clip.frames()).map(t -> (int) clip.x(t, 500)).toArray();
    }

    @Test
    void eachFrameIsLeftOutWithAProbability() {
        SplittableRandom random = new SplittableRandom(1);
        int[] often = new int[17];
        int together = 0;
        for (int i = 0; i < 2000; i++) {
            Clip clip = new FrameDropout(0.3).apply(clock(17), random);
            int[] kept = kept(clip);
            assertThat(kept).isSorted().doesNotHaveDuplicates();
            assertThat(clip.z(0, 13)).isEqualTo(kept[0]);
            Arrays.stream(kept).forEach(t -> often[t]++);
            together += Arrays.binarySearch(kept, 4) >= 0 && Arrays.binarySearch(kept, 5) >= 0 ? 1 : 0;
        }
        assertThat(Arrays.stream(often).boxed()).allSatisfy(count -> assertThat(count).isBetween(1310, 1490));
        assertThat(together).as("independent of each other").isBetween(900, 1060);
    }

    @Test
    void oneFrameAlwaysStays() {
        SplittableRandom random = new SplittableRandom(2);
        int[] often = new int[3];
        for (int i = 0; i < 600; i++) {
            int[] kept = kept(new FrameDropout(1).apply(clock(3), random));
            assertThat(kept).hasSize(1);
            often[kept[0]]++;
        }
        assertThat(Arrays.stream(often).boxed()).allSatisfy(count -> assertThat(count).isBetween(150, 250));
        Clip one = clock(1);
        assertThat(kept(new FrameDropout(1).apply(one, random))).containsExactly(0);
        assertThat(new FrameDropout(0).apply(one, random)).isSameAs(one);
    }
}
