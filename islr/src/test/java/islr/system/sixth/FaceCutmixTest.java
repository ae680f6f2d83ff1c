package islr.system.sixth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Beside [GoldenSixthAugmentTest].
class FaceCutmixTest {
    private static final Memory MEMORY = Memory.heap();
    private static final int WIDTH = SixthFeatures.WIDTH;

    /// @param isZero which of the 300 numbers of a frame are 0
    private static Sample random(int frames, long seed, IntPredicate isZero) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[frames * WIDTH];
        for (int i = 0; i < numbers.length; i++) {
            float v = (float) random.nextGaussian();
            numbers[i] = isZero.test(i % WIDTH) ? 0 : v;
        }
        return new Sample(Tensor.of(Shape.of(frames, WIDTH), numbers));
    }

    private static boolean isFace(int number) {
        int point = number / 3;
        return point >= 42 && point < 81 || point >= 93;
    }

    @Test
    void aFaceWithoutExtentAlongXOrYChangesNothing() {
        Sample sample = random(7, 1, _ -> false);
        for (int axis = 0; axis < 2; axis++) {
            int flat = axis;
            assertThat(FaceCutmix.of(sample, random(5, 2, i -> isFace(i) && i % 3 == flat), MEMORY)).isSameAs(sample);
        }
    }

    @Test
    void aFaceWithoutDepthLeavesTheDepthAsItIs() {
        Sample sample = random(7, 1, _ -> false);
        float[] mixed = FaceCutmix.of(sample, random(5, 2, i -> isFace(i) && i % 3 == 2), MEMORY).values().toArray();
        float[] before = sample.values().toArray();
        for (int i = 0; i < mixed.length; i++) {
            if (!isFace(i % WIDTH) || i % 3 == 2) {
                assertThat(mixed[i]).isEqualTo(before[i]);
            } else {
                assertThat(mixed[i]).isNotEqualTo(before[i]);
            }
        }
    }

    @Test
    void itHappensAsOftenAsItsProbability() {
        Sample sample = random(7, 1, _ -> false);
        Sample other = random(5, 2, _ -> false);
        Sample none = new Sample(Tensor.of(Shape.of(0, WIDTH)));
        SplittableRandom random = new SplittableRandom(3);
        int mixed = 0;
        for (int i = 0; i < 600; i++) {
            mixed += new FaceCutmix(0.25).apply(sample, () -> other, random, MEMORY) == sample ? 0 : 1;
        }
        assertThat(mixed).isBetween(110, 190);
        assertThat(new FaceCutmix(1).apply(none, () -> other, random, MEMORY)).isSameAs(none);
        assertThat(new FaceCutmix(1).apply(sample, () -> none, random, MEMORY)).isSameAs(sample);
        assertThat(new FaceCutmix(1).apply(sample, random, MEMORY)).isSameAs(sample);
    }

    /// Twice as many frames lie a quarter of a frame beside those that were there.
    @ParameterizedTest
    @CsvSource({"1, 5", "5, 1", "6, 3", "3, 6", "4, 4"})
    void aSampleIsResizedAlongStraightLines(int from, int to) {
        float[] numbers = new float[from * WIDTH];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i / WIDTH + 10 * (i % WIDTH);
        }
        Sample resized = TimeResize.of(new Sample(Tensor.of(Shape.of(from, WIDTH), numbers)), to, MEMORY);
        assertThat(resized.rows()).isEqualTo(to);
        for (int i = 0; i < to; i++) {
            double time = Math.clamp((i + 0.5) * from / to - 0.5, 0, from - 1);
            assertThat(PointChange.get(resized, i, 7, 1)).isCloseTo((float) (time + 220), within(1e-4f));
        }
    }
}
