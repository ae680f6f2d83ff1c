package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;

import islr.system.Sample;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Three landmarks, of which the last two are the group; 0 is missing.
class StatisticsTest {
    private static final LandmarkGroup GROUP = new LandmarkGroup("hand", 1, 2);

    /// x and y of the first landmark of the group are 1, 5 and missing, and 4, 4 and 4; of the second one nothing was
    /// seen. Other columns are of no interest.
    private static final List<Sample> CLIPS = List.of(
            new Sample(Tensor.of(Shape.of(2, 11), 9, 9, 9, 1, 4, 9, 0, 0, 9, 0, 1, 9, 9, 9, 5, 4, 9, 0, 0, 9, 1, 1)),
            new Sample(Tensor.of(Shape.of(1, 11), 9, 9, 9, 0, 4, 9, 0, 0, 9, 0, 1)));

    @Test
    void meansAndDeviationsAreThoseOfTheNumbersThatAreThere() {
        Statistics statistics = Statistics.of(CLIPS, GROUP);
        assertThat(statistics.mean()).containsExactly(3, 4, 0, 0);
        // Of 1 and 5: each is 2 from the mean. What never moves has deviation 1, so that it can be divided by.
        assertThat(statistics.std()).containsExactly(2, 1, 1, 1);
    }

    @Test
    void whatIsThereIsNormalisedAndWhatIsMissingStaysZero() {
        Statistics statistics = new Statistics(new float[] {3, 1, 7, 7}, new float[] {2, 4, 1, 1});
        float[] features = {-9, -9, -9, -9, -9};
        float[] row = {9, 9, 9, 4, 3, 9, 0, 0, 9, 0, 1};
        assertThat(statistics.normalize(row, 0, GROUP, features, 1)).isTrue();
        assertThat(features).containsExactly(-9, 0.5f, 0.5f, 0, 0);
        assertThat(statistics.normalize(new float[11], 0, GROUP, features, 1)).isFalse();
        assertThat(features).containsExactly(-9, 0, 0, 0, 0);
    }
}
