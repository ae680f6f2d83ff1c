package islr.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BetaTest {
    /// Mean and variance, 1/(4·(2α + 1)), of 40,000 numbers, and how many are in a half.
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.4, 1})
    void numbersAreThoseOfTheDistribution(double alpha) {
        SplittableRandom random = new SplittableRandom(1);
        int count = 40_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double x = Beta.symmetric(alpha, random);
            assertThat(x).isBetween(0.0, 1.0);
            sum += x;
            squares += (x - 0.5) * (x - 0.5);
        }
        assertThat(sum / count).isCloseTo(0.5, within(0.01));
        assertThat(squares / count).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.003));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.5, Double.NaN})
    void whereNearlyAllWouldBeDrawnAnewItIsRefused(double alpha) {
        assertThatThrownBy(() -> Beta.symmetric(alpha, new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("beta distribution: α = " + alpha + " is not in (0, 1]");
    }
}
