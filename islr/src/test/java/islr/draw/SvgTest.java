package islr.draw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SvgTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "-7, -7", "0.04, 0", "-0.04, 0", "-0.34, -0.3", "0.96, 1", "-12.06, -12.1",
        "1234567.25, 1234567.3", "-0.95, -0.9"})
    void numbersHaveOneDecimalIfTheyNeedIt(double number, String expected) {
        assertThat(new Svg().add(number)).hasToString(expected);
    }
}
