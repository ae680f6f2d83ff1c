package islr.train;

import static org.assertj.core.api.Assertions.assertThat;

import islr.internal.Streams;
import java.util.Arrays;
import java.util.List;
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

    private static List<int[]> batches(int size, int ofEverySign, boolean dropLast, int epoch) {
        ShownClips shown = new ShownClips(LABELS, new ShownClips.Rule(0, size, ofEverySign, dropLast));
        List<int[]> batches = shown.batches(Streams.of(42, "order", epoch));
        assertThat(batches).hasSize(shown.steps());
        return batches;
    }

    /// 66 clips of three signs, two of each a batch: eleven batches.
    @Test
    void everyBatchHasSoManyOfEverySign() {
        List<int[]> batches = batches(5, 2, false, 0);
        assertThat(batches).hasSize(11);
        for (int[] batch : batches) {
            assertThat(batch).hasSize(6);
            for (int sign : new int[] {2, 3, 7}) {
                assertThat(shown(batch, sign)).isEqualTo(2);
            }
        }
        int[] all = batches.stream().flatMapToInt(Arrays::stream).toArray();
        assertThat(Arrays.stream(all).filter(i -> LABELS[i] == 7).distinct().count()).isEqualTo(22);
        for (int clip : IntStream.range(0, LABELS.length).filter(i -> LABELS[i] == 2).toArray()) {
            assertThat(Arrays.stream(all).filter(i -> i == clip).count()).isBetween(4L, 5L);
        }
        assertThat(batches.getFirst()).isNotEqualTo(batches(5, 2, false, 1).getFirst());
    }

    @Test
    void aSmallerLastBatchIsLeftOutIfItIsNotTheOnlyOne() {
        assertThat(batches(20, 0, false, 0).stream().map(batch -> batch.length)).containsExactly(20, 20, 20, 6);
        assertThat(batches(20, 0, true, 0).stream().map(batch -> batch.length)).containsExactly(20, 20, 20);
        assertThat(batches(22, 0, true, 0).stream().map(batch -> batch.length)).containsExactly(22, 22, 22);
        assertThat(batches(67, 0, true, 0).stream().map(batch -> batch.length)).containsExactly(66);
    }
}
