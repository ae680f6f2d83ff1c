package islr.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.golden.Close;
import islr.recognize.TestModels;
import islr.synthetic.SyntheticSettings;
import islr.synthetic.SyntheticSigners;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplingTest {
    private static final int[] HANDS_AND_BODY = Selection.concat(LandmarkSets.rightHand(), LandmarkSets.headAndArms(),
            LandmarkSets.leftHand());
    private static final float MISSING = Float.NaN;
    private static final int ROW = Skeleton.POSE;

    private static float[] evenly(Clip clip, int... firstLastCount) {
        return Resampling
                .evenly(Memory.heap(), clip, HANDS_AND_BODY, firstLastCount[0], firstLastCount[1], firstLastCount[2])
                .toArray();
    }

    /// A clip of one landmark, whose x is a function of the frame; NaN = missing.
    private static Clip oneLandmark(int frames, DoubleUnaryOperator x) {
        float[] landmarks = new float[frames * Skeleton.AXES];
        for (int t = 0; t < frames; t++) {
            float value = (float) x.applyAsDouble(t);
            landmarks[t * Skeleton.AXES] = value;
            landmarks[t * Skeleton.AXES + 1] = Float.isNaN(value) ? value : 0.5f;
            landmarks[t * Skeleton.AXES + 2] = Float.isNaN(value) ? value : -2 * value;
        }
        return new Clip("one landmark", SkeletonRows.of(ROW), landmarks);
    }

    /// The x of such a clip at other times.
    private static float[] xs(Tensor values) {
        float[] all = values.toArray();
        float[] xs = new float[all.length / Skeleton.AXES];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = all[i * Skeleton.AXES];
        }
        return xs;
    }

    private static float[] xs(Clip clip, int first, int last, int count) {
        return xs(Resampling.evenly(Memory.heap(), clip, new int[] {ROW}, first, last, count));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 50, 129})
    void theTimesOfItsFramesGiveTheClipToTheBit(int frames) {
        Clip clip = TestModels.clip("clip", frames, frames);
        float[] expected = Selection.values(Memory.heap(), clip, IntStream.range(0, frames).toArray(), HANDS_AND_BODY)
                .toArray();
        assertThat(evenly(clip, 0, frames - 1, frames)).isEqualTo(expected);
        Clip at = Resampling.at(clip, IntStream.range(0, frames).asDoubleStream().toArray());
        assertThat(at.landmarks()).isEqualTo(clip.landmarks());
    }

    @Test
    void aPartOfTheFramesGivesThatPart() {
        Clip clip = TestModels.clip("clip", 11, 5);
        float[] expected = Selection.values(Memory.heap(), clip, new int[] {3, 4, 5, 6, 7}, HANDS_AND_BODY).toArray();
        assertThat(evenly(clip, 3, 7, 5)).isEqualTo(expected);
    }

    @Test
    void framesBeforeAndBehindDoNotCount() {
        Clip clip = TestModels.clip("clip", 30, 6);
        Clip alone = frames(clip, IntStream.rangeClosed(4, 26));
        assertThat(evenly(clip, 4, 26, 5)).isEqualTo(evenly(alone, 0, 22, 5));
    }

    @Test
    void everyNumberIsWritten() {
        Clip clip = TestModels.clip("clip", 9, 3);
        Tensor poisoned = Resampling.evenly(Workspace.poisoned(), clip, HANDS_AND_BODY, 1, 8, 6);
        assertThat(poisoned.toArray()).isEqualTo(evenly(clip, 1, 8, 6));
    }

    /// To a tenth of a frame, as the frames to both sides of a time seldom have the same weights; with nothing to
    /// average to the bit. At either end there are frames on one side only, so that the mean is of those further in.
    @ParameterizedTest
    @CsvSource({"30, 24", "30, 7", "30, 90", "2, 33", "7, 2", "2000, 24"})
    void aStraightMovementStaysStraight(int frames, int count) {
        float[] xs = xs(oneLandmark(frames, t -> 0.125 + t / 64), 0, frames - 1, count);
        double step = (frames - 1.0) / (count - 1);
        for (int s = 0; s < count; s++) {
            boolean end = s == 0 || s == count - 1;
            double tolerance = step <= 1 ? 1e-5 : end ? step / 2 : 0.1;
            assertThat((xs[s] - 0.125) * 64).isCloseTo(s * step, within(tolerance));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "3, 24", "77, 24", "2000, 24"})
    void aConstantStaysConstant(int frames, int count) {
        assertThat(xs(oneLandmark(frames, _ -> 0.3), 0, frames - 1, count)).hasSize(count).containsOnly(0.3f);
    }

    /// Around the time 3 that is 1 − |t − 3|/3 for the frames 1 to 5: 1/3, 2/3, 1, 2/3, 1/3, together 3.
    @Test
    void whereThereAreMoreFramesThanTimesTheyAreWeighted() {
        float[] xs = xs(oneLandmark(7, t -> t == 5 ? 9 : t == 3 ? 18 : 0), 0, 6, 3);
        assertThat(xs[1]).isCloseTo(18f / 3 + 9 * (1 / 3f) / 3, within(1e-6f));
        // 1, 2/3, 1/3 for frames 6, 5, 4.
        assertThat(xs[2]).isCloseTo(9 * (2 / 3f) / 2, within(1e-6f));
        assertThat(xs[0]).isZero();
    }

    @Test
    void moreFramesThanTimesMakeNoiseSmaller() {
        SplittableRandom random = new SplittableRandom(1);
        float[] xs = xs(oneLandmark(2000, _ -> 0.5 + 0.1 * random.nextGaussian()), 0, 1999, 24);
        double squares = 0;
        for (float x : xs) {
            squares += (x - 0.5) * (x - 0.5) / xs.length;
        }
        // A triangle that reaches 87 frames to both sides makes it √(2/(3·87)) = 0.088 of what it was.
        assertThat(Math.sqrt(squares)).isBetween(0.1 * 0.05, 0.1 * 0.14);
    }

    @Test
    void betweenTwoFramesItIsAStraightLine() {
        float[] xs = xs(oneLandmark(2, t -> t == 0 ? 1 : 3), 0, 1, 5);
        assertThat(xs).containsExactly(new float[] {1, 1.5f, 2, 2.5f, 3}, within(1e-6f));
    }

    @Test
    void aSingleTimeIsTheMiddle() {
        assertThat(xs(oneLandmark(7, t -> t), 1, 4, 1)).containsExactly(2.5f);
        assertThat(xs(oneLandmark(7, t -> t), 4, 4, 1)).containsExactly(4f);
    }

    @Test
    void aSingleFrameIsAllTimes() {
        assertThat(xs(oneLandmark(7, t -> t), 4, 4, 3)).containsExactly(4f, 4f, 4f);
    }

    /// What is missing does not count, unless it has more than half of the weight.
    @Test
    void aLandmarkThatIsMissingInOneFrameIsThereNearTheOthers() {
        Clip clip = oneLandmark(3, t -> t == 1 ? MISSING : t == 0 ? 4 : 8);
        assertThat(xs(clip, 0, 2, 9)).containsExactly(4f, 4f, 4f, MISSING, MISSING, MISSING, 8f, 8f, 8f);
        assertThat(xs(clip, 0, 2, 2)).as("all frames at both times").containsExactly(4f, 8f);
        assertThat(xs(clip, 0, 2, 1)).as("the frame in the middle").containsExactly(MISSING);
    }

    @Test
    void allOrNothingOfALandmarkIsMissing() {
        Clip clip = new SomeLandmarks(2).with(0, ROW, 0.25f, MISSING, 0.5f).with(1, ROW, 0.25f, 0.75f, 0.5f).clip();
        Tensor values = Resampling.evenly(Memory.heap(), clip, new int[] {ROW, ROW + 1}, 0, 1, 2);
        assertThat(values.toArray()).containsExactly(MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, 0.25f, 0.75f,
                0.5f, MISSING, MISSING, MISSING);
    }

    /// Some frames of a clip, whole.
    private static Clip frames(Clip clip, IntStream frames) {
        int size = clip.landmarks().length / clip.frames();
        int[] chosen = frames.toArray();
        float[] landmarks = new float[chosen.length * size];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(clip.landmarks(), chosen[i] * size, landmarks, i * size, size);
        }
        return clip.with(landmarks);
    }

    /// A camera with half the rate, which misses more of a shaking hand, frames that a slow computer shows twice, and
    /// twice the rate.
    @Test
    void theSpeedMakesLittleDifference() {
        SyntheticSigners signers = new SyntheticSigners(new SyntheticSettings(5, 4, 2, 1, 1));
        for (int sign = 0; sign < 4; sign++) {
            Clip clip = signers.clip(sign, sign % 2, 0);
            int last = (clip.frames() - 1) / 2 * 2;
            float[] usual = evenly(clip, 0, last, 12);
            Clip half = frames(clip, IntStream.rangeClosed(0, last / 2).map(i -> 2 * i));
            assertClose(evenly(half, 0, last / 2, 12), usual, 0.05);
            Clip doubled = frames(clip, IntStream.range(0, 2 * last + 2).map(i -> i / 2));
            assertClose(evenly(doubled, 0, 2 * last + 1, 12), usual, 0.02);
            Clip twice = Resampling.at(clip, IntStream.rangeClosed(0, 2 * last).mapToDouble(i -> i / 2.0).toArray());
            assertClose(evenly(twice, 0, 2 * last, 12), usual, 0.01);
        }
    }

    /// In the mean, where both are there, which is nearly everywhere.
    private static void assertClose(float[] actual, float[] expected, double tolerance) {
        int there = 0;
        int both = 0;
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            there += Float.isNaN(expected[i]) ? 0 : 1;
            if (!Float.isNaN(actual[i] + expected[i])) {
                both++;
                squares += Math.pow(actual[i] - expected[i], 2);
            }
        }
        assertThat((double) both / there).isGreaterThan(0.95);
        assertThat(Math.sqrt(squares / both)).isLessThan(tolerance);
    }

    /// The distances of the times before and behind: 1.5, (1.5 + 4.5)/2, 4.5 frames.
    @Test
    void unevenTimesReachAsFarAsTheirNeighbours() {
        Clip clip = oneLandmark(9, t -> t == 3 ? 18 : t == 5 ? 6 : 0);
        Clip at = Resampling.at(clip, 0.5, 2, 6.5);
        assertThat(at.frames()).isEqualTo(3);
        assertThat(at.rows()).isEqualTo(clip.rows());
        assertThat(at.x(0, ROW)).isZero();
        double weights = 1 - 2 / 3.0 + 1 - 1 / 3.0 + 1 + 1 - 1 / 3.0 + 1 - 2 / 3.0;
        assertThat((double) at.x(1, ROW)).isCloseTo(18 * (2 / 3.0) / weights, within(1e-5));
        double far = IntStream.rangeClosed(3, 8).mapToDouble(t -> 1 - Math.abs(t - 6.5) / 4.5).sum();
        assertThat((double) at.x(2, ROW)).isCloseTo((18 * (1 - 3.5 / 4.5) + 6 * (1 - 1.5 / 4.5)) / far, within(1e-5));
    }

    @Test
    void timesThatAreNearerThanAFrameReachAFrame() {
        Clip at = Resampling.at(oneLandmark(4, t -> t * t), 0.25, 0.5, 0.5, 0.75);
        for (int t = 0; t < 4; t++) {
            assertThat(at.x(t, ROW)).isCloseTo(new float[] {0.25f, 0.5f, 0.5f, 0.75f}[t], within(1e-6f));
        }
    }

    @Test
    void manyFramesTakeLittleTimeAndAreFinite() {
        Clip clip = TestModels.clip("clip", 2000, 4);
        float[] numbers = Resampling.evenly(Memory.heap(), clip, LandmarkSets.headAndArms(), 0, 1999, 24).toArray();
        assertThat(Close.anyNaN(numbers)).isFalse();
    }

    @Test
    void wrongTimesAreTold() {
        Clip clip = oneLandmark(5, t -> t);
        int[] rows = {ROW};
        for (int[] wrong : new int[][] {{-1, 3, 2}, {2, 1, 2}, {0, 5, 2}, {0, 4, 0}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Resampling.evenly(Memory.heap(), clip, rows, wrong[0], wrong[1], wrong[2]))
                    .withMessage("resampling: " + wrong[2] + " times from frame " + wrong[0] + " to " + wrong[1]
                            + " of a clip of 5");
        }
        for (double wrong : new double[] {-0.5, 4.001, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Resampling.at(clip, 1, wrong))
                    .withMessage("resampling: time " + wrong + " of a clip of 5 frames");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resampling.evenly(Memory.heap(), clip, new int[] {ROW, 3}, 0, 4, 2))
                .withMessage("one landmark: this clip was read without landmark face 3");
    }
}
