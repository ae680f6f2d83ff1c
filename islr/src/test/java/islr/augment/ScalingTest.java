package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1})
    void thePersonIsLargerOrSmallerAboutTheMiddleOfTheShouldersAlongAllAxes(double amount) {
        SplittableRandom random = new SplittableRandom(4);
        Clip clip = LinearMap.clip(true);
        double[] logs = new double[2000];
        for (int i = 0; i < logs.length; i++) {
            Clip scaled = new Scaling(amount).apply(clip, random);
            LinearMap map = LinearMap.of(clip, scaled);
            logs[i] = Math.log(map.xx());
            assertThat(map.yy()).isCloseTo(map.xx(), within(1e-5));
            assertThat(new double[] {map.xy(), map.yx()}).containsExactly(new double[2], within(1e-5));
            assertThat(map.of(0.6, 0.6)).containsExactly(new double[] {0.6, 0.6}, within(1e-5));
            assertThat(scaled.z(1, 7)).isCloseTo((float) (map.xx() * clip.z(1, 7)), within(1e-4f));
        }
        Draws.assertUniform(logs, 0, Math.log(1 + 0.3 * amount), 1e-4);
    }
}
