package islr.weights.tflite;

import java.util.List;
import java.util.Objects;

/// How whole numbers stand for real ones: `real = scale · (whole − zeroPoint)`, with one scale for all numbers, or one
/// for each index along an axis.
///
/// @param scales empty if the numbers are not quantised
/// @param zeroPoints as many as the scales; empty means 0
/// @param axis along which the scales are, if there are several
/// @param other whether it is another kind of quantisation, such as a scale per block, of which only that is known
public record Quantization(List<Float> scales, List<Long> zeroPoints, int axis, boolean other) {
    /// No quantisation.
    public static final Quantization NONE = new Quantization(List.of(), List.of(), 0, false);

    public Quantization {
        scales = List.copyOf(Objects.requireNonNull(scales, "scales"));
        zeroPoints = List.copyOf(Objects.requireNonNull(zeroPoints, "zeroPoints"));
    }

    /// Whether the numbers are quantised.
    public boolean isQuantized() {
        return !scales.isEmpty() || other;
    }
}
