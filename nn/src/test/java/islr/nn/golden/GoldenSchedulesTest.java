package islr.nn.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.nn.train.Schedule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Schedules against PyTorch's schedulers, in double precision: 1e-12 of the highest rate (PyTorch's own recurrences
/// are off by some 1e-16 a step).
class GoldenSchedulesTest {

    private static Schedule of(Golden g) {
        double base = g.real("base_lr");
        int total = g.number("total_steps");
        return switch (g.text("schedule")) {
            case "cosine" -> Schedule.cosine(base, g.real("min_lr"), total);
            case "linear" -> Schedule.linear(base * g.real("start_factor"), base * g.real("end_factor"), total);
            case "warmup_cosine" -> {
                int steps = g.number("warmup_steps");
                yield Schedule.warmUp(base * g.real("start_factor"), steps,
                        Schedule.cosine(base, g.real("min_lr"), total - steps));
            }
            default ->
                    throw new AssertionError("no test knows the schedule '" + g.text("schedule") + "' of " + g.name());
        };
    }

    @TestFactory
    Stream<DynamicTest> ratesArePyTorchs() {
        return Golden.forEach("schedule", g -> {
            Schedule schedule = of(g);
            double[] rates = g.doubles("lr");
            for (int step = 0; step < rates.length; step++) {
                assertThat(schedule.at(step)).as("step " + step).isCloseTo(rates[step],
                        within(1e-12 * g.real("base_lr")));
                assertThat((double) (float) schedule.at(step)).as("step " + step).isCloseTo(g.doubles("lr_f32")[step],
                        within(1e-7 * g.real("base_lr")));
            }
        });
    }

    @Test
    void everyKindOfScheduleHasAFile() {
        assertThat(Golden.files("schedule").stream().map(g -> g.text("schedule")).distinct())
                .containsExactlyInAnyOrder("cosine", "linear", "warmup_cosine");
    }
}
