package islr.tensor;

/// The packed forms of one parameter: GEMM panels of the matrix and of its transpose, made at first use and kept until it changes.
///
/// Several threads may use a parameter at once: two of them may both pack it the first time, with the same result.
public final class Packs {
    /// Panels made by kernels of a given width.
    private record Panels(float[] numbers, int width) {}

    private volatile Panels plain;
    private volatile Panels transposed;

    Packs() {}

    /// The panels of the given width, or null if they have to be made (and [kept][#keep]).
    public float[] get(boolean transpose, int width) {
        Panels panels = transpose ? transposed : plain;
        return panels != null && panels.width == width ? panels.numbers : null;
    }

    public void keep(boolean transpose, int width, float[] numbers) {
        if (transpose) {
            transposed = new Panels(numbers, width);
        } else {
            plain = new Panels(numbers, width);
        }
    }

    void clear() {
        plain = null;
        transposed = null;
    }
}
