package islr.system.sixth;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Reductions;

/// The points of a part of the body less their middle, which is the mean over its points and the frames of the clip,
/// [E]; 0 in padded frames.
///
/// [N, P·E] → [N, P·E]
final class Centring {
    private final PaddedRows layout;
    private final int units;
    /// Null if there is no padding.
    private final float[] seen;
    private final int[] clips;

    /// @param units E
    Centring(PaddedRows layout, int units) {
        this.layout = layout;
        this.units = units;
        seen = layout.seen();
        clips = layout.clips();
    }

    Tensor of(Compute c, Tensor part) {
        int rows = clips.length;
        int points = part.shape().columns() / units;
        Tensor overTime = c.run(new Reductions.OfSegments(part, layout.rows(), seen, true)); // [B, P·E]
        Tensor middle = overTime.reshape(c, layout.rows().count(), points, units).mean(c, 1); // [B, E]
        Tensor centred = part.reshape(c, rows, points, units)
                .subtract(c, middle.gather(c, clips).reshape(c, rows, 1, units)).reshape(c, rows, points * units);
        return seen == null ? centred : centred.multiply(c, Tensor.of(Shape.of(rows, 1), seen));
    }
}
