package islr.features;

import java.util.Objects;

/// Movement: the difference of a row's numbers to those of the row before, doubled, because they are small.
///
/// 0 in the first row, and where one of the two numbers is 0, which means missing (see [Bounded]).
public final class Differences {
    private static final float FACTOR = 2;

    private Differences() {}

    /// Writes the differences of numbers that stand in rows.
    ///
    /// @param rows number of rows
    /// @param stride from one row to the next
    /// @param from where the first number of the first row is
    /// @param to where the first difference of the first row goes
    /// @param count numbers in a row
    public static void of(float[] numbers, int rows, int stride, int from, int to, int count) {
        Objects.requireNonNull(numbers, "numbers");
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < count; i++) {
                float now = numbers[row * stride + from + i];
                float before = row == 0 ? 0 : numbers[(row - 1) * stride + from + i];
                numbers[row * stride + to + i] = now == 0 || before == 0 ? 0 : Bounded.of(FACTOR * (now - before));
            }
        }
    }
}
