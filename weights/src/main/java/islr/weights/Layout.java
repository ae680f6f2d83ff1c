package islr.weights;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The rearrangements between the layouts of other systems and ours. They move numbers and compute nothing, so a
/// rearrangement followed by its inverse gives the same bits.
final class Layout {
    /// So many rows at a time: their numbers in a column become neighbours, which fill a line of the processor's cache.
    private static final int LINE = 16;

    private Layout() {}

    /// `[a, b]` → `[b, a]`.
    static Tensor transpose(Tensor x) {
        int rows = x.shape().dim(0);
        int columns = x.shape().dim(1);
        float[] y = new float[x.shape().size()];
        transposeInto(x.array(), x.offset(), rows, columns, y, 0);
        return Tensor.of(Shape.of(columns, rows), y);
    }

    /// H kernels `[D, d]` → one weight `[H·d, D]`: the rows of head 0, then those of head 1. H biases `[d]` → `[H·d]`.
    ///
    /// @param heads at least one, all of the same shape, of rank 1 or 2
    static Tensor joinHeads(List<Tensor> heads) {
        Shape one = heads.getFirst().shape();
        float[] y = new float[Math.multiplyExact(heads.size(), one.size())];
        for (int h = 0; h < heads.size(); h++) {
            Tensor x = heads.get(h);
            // A bias is a kernel with one row.
            transposeInto(x.array(), x.offset(), one.rank() == 1 ? 1 : one.dim(0), one.dim(-1), y, h * one.size());
        }
        return Tensor.of(one.rank() == 1 ? Shape.of(y.length) : Shape.of(heads.size() * one.dim(1), one.dim(0)), y);
    }

    /// The inverse of [#joinHeads].
    ///
    /// @param x of rank 1 or 2, its first size a multiple of `heads`
    static List<Tensor> splitHeads(Tensor x, int heads) {
        int width = x.shape().dim(0) / heads;
        int columns = x.shape().rank() == 1 ? 1 : x.shape().dim(1);
        List<Tensor> parts = new ArrayList<>();
        for (int h = 0; h < heads; h++) {
            float[] y = new float[width * columns];
            transposeInto(x.array(), x.offset() + h * y.length, width, columns, y, 0);
            parts.add(Tensor.of(x.shape().rank() == 1 ? Shape.of(width) : Shape.of(columns, width), y));
        }
        return parts;
    }

    private static void transposeInto(float[] x, int xAt, int rows, int columns, float[] y, int yAt) {
        for (int first = 0; first < rows; first += LINE) {
            int end = Math.min(first + LINE, rows);
            for (int j = 0; j < columns; j++) {
                for (int i = first; i < end; i++) {
                    y[yAt + j * rows + i] = x[xAt + i * columns + j];
                }
            }
        }
    }
}
