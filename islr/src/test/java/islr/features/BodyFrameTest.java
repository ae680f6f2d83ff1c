package islr.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class BodyFrameTest {
    private static final float MISSING = Float.NaN;
    private static final int LEFT = 1;
    private static final int RIGHT = 3;

    /// The shoulders are 0.4 and 0.2 apart, the middle is at (0.5, 0.6) and (0.6, 0.5): on average 0.3, (0.55, 0.55).
    private static final Points TWO_FRAMES = SomePoints.of(3, 4, 9, 9, 9, 0.7f, 0.6f, 0, 9, 9, 9, 0.3f, 0.6f, 0, 9, 9,
            9, 0.6f, 0.6f, 0, 9, 9, 9, 0.6f, 0.4f, 0, 9, 9, 9, MISSING, MISSING, MISSING, 9, 9, 9, 0.5f, 0.5f, 0);

    @Test
    void originAndUnitAreMeansOfTheFramesInWhichBothShouldersAreSeen() {
        BodyFrame frame = BodyFrame.of(TWO_FRAMES, LEFT, RIGHT);
        assertThat(frame.isKnown()).isTrue();
        assertThat(frame.x()).isCloseTo(0.55f, within(1e-6f));
        assertThat(frame.y()).isCloseTo(0.55f, within(1e-6f));
        assertThat(frame.width()).isCloseTo(0.3f, within(1e-6f));
        assertThat(frame.placeX(0.7f)).isCloseTo(0.5f, within(1e-6f));
        assertThat(frame.placeX(0.25f)).isCloseTo(-1, within(1e-6f));
        assertThat(frame.placeY(0.7f)).isCloseTo(0.5f, within(1e-6f));
        assertThat(frame.placeX(MISSING)).isNaN();
        assertThat(frame.placeY(MISSING)).isNaN();
    }

    @Property(tries = 50)
    void wherePeopleStandAndHowLargeTheyAreMakesNoDifference(@ForAll long seed,
            @ForAll @DoubleRange(min = 0.2, max = 3) double size, @ForAll @DoubleRange(min = -2, max = 2) double x,
            @ForAll @DoubleRange(min = -2, max = 2) double y) {
        Points points = SomePoints.without(SomePoints.random(seed, 5, 4), 2, LEFT);
        Points moved = SomePoints.placed(points, size, 0, x, y);
        BodyFrame frame = BodyFrame.of(points, LEFT, RIGHT);
        BodyFrame other = BodyFrame.of(moved, LEFT, RIGHT);
        for (int t = 0; t < 5; t++) {
            assertThat(other.placeX(moved.x(t, 2))).isCloseTo(frame.placeX(points.x(t, 2)), within(1e-4f));
            assertThat(other.placeY(moved.y(t, 0))).isCloseTo(frame.placeY(points.y(t, 0)), within(1e-4f));
        }
    }

    @Test
    void withoutShouldersNothingIsKnown() {
        Points never = SomePoints.without(SomePoints.without(TWO_FRAMES, 0, LEFT), 1, RIGHT);
        Points oneSpot = SomePoints.placed(TWO_FRAMES, 0, 0, 0.5, 0.5);
        for (Points points : new Points[] {never, oneSpot}) {
            BodyFrame frame = BodyFrame.of(points, LEFT, RIGHT);
            assertThat(frame.isKnown()).isFalse();
            assertThat(frame.width()).isNaN();
            assertThat(frame.placeX(0.5f)).isNaN();
            assertThat(frame.placeY(0.5f)).isNaN();
        }
    }

    @Test
    void thePictureBecomesMinusOneToOne() {
        BodyFrame picture = BodyFrame.ofPicture();
        assertThat(picture.isKnown()).isTrue();
        assertThat(new float[] {picture.placeX(0), picture.placeX(0.5f), picture.placeX(1), picture.placeY(0),
            picture.placeY(0.75f)}).containsExactly(-1, 0, 1, -1, 0.5f);
    }
}
