package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandLossTest {
    private static final int FRAMES = 40;
    private static final Clip CLIP = clip();

    /// Everything is there.
    private static Clip clip() {
        float[] landmarks = new float[FRAMES * Skeleton.ROWS * Skeleton.AXES];
        Arrays.fill(landmarks, 0.25f);
        return new Clip("clip", landmarks);
    }

    private static int[] missing(Clip clip, int row) {
        return IntStream.range(0, clip.frames()).filter(t -> Float.isNaN(clip.x(t, row))).toArray();
    }

    @Test
    void aHandIsMissingInARunOfFrames() {
        SplittableRandom random = new SplittableRandom(1);
        int[] lost = new int[3];
        TreeSet<Integer> lengths = new TreeSet<>();
        TreeSet<Integer> starts = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            Clip changed = new HandLoss(0.3).apply(CLIP, random);
            int[] left = missing(changed, Skeleton.LEFT_HAND);
            int[] right = missing(changed, Skeleton.RIGHT_HAND);
            lost[0] += left.length > 0 ? 1 : 0;
            lost[1] += right.length > 0 ? 1 : 0;
            lost[2] += left.length > 0 && right.length > 0 ? 1 : 0;
            for (int[] run : new int[][] {left, right}) {
                if (run.length > 0) {
                    assertThat(run[run.length - 1] - run[0]).isEqualTo(run.length - 1);
                    lengths.add(run.length);
                    starts.add(run[0]);
                }
            }
            assertThat(missing(changed, Skeleton.LEFT_HAND + 20)).isEqualTo(left);
            assertThat(missing(changed, Skeleton.RIGHT_HAND + 7)).isEqualTo(right);
            assertThat(missing(changed, Skeleton.POSE)).isEmpty();
            assertThat(missing(changed, Skeleton.LEFT_HAND - 1)).isEmpty();
        }
        assertThat(lost[0]).isBetween(250, 350);
        assertThat(lost[1]).isBetween(250, 350);
        assertThat(lost[2]).as("each for itself").isBetween(60, 120);
        assertThat(lengths).as("a twentieth to two fifths")
                .containsExactlyElementsOf(IntStream.rangeClosed(3, 16).boxed().toList());
        assertThat(starts).startsWith(0, 1, 2).contains(20, 35, 36, 37);
    }

    @Test
    void aHandIsTakenAwayInTheFramesThatAreAskedFor() {
        Clip without = HandLoss.without(CLIP, Skeleton.RIGHT_HAND, 36, 10);
        assertThat(missing(without, Skeleton.RIGHT_HAND + 3)).containsExactly(36, 37, 38, 39);
        assertThat(missing(without, Skeleton.LEFT_HAND + 3)).isEmpty();
        assertThat(missing(without, Skeleton.POSE + 32)).isEmpty();
        assertThat(missing(CLIP, Skeleton.RIGHT_HAND + 3)).isEmpty();
        assertThat(HandLoss.without(CLIP, Skeleton.LEFT_HAND, 3, 0).landmarks()).isEqualTo(CLIP.landmarks());
    }

    @Test
    void neverIsTheClipItself() {
        assertThat(new HandLoss(0).apply(CLIP, new SplittableRandom(1))).isSameAs(CLIP);
        assertThat(missing(new HandLoss(1).apply(CLIP, new SplittableRandom(1)), Skeleton.LEFT_HAND)).isNotEmpty();
    }
}
