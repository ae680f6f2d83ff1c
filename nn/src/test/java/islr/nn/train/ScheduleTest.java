package islr.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Property(tries = 50)
    void curvesBeginAtTheStartAndStayAtTheEnd(@ForAll @DoubleRange(min = 0, max = 1) double start,
            @ForAll @DoubleRange(min = 0, max = 1) double end, @ForAll @IntRange(min = 1, max = 500) int total) {
        for (Schedule schedule : new Schedule[] {Schedule.cosine(start, end, total),
            Schedule.linear(start, end, total)}) {
            assertThat(schedule.at(0)).isCloseTo(start, within(1e-12));
            for (int step : new int[] {total, total + 1, 2 * total + 7}) {
                assertThat(schedule.at(step)).isCloseTo(end, within(1e-12));
            }
            for (int step = 0; step < total; step++) {
                assertThat(schedule.at(step)).isBetween(Math.min(start, end) - 1e-12, Math.max(start, end) + 1e-12);
                assertThat((schedule.at(step + 1) - schedule.at(step)) * (end - start)).isGreaterThanOrEqualTo(-1e-12);
            }
        }
    }

    @Property(tries = 50)
    void aWarmUpEndsWhereTheOtherBegins(@ForAll @IntRange(min = 1, max = 50) int steps,
            @ForAll @DoubleRange(min = 0, max = 1) double from) {
        Schedule then = Schedule.cosine(0.5, 0.1, 100);
        Schedule schedule = Schedule.warmUp(from, steps, then);
        assertThat(schedule.at(0)).isEqualTo(from);
        for (int step = 0; step < 120; step++) {
            assertThat(schedule.at(steps + step)).isEqualTo(then.at(step));
        }
        for (int step = 1; step < steps; step++) {
            assertThat(schedule.at(step) - schedule.at(step - 1)).isCloseTo((0.5 - from) / steps, within(1e-12));
        }
    }

    /// cos(π/3) = 1/2: after a third of the way 3/4 of the distance is left, after two thirds 1/4. (Half
    /// of the way would not tell a cosine from a line.)
    @Test
    void pointsOnTheWayAreThoseOfTheFormulas() {
        Schedule cosine = Schedule.cosine(1, 0.2, 3);
        assertThat(cosine.at(1)).isCloseTo(0.2 + 0.8 * 0.75, within(1e-12));
        assertThat(cosine.at(2)).isCloseTo(0.2 + 0.8 * 0.25, within(1e-12));
        Schedule linear = Schedule.linear(1, 0.2, 4);
        assertThat(linear.at(1)).isCloseTo(0.8, within(1e-12));
        assertThat(linear.at(3)).isCloseTo(0.4, within(1e-12));
        Schedule warmUp = Schedule.warmUp(0.1, 4, cosine);
        assertThat(warmUp.at(1)).isCloseTo(0.325, within(1e-12)); // a quarter of the way from 0.1 to 1
        assertThat(warmUp.at(5)).isCloseTo(0.8, within(1e-12)); // the cosine's step 1
    }

    @Test
    void aConstantIsConstant() {
        assertThat(Schedule.constant(0.3).at(0)).isEqualTo(Schedule.constant(0.3).at(1_000_000)).isEqualTo(0.3);
    }

    @Test
    void noStepsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.cosine(1, 0, 0))
                .withMessage("cosine schedule: 0 steps; at least 1 is needed");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.linear(1, 0, -2))
                .withMessage("linear schedule: -2 steps; at least 1 is needed");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.warmUp(0, 0, Schedule.constant(1)))
                .withMessage("warm-up schedule: 0 steps; at least 1 is needed");
    }
}
