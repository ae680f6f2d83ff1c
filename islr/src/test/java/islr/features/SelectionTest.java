package islr.features;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final float MISSING = Float.NaN;

    /// Landmark 7 has two coordinates in frame 0 and one, z, in frame 2; landmark 9 one in frame 2.
    private static final Clip CLIP = new SomeLandmarks(4).with(0, 7, 0.1f, 0.2f, MISSING)
            .with(2, 7, MISSING, MISSING, 0.3f).with(2, 9, 0.4f).with(3, 11, 0.5f, 0.6f, 0.7f).clip();

    @Test
    void everyCoordinateThatIsThereIsCounted() {
        assertThat(Selection.seen(CLIP, new int[] {7, 9}, 0, 4)).isEqualTo(4);
        assertThat(Selection.seen(CLIP, new int[] {7, 9}, 0, 2)).isEqualTo(2);
        assertThat(Selection.seen(CLIP, new int[] {7}, 1, 3)).isEqualTo(1);
        assertThat(Selection.seen(CLIP, new int[] {11, 9, 7}, 0, 4)).isEqualTo(7);
    }

    @Test
    void oneCoordinateIsEnoughForAFrame() {
        assertThat(Selection.framesWith(CLIP, new int[] {7})).containsExactly(0, 2);
        assertThat(Selection.framesWith(CLIP, new int[] {9})).containsExactly(2);
        assertThat(Selection.framesWith(CLIP, new int[] {11, 9})).containsExactly(2, 3);
        assertThat(Selection.framesWith(CLIP, new int[] {8})).isEmpty();
    }

    @Test
    void valuesStandFrameByFrameInTheOrderOfTheRowsAskedFor() {
        Tensor values = Selection.values(Memory.heap(), CLIP, new int[] {2, 3}, new int[] {9, 7, 11});
        assertThat(values.toArray()).containsExactly(0.4f, MISSING, MISSING, MISSING, MISSING, 0.3f, MISSING, MISSING,
                MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, MISSING, 0.5f, 0.6f, 0.7f);
    }

    @Test
    void framesAreCountedFromTheFirst() {
        assertThat(Selection.fromFirst(new int[] {3, 4, 7})).containsExactly(0, 1, 4);
        assertThat(Selection.fromFirst(new int[0])).isEmpty();
    }

    /// Outside, then inside: along the upper lip and along the lower one, both from the same corner of the mouth to the
    /// other.
    @Test
    void lipsAreFourArcsFromCornerToCorner() {
        int[] outsideUp = {61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291};
        int[] outsideDown = {146, 91, 181, 84, 17, 314, 405, 321, 375};
        int[] insideUp = {78, 191, 80, 81, 82, 13, 312, 311, 310, 415};
        int[] insideDown = {95, 88, 178, 87, 14, 317, 402, 318, 324, 308};
        assertThat(LandmarkSets.lips()).isEqualTo(Selection.concat(outsideUp, outsideDown, insideUp, insideDown));
    }

    /// Of the pose's 33 landmarks, which are rows 489 to 521, 13 to 22 are the arms': left ones are odd.
    @Test
    void armsAreThePosesLandmarks13To22() {
        assertThat(LandmarkSets.leftArm()).containsExactly(489 + 13, 489 + 15, 489 + 17, 489 + 19, 489 + 21);
        assertThat(LandmarkSets.rightArm()).containsExactly(489 + 14, 489 + 16, 489 + 18, 489 + 20, 489 + 22);
        assertThat(LandmarkSets.arms()).isEqualTo(IntStream.rangeClosed(489 + 13, 489 + 22).toArray());
    }
}
