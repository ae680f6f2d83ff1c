package islr.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PalmTest {
    private static final int FIRST = 4;
    private static final Points HAND = SomePoints.random(3, 5, FIRST + HandShape.POINTS + 2);

    @Test
    void itReachesFromTheWristToTheRootOfTheMiddleFinger() {
        double sum = 0;
        for (int t = 0; t < 5; t++) {
            sum += Math.hypot(HAND.x(t, FIRST + 9) - HAND.x(t, FIRST), HAND.y(t, FIRST + 9) - HAND.y(t, FIRST));
        }
        assertThat(Palm.length(HAND, FIRST)).isCloseTo(sum / 5, within(1e-7));
    }

    @Test
    void itGrowsWithTheHandAndWithNothingElse() {
        assertThat(Palm.length(SomePoints.placed(HAND, 0.3, 2, 5, -1), FIRST)).isCloseTo(0.3 * Palm.length(HAND, FIRST),
                within(1e-6));
        assertThat(Palm.length(SomePoints.changed(HAND, 2, z -> 7 - z), FIRST)).isEqualTo(Palm.length(HAND, FIRST));
    }

    @Test
    void aHandThatIsNotThereOrASpotHasNone() {
        Points missing = HAND;
        for (int t = 0; t < 5; t++) {
            missing = SomePoints.without(missing, t, FIRST + t % 2 * 9);
        }
        assertThat(Palm.length(missing, FIRST)).isNaN();
        assertThat(Palm.length(SomePoints.placed(HAND, 0, 0, 0.3, 0.3), FIRST)).isNaN();
    }
}
