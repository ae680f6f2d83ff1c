package islr.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final float MISSING = Float.NaN;

    @Test
    void everyStepthNumberThatIsThereCounts() {
        Moments moments = Moments.of(new float[] {100, 1, 100, MISSING, 100, 2, 100, 6, 100, 50}, 1, 9, 2);
        assertThat(moments.count()).isEqualTo(3);
        assertThat(moments.mean()).isEqualTo(3);
        assertThat(moments.squares()).isEqualTo(4 + 1 + 9);
    }

    /// The sum of the squares less the square of the sum would leave no digit here.
    @Test
    void theSpreadOfNumbersFarFromZeroKeepsItsDigits() {
        int n = 1000;
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = 4e6f + i % 2;
        }
        Moments moments = Moments.of(numbers, 0, n, 1);
        assertThat(moments.mean()).isEqualTo(4e6 + 0.5);
        assertThat(moments.squares()).isCloseTo(n / 4.0, within(1e-9));
    }

    @Test
    void whereNothingIsThereNothingIsCounted() {
        Moments moments = Moments.of(new float[] {MISSING, MISSING}, 0, 2, 1);
        assertThat(moments.count()).isZero();
        assertThat(moments.squares()).isZero();
        assertThat(moments.mean()).isNaN();
    }
}
