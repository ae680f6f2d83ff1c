package islr.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final float OTHER = -9;

    /// Rows of [other, a, b, other, da, db, other].
    @Test
    void theyAreTwiceWhatChangedSinceTheRowBefore() {
        float[] numbers = {OTHER, 1, -2, OTHER, OTHER, OTHER, OTHER, OTHER, 1.5f, -3, OTHER, OTHER, OTHER, OTHER, OTHER,
            1.25f, 1, OTHER, OTHER, OTHER, OTHER};
        Differences.of(numbers, 3, 7, 1, 4, 2);
        assertThat(numbers).containsExactly(OTHER, 1, -2, OTHER, 0, 0, OTHER, OTHER, 1.5f, -3, OTHER, 1, -2, OTHER,
                OTHER, 1.25f, 1, OTHER, -0.5f, 8, OTHER);
    }

    @Test
    void zeroIsMissingAndHasNoDifference() {
        float[] numbers = {3, OTHER, 0, OTHER, 2, OTHER, 2.5f, OTHER};
        Differences.of(numbers, 4, 2, 0, 1, 1);
        assertThat(numbers).containsExactly(3, 0, 0, 0, 2, 0, 2.5f, 1);
    }

    @Test
    void theyAreBounded() {
        float[] numbers = {8, OTHER, -8, OTHER, 8, OTHER};
        Differences.of(numbers, 3, 2, 0, 1, 1);
        assertThat(numbers).containsExactly(8, 0, -8, -8, 8, 8);
    }

    @Test
    void aConstantThatIsAddedToAllRowsChangesNothing() {
        SplittableRandom random = new SplittableRandom(1);
        float[] some = new float[5 * 6];
        float[] more = new float[5 * 6];
        for (int i = 0; i < some.length; i++) {
            some[i] = random.nextFloat(0.1f, 1);
            more[i] = some[i] + 2;
        }
        Differences.of(some, 5, 6, 0, 3, 3);
        Differences.of(more, 5, 6, 0, 3, 3);
        for (int i = 0; i < some.length; i++) {
            assertThat(more[i]).isCloseTo(some[i] + (i % 6 < 3 ? 2 : 0), within(1e-6f));
        }
    }
}
