package islr.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Evaluation KNOWN = new Evaluation(
            new float[][] {{0.5f, 0.25f, 0.25f}, {0.1f, 0.2f, 0.7f}, {0.6f, 0.3f, 0.1f}, {0.2f, 0.3f, 0.5f}},
            new int[] {0, 2, 1, 0});

    @Test
    void itIsKnownWhichAnswersAreSureIfThatIsSaidOfAll() {
        float[][] probabilities = {{0.5f, 0.25f, 0.25f}, {0.125f, 0.625f, 0.25f}, {0.25f, 0.375f, 0.375f},
            {0, 0.75f, 0.25f}};
        int[] labels = {0, 0, 1, 1};
        Optional<Boolean> sure = Optional.of(true);
        Optional<Boolean> not = Optional.of(false);
        Evaluation evaluation = Evaluation.of(probabilities, labels, List.of(sure, sure, not, sure));
        assertThat(IntStream.range(0, 4).mapToObj(evaluation::isSure)).containsExactly(true, true, false, true);
        assertThat(evaluation.sureShare()).isEqualTo(0.75);
        assertThat(evaluation.sureAccuracy()).isEqualTo(2 / 3.0);
        Evaluation never = Evaluation.of(probabilities, labels, List.of(not, not, not, not));
        assertThat(never.sureShare()).isZero();
        assertThat(never.sureAccuracy()).isNaN();
        for (Evaluation unknown : List.of(new Evaluation(probabilities, labels),
                Evaluation.of(probabilities, labels, List.of(sure, sure, Optional.empty(), sure)))) {
            assertThat(unknown.isSure(3)).isFalse();
            assertThat(unknown.sureShare()).isNaN();
            assertThat(unknown.sureAccuracy()).isNaN();
        }
    }

    @Test
    void sharesAndLossOfKnownProbabilities() {
        assertThat(KNOWN.top(1)).isEqualTo(0.5);
        assertThat(KNOWN.top(2)).isEqualTo(0.75);
        assertThat(KNOWN.top(3)).isEqualTo(1);
        assertThat(KNOWN.loss()).isCloseTo(-(Math.log(0.5) + Math.log(0.7) + Math.log(0.3) + Math.log(0.2)) / 4,
                within(1e-6));
        assertThat(KNOWN.report().accuracy()).isEqualTo(0.5);
        assertThat(KNOWN.report().classes().get(0).precision()).isEqualTo(0.5);
        assertThat(KNOWN.report().classes().get(2).support()).isEqualTo(1);
    }

    @Test
    void aProbabilityOfZeroDoesNotGiveAnInfiniteLoss() {
        assertThat(new Evaluation(new float[][] {{0, 1}}, new int[] {0}).loss()).isBetween(80.0, 90.0);
    }

    @Test
    void withoutClipsThereIsNoNumber() {
        Evaluation none = new Evaluation(new float[0][], new int[0]);
        assertThat(none.top(1)).isNaN();
        assertThat(none.loss()).isNaN();
    }

    @Test
    void anEpochIsOneLineOfJson() throws Exception {
        String line = new EpochMetrics(3, 5e-4, 1.25, 0.5, 2.5, 0.25, 0.75, 120, 1.23456).toJson();
        assertThat(line).doesNotContain("\n");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.get("epoch").intValue()).isEqualTo(3);
        assertThat(json.get("rate").doubleValue()).isEqualTo(5e-4);
        assertThat(json.get("train_loss").doubleValue()).isEqualTo(1.25);
        assertThat(json.get("held_out_top5").doubleValue()).isEqualTo(0.75);
        assertThat(json.get("clips").intValue()).isEqualTo(120);
        assertThat(json.get("seconds").doubleValue()).isEqualTo(1.23);
    }

    @Test
    void whatDoesNotExistIsLeftOut() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(new EpochMetrics(1, 1, 1, 1, Double.NaN, Double.NaN, Double.NaN, 1, 1).toJson());
        assertThat(json.has("train_loss")).isTrue();
        assertThat(json.has("held_out_loss")).isFalse();
        assertThat(json.has("held_out_top1")).isFalse();
    }
}
