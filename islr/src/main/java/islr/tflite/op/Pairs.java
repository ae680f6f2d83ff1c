package islr.tflite.op;

import islr.tensor.Shape;
import java.util.Arrays;

/// Walks over two operands that are broadcast to one shape, run by run: stretches of the last axis along which each
/// operand goes on or stands still.
final class Pairs {
    final Shape result;
    /// The length of a run, and the steps of the operands along it: 0 or 1.
    final int length;
    final int aStep;
    final int bStep;
    private final int[] sizes;
    private final int[] aStrides;
    private final int[] bStrides;
    private final int runs;

    /// A run.
    @FunctionalInterface
    interface Each {
        /// @param a where it begins in the first operand
        /// @param b where it begins in the second operand
        /// @param y where it begins in the result
        void run(int a, int b, int y);
    }

    /// @throws IllegalArgumentException if the shapes do not broadcast
    Pairs(Shape a, Shape b) {
        this(a, b, Axes.broadcast(a, b));
    }

    /// @param result a shape to which both are broadcast
    Pairs(Shape a, Shape b, Shape result) {
        this.result = result;
        int[] p = Axes.broadcastStrides(a, result);
        int[] q = Axes.broadcastStrides(b, result);
        int[] n = new int[result.rank()];
        int rank = 0;
        for (int i = 0; i < result.rank(); i++) {
            int size = result.dim(i);
            if (size == 1) {
                continue;
            }
            if (rank > 0 && p[rank - 1] == p[i] * size && q[rank - 1] == q[i] * size) {
                n[rank - 1] *= size;
            } else {
                n[rank++] = size;
            }
            p[rank - 1] = p[i];
            q[rank - 1] = q[i];
        }
        int outer = Math.max(0, rank - 1);
        length = rank == 0 ? Math.min(1, result.size()) : n[outer];
        aStep = rank == 0 ? 0 : p[outer];
        bStep = rank == 0 ? 0 : q[outer];
        sizes = Arrays.copyOf(n, outer);
        aStrides = p;
        bStrides = q;
        runs = length == 0 ? 0 : result.size() / length;
    }

    /// Several runs one behind the other, for loops that are written out: a call for each short run would cost more
    /// than the run.
    @FunctionalInterface
    interface Block {
        /// @param a where the first run begins in the first operand
        /// @param b where it begins in the second operand
        /// @param y where it begins in the result
        /// @param count how many runs; they are `aApart`, `bApart` and `length` apart
        void run(int a, int b, int y, int count, int aApart, int bApart);
    }

    /// Calls `each` for all runs along the axis before the last one together.
    void forEachBlock(Run run, Block each) {
        int outer = sizes.length;
        if (outer == 0) {
            if (runs == 1) {
                each.run(0, 0, 0, 1, 0, 0);
            }
            return;
        }
        int count = sizes[outer - 1];
        int blocks = runs / count;
        run.compute().parallel().ranges(blocks, Math.max(1, Run.GRAIN / Math.max(1, length * count)),
                (from, to) -> some(from, to, outer - 1, (a, b, i) -> each.run(a, b, i * count * length, count,
                        aStrides[outer - 1], bStrides[outer - 1])));
    }

    /// Calls `each` for every run, on several threads if there are many numbers.
    void forEach(Run run, Each each) {
        if (runs == 1) {
            each.run(0, 0, 0);
        } else {
            run.compute().parallel().ranges(runs, Math.max(1, Run.GRAIN / Math.max(1, length)),
                    (from, to) -> some(from, to, sizes.length, (a, b, i) -> each.run(a, b, i * length)));
        }
    }

    /// Calls `each` with the numbers `from` to `to` of what lies along the first `outer` axes.
    private void some(int from, int to, int outer, Each each) {
        int[] at = new int[outer];
        int a = 0;
        int b = 0;
        int left = from;
        for (int axis = outer - 1; axis >= 0; axis--) {
            at[axis] = left % sizes[axis];
            left /= sizes[axis];
            a += at[axis] * aStrides[axis];
            b += at[axis] * bStrides[axis];
        }
        for (int i = from; i < to; i++) {
            each.run(a, b, i);
            for (int axis = outer - 1; axis >= 0; axis--) {
                a += aStrides[axis];
                b += bStrides[axis];
                if (++at[axis] < sizes[axis]) {
                    break;
                }
                a -= sizes[axis] * aStrides[axis];
                b -= sizes[axis] * bStrides[axis];
                at[axis] = 0;
            }
        }
    }
}
