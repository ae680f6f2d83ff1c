package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;

/// How many random numbers are distributed.
final class Draws {
    private Draws() {}

    static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElseThrow();
    }

    /// How far numbers spread about a middle: the root of the mean of squares.
    static double spread(double[] numbers, double middle) {
        return Math.sqrt(Arrays.stream(numbers).map(v -> (v - middle) * (v - middle)).average().orElseThrow());
    }

    static void assertWithin(double[] numbers, double least, double most) {
        assertThat(Arrays.stream(numbers).min().orElseThrow()).isGreaterThanOrEqualTo(least);
        assertThat(Arrays.stream(numbers).max().orElseThrow()).isLessThanOrEqualTo(most);
    }

    /// From `middle − most` to `middle + most`; 1000 draws or more.
    ///
    /// @param blur how far measuring is wrong at most
    static void assertUniform(double[] numbers, double middle, double most, double blur) {
        assertWithin(numbers, middle - most - blur, middle + most + blur);
        assertThat(mean(numbers)).isCloseTo(middle, within(0.06 * most));
        assertThat(spread(numbers, middle)).isCloseTo(most / Math.sqrt(3), within(0.05 * most));
    }

    /// How much two have to do with each other, −1 to 1.
    static double correlation(double[] some, double[] others) {
        double together = 0;
        for (int i = 0; i < some.length; i++) {
            together += (some[i] - mean(some)) * (others[i] - mean(others)) / some.length;
        }
        return together / (spread(some, mean(some)) * spread(others, mean(others)));
    }
}
