package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;

import islr.system.Batch;
import islr.system.Sample;
import islr.system.gislr.FrameBatch.Layout;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clips of one landmark, for a model of S = 4 frames.
class FrameBatchTest {
    private static final int SIZE = 4;
    private static final LandmarkGroup GROUP = new LandmarkGroup("hand", 0, 1);
    private static final Statistics PLAIN = new Statistics(new float[2], new float[] {1, 1});

    /// Frames at x = 1, 2, …
    ///
    /// @param index the number of each
    private static Sample clip(float... index) {
        Tensor values = Tensor.of(Shape.of(index.length, 5), new float[5 * index.length]);
        for (int t = 0; t < index.length; t++) {
            System.arraycopy(new float[] {t + 1, 0.5f, 9, index[t], 1}, 0, values.array(), 5 * t, 5);
        }
        return new Sample(values);
    }

    private static FrameBatch of(Padding padding, Layout layout, Sample... clips) {
        return FrameBatch.of(Compute.cpu(), Batch.of(Memory.heap(), List.of(clips)), List.of(GROUP), List.of(PLAIN),
                SIZE, padding, layout);
    }

    /// 0/6·4, 2/6·4 = 1.3 and 6/6·4; padding has the row of the last frame.
    @Test
    void positionsAreSharesOfTheLastFramesNumberRoundedDown() {
        assertThat(of(Padding.ATTENDED, Layout.COMPACT, clip(0, 2, 6)).positions()).containsExactly(0, 1, 4, 4);
        assertThat(of(Padding.ATTENDED, Layout.COMPACT, clip(0)).positions()).containsExactly(0, 4);
    }

    /// Otherwise the only frame of a clip would stand at its end.
    @Test
    void theLastNumberIsAtLeastOne() {
        assertThat(of(Padding.MASKED, Layout.COMPACT, clip(0.5f)).positions()).containsExactly(2);
    }

    @ParameterizedTest
    @EnumSource(Padding.class)
    void paddedClipsHaveSizeRowsEach(Padding padding) {
        FrameBatch batch = of(padding, Layout.PADDED, clip(0, 2, 6), clip(0, 1, 2, 3), clip(0));
        assertThat(batch.segments().rows()).isEqualTo(3 * SIZE);
        assertThat(batch.mask()).containsExactly(1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 0);
        assertThat(batch.groups().getFirst().toArray()).containsExactly(1, 0.5f, 2, 0.5f, 3, 0.5f, 0, 0, 1, 0.5f, 2,
                0.5f, 3, 0.5f, 4, 0.5f, 1, 0.5f, 0, 0, 0, 0, 0, 0);
        assertThat(batch.absent().getFirst().toArray()).containsExactly(0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1);
    }

    /// One row stands for all of a clip's padding; a clip of S frames has none.
    @Test
    void compactClipsHaveARowForTheirPadding() {
        FrameBatch batch = of(Padding.ATTENDED, Layout.COMPACT, clip(0, 2), clip(0, 1, 2, 3), clip(0));
        assertThat(batch.segments().multiplicities()).containsExactly(1, 1, 2, 1, 1, 1, 1, 1, 3);
        assertThat(batch.mask()).containsExactly(1, 1, 0, 1, 1, 1, 1, 1, 0);
    }
}
