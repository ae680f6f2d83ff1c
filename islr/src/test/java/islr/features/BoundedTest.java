package islr.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedTest {
    @ParameterizedTest
    @CsvSource({"0.1, 0.1", "-7.75, -7.75", "8, 8", "-8, -8", "8.0001, 8", "-8.5, -8", "1e300, 8", "-3e38, -8",
        "Infinity, 8", "-Infinity, -8", "NaN, 0", "1e-300, 0", "0, 0"})
    void everyNumberIsFiniteAndOfOrdinarySize(double value, float expected) {
        assertThat(Bounded.of(value)).isEqualTo(expected);
    }

    @Test
    void theBoundIsWhatIsSaid() {
        assertThat(Bounded.of(1e9)).isEqualTo(Bounded.MOST);
    }
}
