package islr.system.fingerspelling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FitTest {
    /// 400/384 is a little less in float32, and 120 times that is less than 125.
    @Test
    void theNearestFrameIsThatOfFloat32() {
        assertThat(Fit.source(120, 400, 384)).isEqualTo(124);
        assertThat(Fit.source(121, 400, 384)).isEqualTo(126);
        assertThat(Fit.source(44, 189, 132)).isEqualTo(62);
    }

    @Test
    void framesAreTakenAsTheyAreWhereTheirNumberStays() {
        float[] rows = {3, 1, 4, 1, 5, 9};
        for (Fit fit : Fit.values()) {
            assertThat(fit.to(3, rows, 3)).isEqualTo(rows);
            assertThat(fit.atMost(4, rows, 3)).isEqualTo(rows).isNotSameAs(rows);
        }
    }

    @Test
    void oneFrameIsRepeated() {
        for (Fit fit : Fit.values()) {
            assertThat(fit.to(3, new float[] {7, 8}, 1)).containsExactly(7, 8, 7, 8, 7, 8);
        }
    }

    @Test
    void halfTheFramesLieBetweenTwo() {
        assertThat(Fit.LINEAR.to(2, new float[] {0, 1, 10, 13}, 4)).containsExactly(0.5f, 11.5f);
        assertThat(Fit.LINEAR.to(4, new float[] {2, 6}, 2)).containsExactly(2, 3, 5, 6);
    }
}
