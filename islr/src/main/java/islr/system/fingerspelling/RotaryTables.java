package islr.system.fingerspelling;

import islr.nn.Init;
import islr.nn.Parameters;
import islr.tensor.Shape;
import islr.tensor.Tensor;

/// The angles by which queries and keys turn: `φ_m = t·10000^(−2m/h)` for frame t and m < h/2, the same for both
/// halves.
///
/// - buffers `cos`, `sin` `[1, 1, L, h]`
///
/// @param cos `[L, h]`
/// @param sin `[L, h]`
record RotaryTables(Tensor cos, Tensor sin) {

    /// @param frames L
    /// @param head h
    static RotaryTables of(int frames, int head, Parameters parameters) {
        Shape shape = Shape.of(frames, head);
        return new RotaryTables(parameters.buffer("cos", angles(head, true), 1, 1, frames, head).view(0, shape),
                parameters.buffer("sin", angles(head, false), 1, 1, frames, head).view(0, shape));
    }

    private static Init angles(int head, boolean cosine) {
        return (numbers, shape, random) -> {
            for (int i = 0; i < numbers.length; i++) {
                int m = i % head % (head / 2);
                float frequency = (float) (1 / StrictMath.pow(10000, 2.0 * m / head));
                float angle = i / head * frequency;
                numbers[i] = (float) (cosine ? StrictMath.cos(angle) : StrictMath.sin(angle));
            }
        };
    }
}
