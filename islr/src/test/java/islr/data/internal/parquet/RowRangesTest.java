package islr.data.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowRangesTest {
    @Test
    void onlyWhatHasARowOfARangeTouchesIt() {
        Random random = new Random(5);
        for (int n = 0; n < 200; n++) {
            boolean[] in = new boolean[40];
            int[] borders = random.ints(6, 0, 40).distinct().sorted().toArray();
            int count = borders.length / 2;
            int[] from = IntStream.range(0, count).map(i -> borders[2 * i]).toArray();
            int[] to = IntStream.range(0, count).map(i -> borders[2 * i + 1]).toArray();
            RowRanges ranges = new RowRanges(from, to);
            for (int i = 0; i < count; i++) {
                Arrays.fill(in, from[i], to[i], true);
            }
            assertThat(ranges.count()).isEqualTo((int) IntStream.range(0, 40).filter(row -> in[row]).count());
            int first = random.nextInt(40);
            int end = first + random.nextInt(41 - first);
            assertThat(ranges.touch(first, end)).as("%d to %d of %s", first, end, ranges)
                    .isEqualTo(IntStream.range(first, end).anyMatch(row -> in[row]));
        }
    }
}
