package islr.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PointsTest {
    private static final float MISSING = Float.NaN;

    @Test
    void numbersStandByFramesPointsAndAxes() {
        Points points = SomePoints.random(1, 3, 5);
        assertThat(points.frames()).isEqualTo(3);
        assertThat(points.count()).isEqualTo(5);
        for (int t = 0; t < 3; t++) {
            for (int i = 0; i < 5; i++) {
                assertThat(points.x(t, i)).isEqualTo(points.values().get(t, i, 0));
                assertThat(points.y(t, i)).isEqualTo(points.values().get(t, i, 1));
            }
        }
    }

    @Test
    void aPointIsSeenIfBothXAndYAreThere() {
        Points points = SomePoints.of(1, 4, 1, 2, MISSING, MISSING, 2, 3, 1, MISSING, 3, MISSING, MISSING, MISSING);
        assertThat(new boolean[] {points.isSeen(0, 0), points.isSeen(0, 1), points.isSeen(0, 2), points.isSeen(0, 3)})
                .containsExactly(true, false, false, false);
    }

    /// 3, 4, 5; how far away in z makes no difference.
    @Test
    void distancesAreThoseInThePicture() {
        Points points = SomePoints.of(2, 2, 1, 1, 0, 4, 5, 9, 0, 0, 0, 0, MISSING, 1);
        assertThat(points.distance(0, 0, 1)).isEqualTo(5);
        assertThat(points.distance(0, 1, 0)).isEqualTo(5);
        assertThat(points.distance(1, 0, 1)).isNaN();
    }

    @Test
    void theMeanDistanceIsThatOfTheFramesInWhichBothAreSeen() {
        Points points = SomePoints.of(3, 2, 0, 0, 0, 3, 4, 0, MISSING, MISSING, MISSING, 1, 1, 1, 0, 0, 0, 0, 2, 0);
        assertThat(points.meanDistance(0, 1)).isCloseTo(3.5, within(1e-12));
        assertThat(SomePoints.without(points, 0, 0).meanDistance(0, 1)).isCloseTo(2, within(1e-12));
        assertThat(SomePoints.without(SomePoints.without(points, 0, 0), 2, 1).meanDistance(0, 1)).isNaN();
    }

    @Test
    void otherShapesAreRefused() {
        for (Shape shape : new Shape[] {Shape.of(4, 3), Shape.of(2, 3, 2)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Points(Tensor.of(shape, new float[shape.size()])))
                    .withMessage("points: " + shape + " is not [frames, landmarks, 3]");
        }
    }
}
