package islr.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Hands and arms are made of bones: their lengths do not change, whatever the fingers do.
class HandModelTest {

    private static final int[][] BONES = {{1, 2}, {2, 3}, {3, 4}, {5, 6}, {6, 7}, {7, 8}, {9, 10}, {10, 11}, {11, 12},
        {13, 14}, {14, 15}, {15, 16}, {17, 18}, {18, 19}, {19, 20}, {0, 5}, {0, 9}, {0, 17}};

    @ParameterizedTest
    @EnumSource
    void bonesKeepTheirLengthsInEveryShape(HandShape shape) {
        Point[] straight = HandModel.points(HandShape.FLAT.fingers());
        Point[] points = HandModel.points(shape.fingers());
        for (int[] bone : BONES) {
            assertThat(points[bone[0]].minus(points[bone[1]]).length())
                    .isCloseTo(straight[bone[0]].minus(straight[bone[1]]).length(), within(1e-12));
        }
        assertThat(points[9].length()).isCloseTo(1, within(0.01));
    }

    @Test
    void fistsAreShortAndFlatHandsLong() {
        assertThat(HandModel.points(HandShape.FLAT.fingers())[12].y()).isLessThan(-1.9);
        assertThat(HandModel.points(HandShape.FIST.fingers())[12].y()).isGreaterThan(-1.2);
        assertThat(HandModel.points(HandShape.FIST.fingers())[12].z()).as("towards the palm").isLessThan(-0.1);
    }

    @Test
    void spreadingTakesFingertipsApart() {
        assertThat(gap(HandShape.FAN)).isGreaterThan(1.4 * gap(HandShape.FLAT));
    }

    private static double gap(HandShape shape) {
        Point[] points = HandModel.points(shape.fingers());
        return points[8].minus(points[20]).length();
    }

    @Property(tries = 200)
    void anArmHasItsLengthsAndEndsAtTheTargetIfItCan(@ForAll @DoubleRange(min = -1, max = 2) double x,
            @ForAll @DoubleRange(min = -1.5, max = 1.5) double y, @ForAll @DoubleRange(min = -1, max = 0) double z) {
        var body = new Signer.Body(0.25, 0.78, 0.68, 1, 0.48, 1.4);
        Point target = new Point(x, y, z);
        Arm arm = Arm.reaching(target, body);
        assertThat(arm.elbow().minus(arm.shoulder()).length()).isCloseTo(0.78, within(1e-9));
        assertThat(arm.wrist().minus(arm.elbow()).length()).isCloseTo(0.68, within(1e-9));
        double distance = target.minus(arm.shoulder()).length();
        if (distance > 0.2 && distance < 1.4) {
            assertThat(arm.wrist().minus(target).length()).isLessThan(1e-9);
        }
    }

    @Test
    void rotationsKeepLengthsAndTurnAsTheySay() {
        Point up = new Point(0, -1, 0);
        Point camera = new Point(0, 0, -1);
        assertThat(Rotation.of(90, 0, 0).of(up).minus(camera).length()).isLessThan(1e-12);
        assertThat(Rotation.of(0, 90, 0).of(camera).minus(new Point(1, 0, 0)).length()).isLessThan(1e-12);
        assertThat(Rotation.of(0, 0, 90).of(up).minus(new Point(-1, 0, 0)).length()).isLessThan(1e-12);
        assertThat(Rotation.of(20, 130, -70).of(new Point(1, 2, 3)).length()).isCloseTo(Math.sqrt(14), within(1e-12));
    }
}
