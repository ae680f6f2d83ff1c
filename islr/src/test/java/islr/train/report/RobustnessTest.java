package islr.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Of 150 clips 123 are answered rightly as they are; three fewer are exactly two points.
class RobustnessTest {
    private static final Robustness ROBUSTNESS = new Robustness(150, 123,
            List.of(new Robustness.Change(Disturbance.NOISE, 120), new Robustness.Change(Disturbance.MIRRORED, 119),
                    new Robustness.Change(Disturbance.HALF_SPEED, 126)));

    @Test
    void theTableHasALineForEachChangeAndMarksThoseThatFall() {
        assertThat(ROBUSTNESS.table()).containsExactly("Robustness: the same clips, changed         accuracy    points",
                "  unchanged                                   82.0 %",
                "  noise of 1 % of the shoulder width          80.0 %      -2.0",
                "  mirrored                                    79.3 %      -2.7  falls by more than 2",
                "  half speed                                  84.0 %      +2.0");
    }

    @Test
    void theFileHasTheSameForPrograms() {
        assertThat(ROBUSTNESS.csv().lines()).containsExactly("change,clips,accuracy,points,falls",
                "unchanged,150,0.82,0.0,false", "noise,150,0.8,-2.0,false",
                "mirrored,150," + 119 / 150.0 + "," + -400 / 150.0 + ",true", "half-speed,150,0.84,2.0,false");
    }
}
