package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShearTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1})
    void thePictureIsShearedSidewaysOrUpAndDownAboutTheMiddleOfTheShoulders(double amount) {
        SplittableRandom random = new SplittableRandom(6);
        Clip clip = LinearMap.clip(true);
        double[] shears = new double[2000];
        int sideways = 0;
        for (int i = 0; i < shears.length; i++) {
            Clip sheared = new Shear(amount).apply(clip, random);
            LinearMap map = LinearMap.of(clip, sheared);
            assertThat(new double[] {map.xx(), map.yy()}).containsExactly(new double[] {1, 1}, within(1e-5));
            assertThat(Math.min(Math.abs(map.xy()), Math.abs(map.yx()))).isCloseTo(0, within(1e-5));
            assertThat(map.of(0.6, 0.6)).containsExactly(new double[] {0.6, 0.6}, within(1e-5));
            assertThat(sheared.z(1, 7)).isEqualTo(clip.z(1, 7));
            sideways += Math.abs(map.xy()) > Math.abs(map.yx()) ? 1 : 0;
            shears[i] = map.xy() + map.yx();
        }
        Draws.assertUniform(shears, 0, 0.3 * amount, 1e-4);
        assertThat(sideways).isBetween(900, 1100);
    }
}
