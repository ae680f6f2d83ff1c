package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyChangeTest {
    private static final int SHOULDER = SomeClips.SHOULDER;
    private static final int ELBOW = SomeClips.ELBOW;
    private static final int WRIST = SomeClips.WRIST;

    /// The mean of a wrist's places is that over the frames in which it is seen.
    @Test
    void aFrameWithoutTheWristChangesNothingForTheOthers() {
        SkeletonRows rows = SkeletonRows.of(SHOULDER, SHOULDER + 1, WRIST);
        float[] low = {0.7f, 0.5f, 0, 0.3f, 0.5f, 0, 0.2f, 0.3f, 0};
        float[] none = low.clone();
        Arrays.fill(none, 6, 9, Float.NaN);
        float[] high = low.clone();
        high[6] = 0.6f;
        Clip two = new Clip("two", rows, joined(low, high));
        Clip three = new Clip("three", rows, joined(low, none, high));
        Clip changedTwo = new BodyChange(1).apply(two, new SplittableRandom(5));
        Clip changedThree = new BodyChange(1).apply(three, new SplittableRandom(5));
        assertThat(changedThree.x(0, WRIST)).isCloseTo(changedTwo.x(0, WRIST), within(1e-6f)).isNotCloseTo(low[6],
                within(0.01f));
        assertThat(changedThree.x(2, WRIST)).isCloseTo(changedTwo.x(1, WRIST), within(1e-6f));
        assertThat(changedThree.y(2, WRIST)).isCloseTo(changedTwo.y(1, WRIST), within(1e-6f));
    }

    private static float[] joined(float[]... frames) {
        float[] all = new float[frames.length * frames[0].length];
        for (int t = 0; t < frames.length; t++) {
            System.arraycopy(frames[t], 0, all, t * frames[t].length, frames[t].length);
        }
        return all;
    }

    /// `narrow·(1 shear; 0 1)·(cos −sin; sin cos)`, where narrow is for x alone.
    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1})
    void thePictureIsTurnedShearedAndNarrowerAboutTheMiddleOfTheShoulders(double amount) {
        SplittableRandom random = new SplittableRandom(3);
        Clip clip = LinearMap.clip(true);
        int draws = 2000;
        double[] turns = new double[draws];
        double[] shears = new double[draws];
        double[] narrows = new double[draws];
        for (int i = 0; i < draws; i++) {
            Clip changed = new BodyChange(amount).apply(clip, random);
            LinearMap map = LinearMap.of(clip, changed);
            assertThat(Math.hypot(map.yx(), map.yy())).isCloseTo(1, within(1e-5));
            turns[i] = Math.atan2(map.yx(), map.yy());
            narrows[i] = map.xx() * map.yy() - map.xy() * map.yx();
            shears[i] = (map.xx() * map.yx() + map.xy() * map.yy()) / narrows[i];
            assertThat(map.of(0.6, 0.6)).containsExactly(new double[] {0.6, 0.6}, within(1e-5));
            assertThat(changed.z(1, 7)).isEqualTo(3);
            assertThat(Arrays.copyOfRange(changed.landmarks(), 15, 30))
                    .isEqualTo(Arrays.copyOf(changed.landmarks(), 15));
        }
        Draws.assertUniform(turns, 0, 0.3 * amount, 1e-4);
        Draws.assertUniform(shears, 0, 0.1 * amount, 1e-4);
        Draws.assertUniform(narrows, 1, 0.2 * amount, 1e-4);
    }

    @Test
    void whereTheShouldersAreNotKnownItIsAboutAUsualPlace() {
        for (Clip clip : List.of(LinearMap.clip(false),
                SomeClips.without(LinearMap.clip(true), row -> row == SHOULDER))) {
            LinearMap map = LinearMap.of(clip, new BodyChange(1).apply(clip, new SplittableRandom(4)));
            assertThat(map.of(0.5, 0.6)).containsExactly(new double[] {0.5, 0.6}, within(1e-5));
        }
    }

    /// Three points that stand still, and arms that move.
    private static Clip withArms() {
        Clip signer = SomeClips.signer(2);
        Clip clip = signer.with(signer.landmarks().clone());
        for (int t = 0; t < clip.frames(); t++) {
            for (int i = 0; i < 3; i++) {
                int at = clip.index(t, LinearMap.CORNERS[i]);
                clip.landmarks()[at] = -1 + (i == 1 ? 1 : 0);
                clip.landmarks()[at + 1] = -2 + (i == 2 ? 1 : 0);
            }
        }
        return clip;
    }

    /// The picture as it would be without other movements of the arms.
    private static double[][] shifts(Clip before, Clip after, int row) {
        LinearMap map = LinearMap.of(before, after);
        double[][] shifts = new double[before.frames()][];
        for (int t = 0; t < shifts.length; t++) {
            double[] back = map.back(after.x(t, row), after.y(t, row));
            shifts[t] = new double[] {back[0] - before.x(t, row), back[1] - before.y(t, row)};
        }
        return shifts;
    }

    @ParameterizedTest
    @CsvSource({"0, 468", "1, 522"})
    void handAndWristMoveTogetherAndTheElbowHalfAsFar(int side, int hand) {
        Clip clip = withArms();
        for (int seed = 0; seed < 5; seed++) {
            Clip changed = new BodyChange(1).apply(clip, new SplittableRandom(seed));
            double[][] wrist = shifts(clip, changed, WRIST + side);
            assertShifts(shifts(clip, changed, hand), wrist, 1);
            assertShifts(shifts(clip, changed, hand + 20), wrist, 1);
            for (int finger = 2; finger <= 6; finger += 2) {
                assertShifts(shifts(clip, changed, WRIST + side + finger), wrist, 1);
            }
            assertShifts(shifts(clip, changed, ELBOW + side), wrist, 0.5);
            for (int row : new int[] {0, 17, 467, Skeleton.POSE, SHOULDER + side, WRIST + 8, WRIST + 9}) {
                assertShifts(shifts(clip, changed, row), wrist, 0);
            }
        }
    }

    private static void assertShifts(double[][] actual, double[][] wrist, double factor) {
        for (int t = 0; t < wrist.length; t++) {
            if (!Double.isNaN(actual[t][0])) {
                assertThat(actual[t][0]).isCloseTo(factor * wrist[t][0], within(2e-5));
                assertThat(actual[t][1]).isCloseTo(factor * wrist[t][1], within(2e-5));
            }
        }
    }

    /// The same factor in all frames, for x and for y, and each arm has its own; beside it, both arms are longer or
    /// shorter by the same factor.
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1})
    void armsAreLongerOrShorterAndMoveFurtherOrLessFarFromWhereTheyAreOnAverage(double amount) {
        Clip clip = withArms();
        List<double[]> factors = new ArrayList<>();
        List<double[]> reaches = new ArrayList<>();
        for (int seed = 0; seed < 400; seed++) {
            Clip changed = new BodyChange(amount).apply(clip, new SplittableRandom(seed));
            double[] four = new double[4];
            double[] reach = new double[4];
            for (int side = 0; side < 2; side++) {
                double[][] shifts = shifts(clip, changed, WRIST + side);
                for (int axis = 0; axis < 2; axis++) {
                    int i = 2 * side + axis;
                    reach[i] = reach(clip, WRIST + side, axis, shifts);
                    four[i] = factor(clip, WRIST + side, axis, shifts) - reach[i];
                }
            }
            for (int axis = 0; axis < 2; axis++) {
                assertThat(reach[axis]).as("both arms").isCloseTo(reach[2 + axis], within(1e-3));
            }
            factors.add(four);
            reaches.add(reach);
        }
        for (int i = 0; i < 4; i++) {
            int column = i;
            double[] numbers = factors.stream().mapToDouble(four -> four[column]).toArray();
            assertThat(Draws.mean(numbers)).isCloseTo(0, within(0.06 * amount));
            assertThat(Draws.spread(numbers, 0)).isCloseTo(0.3 * amount, within(0.045 * amount));
            assertThat(Arrays.stream(numbers).map(Math::abs).max().orElseThrow()).as("normal, not uniform")
                    .isGreaterThan(0.7 * amount);
            double[] next = factors.stream().mapToDouble(four -> four[(column + 1) % 4]).toArray();
            assertThat(Draws.correlation(numbers, next)).isBetween(-0.2, 0.2);
            double[] reach = reaches.stream().mapToDouble(four -> four[column]).toArray();
            assertThat(Draws.mean(reach)).isCloseTo(0, within(0.04 * amount));
            assertThat(Draws.spread(reach, 0)).isCloseTo(0.2 * amount, within(0.03 * amount));
            assertThat(Draws.correlation(numbers, reach)).isBetween(-0.2, 0.2);
        }
    }

    private static double[] places(Clip clip, int row, int axis) {
        double[] places = new double[clip.frames()];
        Arrays.setAll(places, t -> axis == 0 ? clip.x(t, row) : clip.y(t, row));
        return places;
    }

    /// The mean shift over the distance of the mean place from the middle of the shoulders.
    private static double reach(Clip clip, int row, int axis, double[][] shifts) {
        double middle = axis == 0 ? Shoulders.of(clip).x() : Shoulders.of(clip).y();
        return Arrays.stream(shifts).mapToDouble(shift -> shift[axis]).average().orElseThrow()
                / (Arrays.stream(places(clip, row, axis)).average().orElseThrow() - middle);
    }

    /// Shift, beyond the mean shift, over distance from the mean place; the same in all frames.
    private static double factor(Clip clip, int row, int axis, double[][] shifts) {
        double[] places = places(clip, row, axis);
        double mean = Arrays.stream(places).average().orElseThrow();
        double meanShift = Arrays.stream(shifts).mapToDouble(shift -> shift[axis]).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (int t = 0; t < places.length; t++) {
            above += (shifts[t][axis] - meanShift) * (places[t] - mean);
            below += (places[t] - mean) * (places[t] - mean);
        }
        for (int t = 0; t < places.length; t++) {
            assertThat(shifts[t][axis] - meanShift).isCloseTo(above / below * (places[t] - mean), within(2e-5));
        }
        return above / below;
    }
}
