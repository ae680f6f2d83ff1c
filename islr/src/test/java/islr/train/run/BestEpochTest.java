package islr.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import islr.train.report.EpochMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BestEpochTest {
    private static final BestEpoch BY_LOSS = new BestEpoch(BestEpoch.Measure.LOSS, 0);

    /// Accuracy and loss of each epoch.
    private static List<EpochMetrics> epochs(double... numbers) {
        List<EpochMetrics> epochs = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 2) {
            epochs.add(new EpochMetrics(i / 2 + 1, 0.01, 1.5, 0.6, numbers[i + 1], numbers[i], 0.9, 12, 3.25));
        }
        return epochs;
    }

    @Test
    void theHighestAccuracyOrTheLowestLossIsTheBest() {
        List<EpochMetrics> epochs = epochs(0.4, 2.0, 0.7, 1.1, 0.8, 1.2, 0.5, 1.0);
        assertThat(BestEpoch.USUAL.of(epochs)).hasValueSatisfying(best -> assertThat(best.epoch()).isEqualTo(3));
        assertThat(BY_LOSS.of(epochs)).hasValueSatisfying(best -> assertThat(best.epoch()).isEqualTo(4));
    }

    @Test
    void ofEqualOnesTheOtherMeasureDecidesAndThenTheFirst() {
        List<EpochMetrics> epochs = epochs(0.8, 1.2, 0.8, 1.1, 0.9, 1.3, 0.9, 1.1, 0.9, 1.1);
        assertThat(BestEpoch.USUAL.of(epochs)).hasValueSatisfying(best -> assertThat(best.epoch()).isEqualTo(4));
        assertThat(BY_LOSS.of(epochs)).hasValueSatisfying(best -> assertThat(best.epoch()).isEqualTo(4));
    }

    @Test
    void withoutHeldOutClipsNoneIsTheBest() {
        assertThat(BestEpoch.USUAL.of(epochs(Double.NaN, Double.NaN))).isEmpty();
        assertThat(BestEpoch.USUAL.of(List.of())).isEmpty();
    }

    @Test
    void aRunEndsWhenItsPatienceIsSpent() {
        BestEpoch two = new BestEpoch(BestEpoch.Measure.ACCURACY, 2);
        assertThat(two.endsAfter(List.of())).isFalse();
        assertThat(two.endsAfter(epochs(0.5, 1))).isFalse();
        assertThat(two.endsAfter(epochs(0.5, 1, 0.4, 1))).isFalse();
        assertThat(two.endsAfter(epochs(0.5, 1, 0.4, 1, 0.5, 1))).isTrue();
        assertThat(two.endsAfter(epochs(0.5, 1, 0.4, 1, 0.6, 1))).isFalse();
        assertThat(BestEpoch.USUAL.endsAfter(epochs(0.5, 1, 0.4, 1, 0.5, 1))).isFalse();
    }

    @Test
    void theMetricsOfAnEpochComeBackFromTheirLine() throws IOException {
        EpochMetrics all = new EpochMetrics(12, 0.00125, 1.5, 0.625, 0.7, 0.75, 1, 34, 3.25);
        assertThat(EpochMetrics.fromJson(all.toJson())).isEqualTo(all);
        EpochMetrics nobody = new EpochMetrics(1, 0, 1.5, 0.625, Double.NaN, Double.NaN, Double.NaN, 34, 3.25);
        assertThat(EpochMetrics.fromJson(nobody.toJson())).isEqualTo(nobody);
        assertThat(EpochMetrics.fromJson("{\"more\":[1,{\"epoch\":3}],\"epoch\":2,\"text\":\"x\",\"clips\":5}").epoch())
                .isEqualTo(2);
    }
}
