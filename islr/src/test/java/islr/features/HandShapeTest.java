package islr.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class HandShapeTest {
    private static final int FIRST = 3;
    private static final int COUNT = FIRST + HandShape.POINTS + 1;
    private static final int[] ENDS = {0, 4, 8, 12, 16, 20};

    private static float[] spreads(Points points, int frame) {
        float[] to = new float[HandShape.SPREADS + 3];
        HandShape.spreads(points, frame, FIRST, Palm.length(points, FIRST), to, 2);
        assertThat(new float[] {to[0], to[1], to[to.length - 1]}).as("around").containsOnly(0);
        return Arrays.copyOfRange(to, 2, to.length - 1);
    }

    private static float[] bends(Points points, int frame) {
        float[] to = new float[HandShape.BENDS + 3];
        HandShape.bends(points, frame, FIRST, to, 2);
        assertThat(new float[] {to[0], to[1], to[to.length - 1]}).as("around").containsOnly(0);
        return Arrays.copyOfRange(to, 2, to.length - 1);
    }

    /// Of one frame.
    private static Points hand(float... xy) {
        float[] numbers = new float[COUNT * 3];
        for (int i = 0; i < xy.length / 2; i++) {
            numbers[(FIRST + i) * 3] = xy[2 * i];
            numbers[(FIRST + i) * 3 + 1] = xy[2 * i + 1];
        }
        return SomePoints.of(1, COUNT, numbers);
    }

    @Test
    void everyPointButTheWristEndsABone() {
        int[] roots = IntStream.range(1, HandShape.POINTS).map(HandShape::root).toArray();
        assertThat(roots).containsExactly(0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19);
    }

    @Test
    void spreadsAreTheDistancesOfWristAndTips() {
        Points points = SomePoints.random(1, 2, COUNT);
        double palm = (points.distance(0, FIRST, FIRST + 9) + points.distance(1, FIRST, FIRST + 9)) / 2;
        float[] spreads = spreads(points, 1);
        assertThat(spreads).hasSize(15);
        int at = 0;
        for (int i = 0; i < ENDS.length; i++) {
            for (int j = i + 1; j < ENDS.length; j++) {
                double distance = points.distance(1, FIRST + ENDS[i], FIRST + ENDS[j]);
                assertThat((double) spreads[at++]).isCloseTo(distance / palm, within(1e-5));
            }
        }
    }

    /// From the root on, the index finger is straight, at right angles, folded back: 1, 0, −1. Between the tip of a
    /// finger and the palm of the next it is −√½ here.
    @Test
    void bendsAreTheCosinesBetweenBones() {
        float[] xy = new float[2 * HandShape.POINTS];
        float[] index = {0, -2, 0, -3, 1, -3, 0.5f, -3};
        System.arraycopy(index, 0, xy, 2 * 5, index.length);
        xy[2 * 9] = 1;
        xy[2 * 9 + 1] = 1;
        float[] bends = bends(hand(xy), 0);
        assertThat(bends).hasSize(19);
        assertThat(Arrays.copyOfRange(bends, 4, 7)).containsExactly(new float[] {1, 0, -1}, within(1e-6f));
        assertThat(bends[7]).isCloseTo((float) -Math.sqrt(0.5), within(1e-6f));
        assertThat(Arrays.copyOf(bends, 4)).as("a thumb that is a spot").containsOnly(0);
    }

    @Property(tries = 100)
    void movingTurningAndResizingAHandChangesNothing(@ForAll long seed,
            @ForAll @DoubleRange(min = 0.05, max = 5) double size, @ForAll @DoubleRange(min = -4, max = 4) double turn,
            @ForAll @DoubleRange(min = -1, max = 1) double x, @ForAll @DoubleRange(min = -1, max = 1) double y) {
        Points points = SomePoints.random(seed, 3, COUNT);
        Points placed = SomePoints.placed(points, size, turn, x, y);
        for (int t = 0; t < 3; t++) {
            assertThat(spreads(placed, t)).containsExactly(spreads(points, t), within(2e-3f));
            assertThat(bends(placed, t)).containsExactly(bends(points, t), within(2e-3f));
        }
    }

    @Test
    void theOtherHandOfTheSameShapeHasTheSameNumbers() {
        Points points = SomePoints.random(5, 1, COUNT);
        Points mirrored = SomePoints.changed(points, 0, x -> 1 - x);
        assertThat(spreads(mirrored, 0)).containsExactly(spreads(points, 0), within(1e-5f));
        assertThat(bends(mirrored, 0)).containsExactly(bends(points, 0), within(1e-5f));
    }

    @Test
    void zMakesNoDifference() {
        Points points = SomePoints.random(6, 1, COUNT);
        Points deep = SomePoints.changed(points, 2, z -> 9 - 3 * z);
        assertThat(spreads(deep, 0)).isEqualTo(spreads(points, 0));
        assertThat(bends(deep, 0)).isEqualTo(bends(points, 0));
    }

    /// The tip of the ring finger: five distances, and the angles before and behind its bone.
    @Test
    void whatAMissingPointTakesPartInIsZero() {
        Points points = SomePoints.random(7, 2, COUNT);
        Points without = SomePoints.without(points, 1, FIRST + 16);
        assertThat(spreads(without, 0)).isEqualTo(spreads(points, 0));
        float[] expected = spreads(points, 1);
        for (int at : new int[] {3, 7, 10, 12, 14}) {
            expected[at] = 0;
        }
        assertThat(spreads(without, 1)).isEqualTo(expected);
        float[] bends = bends(points, 1);
        bends[14] = bends[15] = 0;
        assertThat(bends(without, 1)).isEqualTo(bends);
        Points none = points;
        for (int i = 0; i < HandShape.POINTS; i++) {
            none = SomePoints.without(none, 1, FIRST + i);
        }
        assertThat(spreads(none, 1)).containsOnly(0);
        assertThat(bends(none, 1)).containsOnly(0);
    }
}
