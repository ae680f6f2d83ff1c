package islr.weights.internal;

import islr.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/// Shapes from a file that is not trusted.
public final class Sizes {
    /// PyTorch's limit, and NumPy's.
    public static final int MAX_AXES = 64;
    private static final int MAX_NUMBERS = Integer.MAX_VALUE - 64;

    private Sizes() {}

    /// @return the shape; nothing if a size is negative, there are more than [#MAX_AXES], or the numbers are more than
    ///     a Java array holds
    public static Optional<Shape> shape(long... sizes) {
        long numbers = 1;
        for (long n : sizes) {
            // Both factors are below 2^31 when they are multiplied: no overflow.
            if (n < 0 || n > MAX_NUMBERS || (numbers *= n) > MAX_NUMBERS) {
                return Optional.empty();
            }
        }
        return sizes.length > MAX_AXES ? Optional.empty()
                : Optional.of(Shape.of(Arrays.stream(sizes).mapToInt(n -> (int) n).toArray()));
    }
}
