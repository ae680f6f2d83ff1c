package islr.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class SoupTest {
    private final Compute c = Compute.cpu();
    private final SequencedMap<String, Tensor> state = new LinkedHashMap<>(Map.of("w", Tensor.of(Shape.of(2), 0, 5)));
    private final Soup soup = new Soup(state);

    private void add(float first) {
        state.get("w").array()[0] = first;
        soup.add(c);
    }

    @Test
    void itIsTheMeanOfWhatWasAdded() {
        assertThatThrownBy(soup::means).isInstanceOf(IllegalStateException.class)
                .hasMessage("soup: nothing was added, so there is no mean");
        double sum = 0;
        for (int k = 1; k <= 7; k++) {
            add(k * k);
            sum += k * k;
            assertThat((double) soup.means().get("w").get(0)).isCloseTo(sum / k, within(1e-5));
            assertThat(soup.means().get("w").get(1)).isEqualTo(5);
        }
        soup.clear();
        add(3);
        assertThat(soup.count()).isEqualTo(1);
        assertThat(soup.means().get("w").toArray()).containsExactly(3, 5);
    }

    @Test
    void restoredItGoesOnWithTheSameBits() {
        Soup other = new Soup(state);
        other.restore(soup.state());
        assertThat(other.count()).isZero();
        add(0.1f);
        add(0.7f);
        other.restore(soup.state());
        state.get("w").array()[0] = -3;
        soup.add(c);
        other.add(c);
        assertThat(other.means().get("w").toArray()).isEqualTo(soup.means().get("w").toArray());
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> soup.restore(Map.of("soup.count", Tensor.scalar(2))))
                .withMessage("soup: 'soup.w' is missing; 2 numbers are needed");
        assertThatIllegalArgumentException().isThrownBy(() -> soup.restore(Map.of()))
                .withMessage("soup: 'soup.count' is missing; 1 numbers are needed");
        assertThat(soup.count()).isZero();
    }
}
