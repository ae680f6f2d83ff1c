package islr.tensor.op;

import islr.tensor.Shape;
import java.util.Arrays;

/// How two shapes meet in an elementwise operation, by the rules of NumPy: shapes are aligned at the last axis, and a
/// size of 1 is repeated.
///
/// The result is walked in **runs**: stretches along which each operand either advances by one or stands still.
final class Broadcast {
    /// One run of `n` numbers: where it starts in both operands and in the result.
    @FunctionalInterface
    interface Run {
        void at(int a, int b, int y);
    }

    final Shape result;
    /// Length of a run, and whether an operand advances (1) or stands still (0) along it.
    final int length;
    final int aStep;
    final int bStep;
    private final int[] sizes;
    private final int[] aStrides;
    private final int[] bStrides;

    Broadcast(String operation, Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] sizes = new int[rank];
        int[] as = new int[rank];
        int[] bs = new int[rank];
        int aStride = 1;
        int bStride = 1;
        for (int i = rank - 1; i >= 0; i--) {
            int an = i - rank + a.rank() < 0 ? 1 : a.dim(i - rank + a.rank());
            int bn = i - rank + b.rank() < 0 ? 1 : b.dim(i - rank + b.rank());
            if (an != bn && an != 1 && bn != 1) {
                throw new IllegalArgumentException(operation + ": shapes do not broadcast: a " + a + ", b " + b + ": "
                        + an + " against " + bn + " on axis " + (i - rank));
            }
            sizes[i] = an == 1 ? bn : an;
            as[i] = an == 1 ? 0 : aStride;
            bs[i] = bn == 1 ? 0 : bStride;
            aStride *= an;
            bStride *= bn;
        }
        result = Shape.of(sizes);
        int run = 1;
        int inner = rank;
        int aRun = 1;
        int bRun = 1;
        // Trailing axes make one run as long as each operand does the same along all of them.
        while (inner > 0) {
            int i = inner - 1;
            if (sizes[i] != 1) {
                int aKind = as[i] == 0 ? 0 : 1;
                int bKind = bs[i] == 0 ? 0 : 1;
                if (run > 1 && (aKind != aRun || bKind != bRun)) {
                    break;
                }
                aRun = aKind;
                bRun = bKind;
                run *= sizes[i];
            }
            inner--;
        }
        length = run;
        aStep = aRun;
        bStep = bRun;
        this.sizes = Arrays.copyOf(sizes, inner);
        aStrides = as;
        bStrides = bs;
    }

    /// Number of runs.
    int runs() {
        return result.size() == 0 ? 0 : result.size() / length;
    }

    /// Visits runs `from` to `to`.
    void forEach(int from, int to, Run run) {
        for (int r = from; r < to; r++) {
            int a = 0;
            int b = 0;
            int rest = r;
            for (int i = sizes.length - 1; i >= 0; i--) {
                int at = rest % sizes[i];
                rest /= sizes[i];
                a += at * aStrides[i];
                b += at * bStrides[i];
            }
            run.at(a, b, r * length);
        }
    }
}
