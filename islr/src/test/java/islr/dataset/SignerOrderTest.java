package islr.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignerOrderTest {
    private static final List<String> ORDERED = List.of("", "-3", "0", "00", "1", "02", "2", "9", "10", "16", "2044",
            "62590", "99999999999999999999", "100000000000000000000", "a", "b", "p", "p2", "p10", "p10a", "p10b2",
            "p10b10");

    @Test
    void numbersAreOrderedAsNumbersAloneAndWithinNames() {
        List<String> mixed = new ArrayList<>(ORDERED);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(mixed, new Random(seed));
            assertThat(Split.ordered(mixed)).isEqualTo(ORDERED);
        }
    }

    @Test
    void theOrderIsTotalAndOnlyEqualNamesAreEqual() {
        SignerOrder order = new SignerOrder();
        for (int i = 0; i < ORDERED.size(); i++) {
            for (int j = 0; j < ORDERED.size(); j++) {
                assertThat(Integer.signum(order.compare(ORDERED.get(i), ORDERED.get(j))))
                        .as(ORDERED.get(i) + " and " + ORDERED.get(j)).isEqualTo(Integer.compare(i, j));
            }
        }
    }

    /// Sixteen signers called 1 to 16: the last fifth are 14, 15 and 16, not 7, 8 and 9.
    @Test
    void theLastSignersByNumberAreHeldOut() {
        List<ClipSource.Recording> numbered = IntStream.range(0, 16)
                .mapToObj(i -> new ClipSource.Recording("toy/" + i, Integer.toString(i + 1), 0)).toList();
        ClipSource source = new ToyClips(1, 16, 1) {
            @Override
            public List<Recording> recordings() {
                return numbered;
            }
        };
        assertThat(Split.usual(source).heldOut()).containsExactly("14", "15", "16");
        assertThat(Split.of(source, List.of("10", "9", "10"), 42).heldOut()).containsExactly("9", "10");
        assertThat(Split.usual(source).trainedOn(source)).startsWith("1", "2", "3").endsWith("12", "13");
        // A seed means the folds that it meant when signers were ordered by letter.
        assertThat(Split.fold(source, 4, 1, 7).heldOut()).containsExactly("7", "9", "10", "13");
    }
}
