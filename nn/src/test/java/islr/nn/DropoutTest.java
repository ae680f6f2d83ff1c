package islr.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
    private static final int MANY = 40_000;
    private final Compute c = Compute.cpu();
    private final Tensor ones = Tensor.of(Shape.of(MANY), Some.repeated(1, MANY));

    @Test
    void outsideTrainingItIsTheIdentity() {
        Tensor x = Some.tensor(1, 5, 7);
        assertThat(new Dropout(0.9f).forward(c, x)).isSameAs(x);
    }

    @Test
    void aRateOfZeroIsTheIdentityAndDrawsNothing() {
        Tensor x = Some.tensor(1, 5, 7);
        SplittableRandom random = new SplittableRandom(3);
        assertThat(new Dropout(0).forward(c.training(random), x)).isSameAs(x);
        assertThat(random.nextInt()).isEqualTo(new SplittableRandom(3).nextInt());
    }

    /// Six standard errors.
    @Property(tries = 50)
    void itDropsItsRateAndKeepsTheMean(@ForAll long seed, @ForAll @FloatRange(min = 0.01f, max = 0.95f) float rate) {
        float[] y = new Dropout(rate).forward(c.training(new SplittableRandom(seed)), ones).toArray();
        int dropped = 0;
        double sum = 0;
        for (float number : y) {
            assertThat(number == 0 || Math.abs(number * (1 - rate) - 1) < 1e-6).as("%s", number).isTrue();
            dropped += number == 0 ? 1 : 0;
            sum += number;
        }
        assertThat((double) dropped / MANY).isCloseTo(rate, within(6 * Math.sqrt(rate * (1 - rate) / MANY)));
        assertThat(sum / MANY).isCloseTo(1, within(6 * Math.sqrt(rate / (1 - rate) / MANY)));
    }

    @Test
    void theSameRandomGivesTheSameBitsAndTheNextDrawOthers() {
        Dropout dropout = new Dropout(0.5f);
        Compute first = c.training(new SplittableRandom(5));
        Compute second = c.training(new SplittableRandom(5));
        Tensor y = dropout.forward(first, ones);
        Same.bits(y, dropout.forward(second, ones), "same random");
        assertThat(dropout.forward(first, ones).toArray()).isNotEqualTo(y.toArray());
    }

    @Test
    void theGradientPassesWhereTheNumberPassed() {
        Tensor x = Some.tensor(2, 3, 17).parameter();
        GradCheck.check(c, List.of(x),
                in -> new Dropout(0.4f).forward(c.training(new SplittableRandom(8)), in.getFirst()));
        Tensor[] y = new Tensor[1];
        Compute training = c.training(new SplittableRandom(8));
        Gradients gradients = Tape.record(training, () -> {
            y[0] = new Dropout(0.4f).forward(training, x);
            return y[0].sum(training);
        });
        float[] dx = gradients.of(x).toArray();
        for (int i = 0; i < dx.length; i++) {
            assertThat(dx[i] == 0).isEqualTo(y[0].toArray()[i] == 0);
        }
        assertThat(Arrays.equals(dx, new float[dx.length])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.1f, 1, 1.5f, Float.NaN})
    void aRateOutsideZeroToOneIsRefused(float rate) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Dropout(rate))
                .withMessage("dropout: rate " + rate + " is not in [0, 1)");
    }
}
