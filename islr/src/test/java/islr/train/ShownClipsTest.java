package islr.train;

import static org.assertj.core.api.Assertions.assertThat;

import islr.internal.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShownClipsTest {
    /// 60 clips of sign 7, 5 of sign 2, 1 of sign 3.
    private static final int[] LABELS = IntStream.range(0, 66).map(i -> i % 13 == 4 ? 2 : i == 50 ? 3 : 7).toArray();

    private static int[] order(double balance, int epoch) {
        return new ShownClips(LABELS, new ShownClips.Rule(balance, LABELS.length, 0, false))
                .batches(Streams.of(42, "order", epoch)).getFirst();
    }

    private static long shown(int[] order, int sign) {
        return Arrays.stream(order).filter(i -> LABELS[i] == sign).count();
    }

    @Test
    void withoutBalanceEveryClipIsShownOnce() {
        assertThat(order(0, 0)).containsExactlyInAnyOrder(IntStream.range(0, LABELS.length).toArray());
        assertThat(order(0, 1)).isNotEqualTo(order(0, 0));
    }

    @Test
    void balancedEverySignIsShownAsOftenAsAnyOther() {
        int[] order = order(1, 0);
        assertThat(order).hasSize(LABELS.length);
        for (int sign : new int[] {2, 3, 7}) {
            assertThat(shown(order, sign)).isEqualTo(22);
        }
    }

    @Test
    void halfBalancedTheSharesAreThoseOfTheSquareRoots() {
        int[] order = order(0.5, 0);
        double[] roots = {Math.sqrt(5), 1, Math.sqrt(60)};
        double total = Arrays.stream(roots).sum();
        int[] signs = {2, 3, 7};
        for (int s = 0; s < signs.length; s++) {
            assertThat((double) shown(order, signs[s])).isBetween(LABELS.length * roots[s] / total - 1,
                    LABELS.length * roots[s] / total + 1);
        }
    }

    @Test
    void aSignGoesRoundItsOwnClips() {
        int[] order = order(1, 3);
        for (int i = 0; i < LABELS.length; i++) {
            int clip = i;
            if (LABELS[i] == 2) {
                assertThat(Arrays.stream(order).filter(each -> each == clip).count()).isBetween(4L, 5L);
            }
        }
        assertThat(Arrays.stream(order).filter(i -> LABELS[i] == 7).distinct().count()).isEqualTo(22);
    }

    @Test
    void signsAreMixed() {
        assertThat(Arrays.stream(order(1, 0)).map(i -> LABELS[i]).limit(22).distinct().count()).isEqualTo(3);
    }

    @Test
    void theOrderDependsOnTheStreamAlone() {
        assertThat(order(1, 5)).isEqualTo(order(1, 5)).isNotEqualTo(order(1, 6));
    }
}
