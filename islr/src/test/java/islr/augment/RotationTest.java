package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1})
    void thePictureIsTurnedAboutTheMiddleOfTheShouldersByUpToThirtyDegrees(double amount) {
        SplittableRandom random = new SplittableRandom(3);
        Clip clip = LinearMap.clip(true);
        double[] angles = new double[2000];
        for (int i = 0; i < angles.length; i++) {
            Clip turned = new Rotation(amount).apply(clip, random);
            LinearMap map = LinearMap.of(clip, turned);
            angles[i] = Math.toDegrees(Math.atan2(map.yx(), map.xx()));
            assertThat(Math.hypot(map.xx(), map.yx())).isCloseTo(1, within(1e-5));
            assertThat(map.xx()).isCloseTo(map.yy(), within(1e-5));
            assertThat(map.xy()).isCloseTo(-map.yx(), within(1e-5));
            assertThat(map.of(0.6, 0.6)).containsExactly(new double[] {0.6, 0.6}, within(1e-5));
            assertThat(turned.z(1, 7)).isEqualTo(clip.z(1, 7));
        }
        Draws.assertUniform(angles, 0, 30 * amount, 0.01);
    }
}
