package islr.system.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.features.SomeLandmarks;
import org.junit.jupiter.api.Test;

/// One landmark of the left hand over a few frames, and means of face and pose.
class MlpFeaturesTest {
    private static final int LEFT_WRIST = 468;

    /// Its place among the 84 points: behind the means of face and pose, and 40 lips.
    private static final int WRIST = 42;
    private static final int COLUMNS = 84 * 2;

    private static float[] features(SomeLandmarks landmarks) {
        float[] row = new MlpFeatures(2).of(landmarks.clip()).values().toArray();
        assertThat(row).hasSize(23 * COLUMNS);
        return row;
    }

    /// Of a point's x: mean and deviation of each third and of the whole clip.
    private static float[] statistics(float[] row, int point) {
        float[] statistics = new float[8];
        for (int i = 0; i < statistics.length; i++) {
            statistics[i] = row[i * COLUMNS + 2 * point];
        }
        return statistics;
    }

    /// @param x of the wrist in each frame; y is 10 more
    private static SomeLandmarks wrist(float... x) {
        SomeLandmarks clip = new SomeLandmarks(x.length);
        for (int t = 0; t < x.length; t++) {
            clip.with(t, LEFT_WRIST, x[t], 10 + x[t]);
        }
        return clip;
    }

    /// Thirds: 1 3 and 5 9 and 2 2.
    @Test
    void sixFramesAreThreeThirdsOfTwo() {
        assertThat(statistics(features(wrist(1, 3, 5, 9, 2, 2)), WRIST)).containsExactly(
                new float[] {2, 1, 7, 2, 2, 0, 22 / 6f, (float) Math.sqrt(124 / 6.0 - 22 / 6.0 * 22 / 6.0)},
                within(1e-6f));
    }

    /// One too many for thirds of one: a copy of the first frame in front and one of the last behind. Thirds: 1 1 and
    /// 2 4 and nothing twice. The whole clip, without copies, is 1 2 4: mean 7/3, deviation √(42/27).
    @Test
    void ofFourFramesTheFirstAndTheLastAreCopiedAndMissingOnesTakeNoPart() {
        assertThat(statistics(features(wrist(1, 2, 4, Float.NaN)), WRIST))
                .containsExactly(new float[] {1, 0, 3, 1, 0, 0, 7 / 3f, (float) Math.sqrt(42 / 27.0)}, within(1e-6f));
    }

    /// Thirds: 1 3 and 5 9 and 4 4. The whole: 1 3 5 9 4, mean 22/5, deviation √(132/5 − (22/5)²).
    @Test
    void ofFiveFramesTheLastIsCopied() {
        assertThat(statistics(features(wrist(1, 3, 5, 9, 4)), WRIST)).containsExactly(
                new float[] {2, 1, 7, 2, 4, 0, 4.4f, (float) Math.sqrt(26.4 - 4.4 * 4.4)}, within(1e-6f));
    }

    /// Frame i of the fifteen lies at (i + 1/2)·4/15 − 1/2: 0 to 0.433 for i = 3, 1.5 for 7, 2.567 for 11, behind 3 for
    /// 14. The missing frame 3 has the clip's mean, 7/3.
    @Test
    void theClipIsResizedToFifteenFrames() {
        float[] row = features(wrist(1, 2, 4, Float.NaN));
        double mean = 7 / 3.0;
        double[] expected = {1, 1 + 13 / 30.0, 3, 4 + (mean - 4) * 17 / 30.0, mean};
        int[] frames = {0, 3, 7, 11, 14};
        for (int i = 0; i < frames.length; i++) {
            assertThat((double) row[(8 + frames[i]) * COLUMNS + 2 * WRIST]).isCloseTo(expected[i], within(1e-6));
            assertThat((double) row[(8 + frames[i]) * COLUMNS + 2 * WRIST + 1]).isCloseTo(10 + expected[i],
                    within(1e-6));
        }
    }

    /// Rows 0 to 467 are the face's, 489 to 521 the pose's; the hands between and behind them take no part. What was
    /// not seen takes none either.
    @Test
    void theFirstTwoPointsAreTheMeansOfFaceAndPose() {
        float[] row = features(new SomeLandmarks(1).with(0, 0, 1).with(0, 10, 2).with(0, 467, 6).with(0, 468, 50)
                .with(0, 488, 50).with(0, 489, 3).with(0, 521, 4).with(0, 522, 50));
        assertThat(row[0]).isEqualTo(3);
        assertThat(row[2]).isEqualTo(3.5f);
        assertThat(row[2 * WRIST]).isEqualTo(50);
        assertThat(row[2 * (WRIST + 20)]).isEqualTo(50);
        assertThat(row[2 * (WRIST + 21)]).isEqualTo(50);
    }

    @Test
    void whatWasNeverSeenIsZero() {
        assertThat(features(new SomeLandmarks(4))).containsOnly(0);
    }
}
