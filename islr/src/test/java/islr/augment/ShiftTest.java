package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShiftTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1})
    void thePersonIsElsewhereInThePicture(double amount) {
        SplittableRandom random = new SplittableRandom(5);
        Clip clip = LinearMap.clip(true);
        double[] right = new double[2000];
        double[] down = new double[right.length];
        for (int i = 0; i < right.length; i++) {
            Clip shifted = new Shift(amount).apply(clip, random);
            LinearMap map = LinearMap.of(clip, shifted);
            assertThat(new double[] {map.xx(), map.xy(), map.yx(), map.yy()}).containsExactly(new double[] {1, 0, 0, 1},
                    within(1e-5));
            right[i] = map.x0();
            down[i] = map.y0();
            assertThat(shifted.z(1, 7)).isEqualTo(clip.z(1, 7));
        }
        Draws.assertUniform(right, 0, 0.2 * amount, 1e-4);
        Draws.assertUniform(down, 0, 0.2 * amount, 1e-4);
        assertThat(Draws.correlation(right, down)).isBetween(-0.1, 0.1);
    }
}
