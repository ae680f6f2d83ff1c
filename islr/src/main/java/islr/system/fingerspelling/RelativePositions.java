package islr.system.fingerspelling;

import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;

/// What stands for a distance of r frames before it is mapped: `PE(r)[2m] = sin(r·ω_m)`, `PE(r)[2m + 1] = cos(r·ω_m)`
/// with `ω_m = 10000^(−2m/d)`.
///
/// Constants `[2L − 1, d]`, from the distance L − 1 down to −(L − 1). The products are float32, as the original's.
final class RelativePositions {
    private final int width;
    private final Tensor table;

    /// @param frames L; for longer sequences the rows are computed each time
    RelativePositions(int width, int frames) {
        this.width = width;
        table = table(width, frames);
    }

    private static Tensor table(int width, int frames) {
        float[] numbers = new float[(2 * frames - 1) * width];
        for (int i = 0; i < numbers.length; i++) {
            int distance = frames - 1 - i / width;
            int channel = i % width;
            float frequency = (float) Math.exp((channel - channel % 2) * (float) (-Math.log(10000) / width));
            float angle = distance * frequency;
            numbers[i] = (float) (channel % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle));
        }
        return Tensor.of(Shape.of(2 * frames - 1, width), numbers);
    }

    /// The rows for all distances in these sequences.
    Tensor of(Segments sequences) {
        int longest = 1;
        for (int s = 0; s < sequences.count(); s++) {
            longest = Math.max(longest, sequences.length(s));
        }
        int frames = (table.shape().rows() + 1) / 2;
        return longest > frames ? table(width, longest)
                : table.view((frames - longest) * width, Shape.of(2 * longest - 1, width));
    }
}
