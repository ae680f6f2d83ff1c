package islr.tensor;

import java.util.stream.IntStream;

/// Sizes that cross a boundary of the code. Tests take the boundary from the code itself, so that they move with it.
public final class Around {
    private Around() {}

    /// One less than the boundary, the boundary, one more, and two of them with a rest.
    public static int[] sizes(int boundary) {
        return new int[] {boundary - 1, boundary, boundary + 1, 2 * boundary + 3};
    }

    /// The sizes around all of these, in ascending order.
    public static int[] sizes(int... boundaries) {
        return IntStream.of(boundaries).flatMap(boundary -> IntStream.of(sizes(boundary))).filter(size -> size > 0)
                .sorted().distinct().toArray();
    }
}
