package islr.train.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeparationTest {
    @Test
    void itIsTheShareOfPairsInTheRightOrderAndEqualOnesCountHalf() {
        SplittableRandom random = new SplittableRandom(5);
        double[] first = random.doubles(37).map(x -> Math.floor(8 * x + 1) / 8).toArray();
        double[] second = random.doubles(23).map(x -> Math.floor(8 * x) / 8).toArray();
        double pairs = 0;
        for (double a : first) {
            for (double b : second) {
                pairs += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        assertThat(Separation.auroc(first, second)).isCloseTo(pairs / 37 / 23, within(1e-12));
        assertThat(Separation.auroc(second, first)).isCloseTo(1 - pairs / 37 / 23, within(1e-12));
    }

    @Test
    void withoutAnyOfAKindThereIsNone() {
        assertThat(Separation.auroc(new double[0], new double[] {0.5})).isNaN();
        assertThat(Separation.auroc(new double[] {0.5}, new double[0])).isNaN();
    }
}
