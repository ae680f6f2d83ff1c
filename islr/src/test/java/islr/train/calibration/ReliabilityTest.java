package islr.train.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReliabilityTest {
    private static final Reliability KNOWN = Reliability.of(new double[] {0.5, 0.55, 0.599, 0.3125, 1, 0.95, 0.9},
            new boolean[] {true, false, false, true, true, false, true});

    @Test
    void everyTenthKnowsItsProbabilityAndItsAccuracy() {
        assertThat(KNOWN.bins()).extracting(Reliability.Bin::clips).containsExactly(0, 0, 0, 1, 0, 3, 0, 0, 0, 3);
        Reliability.Bin half = KNOWN.bins().get(5);
        assertThat(half.from()).isEqualTo(0.5);
        assertThat(half.to()).isEqualTo(0.6);
        assertThat(half.probability()).isCloseTo(1.649 / 3, within(1e-12));
        assertThat(half.accuracy()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(KNOWN.bins().getFirst().probability()).isNaN();
    }

    @Test
    void theErrorIsTheMeanDistanceOverAllAnswers() {
        assertThat(KNOWN.error()).isCloseTo((3 * (1.649 / 3 - 1 / 3.0) + (1 - 0.3125) + 3 * (2.85 / 3 - 2 / 3.0)) / 7,
                within(1e-12));
        assertThat(Reliability.of(new double[0], new boolean[0]).error()).isNaN();
    }

    @Test
    void everyAnswerIsRightOrWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reliability.of(new double[] {0.5, 0.25}, new boolean[] {true}))
                .withMessage("reliability: 2 probabilities of 1 answers");
    }
}
