package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.features.LandmarkSets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartCutoutTest {
    private static final int FRAMES = 20;
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

    private static String part(int row) {
        return switch (Skeleton.Part.of(row)) {
            case LEFT_HAND -> "left hand";
            case RIGHT_HAND -> "right hand";
            case FACE -> Arrays.stream(LandmarkSets.lips()).anyMatch(lip -> lip == row) ? "lips" : "other face";
            case POSE -> Arrays.stream(LandmarkSets.arms()).anyMatch(arm -> arm == row) ? "arms" : "other pose";
        };
    }

    @Test
    void onePartIsMissingInARunOfFrames() {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> often = new TreeMap<>();
        TreeSet<Integer> lengths = new TreeSet<>();
        TreeSet<Integer> starts = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            Clip changed = new PartCutout(0.6).apply(CLIP, random);
            String lost = IntStream.range(0, Skeleton.ROWS).filter(row -> missing(changed, row).length > 0)
                    .mapToObj(PartCutoutTest::part).findFirst().orElse("none");
            int[] run = new int[0];
            for (int row = 0; row < Skeleton.ROWS; row++) {
                int[] frames = missing(changed, row);
                if (!part(row).equals(lost)) {
                    assertThat(frames).isEmpty();
                } else {
                    assertThat(run.length == 0 ? frames : run).isEqualTo(frames);
                    run = frames;
                }
            }
            if (run.length > 0) {
                assertThat(run[run.length - 1] - run[0]).isEqualTo(run.length - 1);
                lengths.add(run.length);
                starts.add(run[0]);
            }
            often.merge(lost, 1, Integer::sum);
        }
        assertThat(often.remove("none")).isBetween(350, 450);
        assertThat(often.keySet()).containsExactly("arms", "left hand", "lips", "other face", "right hand");
        assertThat(often.values()).allSatisfy(count -> assertThat(count).isBetween(85, 155));
        assertThat(lengths).containsExactly(3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(starts).startsWith(0, 1, 2).endsWith(15, 16, 17);
    }

    @Test
    void noFrameLosesItsLastHand() {
        Clip one = HandLoss.without(HandLoss.without(CLIP, Skeleton.LEFT_HAND, 0, 9), Skeleton.RIGHT_HAND, 12, 8);
        for (int seed = 0; seed < 300; seed++) {
            Clip changed = new PartCutout(1).apply(one, new SplittableRandom(seed));
            for (int t = 0; t < FRAMES; t++) {
                assertThat(Float.isNaN(changed.x(t, Skeleton.LEFT_HAND + 3))
                        && Float.isNaN(changed.x(t, Skeleton.RIGHT_HAND + 5))).isFalse();
            }
        }
    }

    @Test
    void partsThatTheClipDoesNotHoldAreNotDrawn() {
        Clip some = CLIP.only(SkeletonRows.of(13, Skeleton.LEFT_HAND, Skeleton.NOSE, Skeleton.RIGHT_HAND));
        for (int seed = 0; seed < 50; seed++) {
            assertThat(new PartCutout(1).apply(some, new SplittableRandom(seed)).landmarks()).contains(Float.NaN);
        }
        Clip none = CLIP.only(SkeletonRows.of(Skeleton.NOSE));
        assertThat(new PartCutout(1).apply(none, new SplittableRandom(1))).isSameAs(none);
    }
}
