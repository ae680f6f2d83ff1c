package islr.features;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandSpanTest {
    private static final int LEFT = Skeleton.LEFT_HAND;
    private static final int RIGHT = Skeleton.RIGHT_HAND;

    @ParameterizedTest
    @CsvSource({"2, 6", "6, 2", "0, 8", "8, 0", "5, 5", "0, 0", "8, 8"})
    void itReachesFromTheFirstFrameWithAHandToTheLastWhicheverHandItIs(int left, int right) {
        Clip clip = new SomeLandmarks(9).with(left, LEFT, 0.5f, 0.5f, 0).with(right, RIGHT, 0.5f, 0.5f, 0)
                .with(0, Skeleton.POSE, 0.5f, 0.5f, 0).with(8, 17, 0.5f, 0.5f, 0).clip();
        HandSpan span = HandSpan.of(clip);
        assertThat(span).isEqualTo(new HandSpan(Math.min(left, right), Math.max(left, right)));
        assertThat(span.isEmpty()).isFalse();
    }

    @Test
    void withoutAHandItIsEmpty() {
        assertThat(HandSpan.of(new SomeLandmarks(4).with(1, Skeleton.POSE + 15, 0.5f, 0.5f, 0).clip()).isEmpty())
                .isTrue();
        assertThat(HandSpan.of(new Clip("no frame", SkeletonRows.of(LEFT, RIGHT), new float[0])).isEmpty()).isTrue();
    }
}
