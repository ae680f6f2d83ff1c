package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.kernel.Kernels;
import java.util.Arrays;
import java.util.List;

/// The scores of relative positions, to be added to those of contents in an [Attention]:
/// `A[i, j] = scale · q_i·P(i − j)`.
///
/// - `queries` q `[N, H·d]`, rows of all sequences one behind the other
/// - `positions` P `[2L − 1, H·d]`: row m is that of the distance L − 1 − m, from L − 1 down to −(L − 1); L at least
///   the longest sequence
/// - `heads`: which columns and which rows belong together; queries and keys have the same sequences
/// - → `y` `[Σ H·T·T]` in the order of [Heads]
///
/// The rows of P that a query needs lie one behind the other in the order of the keys. So a block of queries takes one
/// product with all rows that any of them needs, and each query a run of its numbers.
///
/// Gradients, with dM the run of `scale·dA` put back in its place: `dq = dM·P`, `dP = dMᵀ·q`.
///
/// Source: Dai et al., *Transformer-XL* (2019), section 3.3; there the numbers are shifted after the product.
public record RelativeScores(Tensor queries, Tensor positions, Heads heads, float scale)
        implements Operation.Stateless {
    /// Queries of a block.
    private static final int BLOCK = 64;

    /// @throws IllegalArgumentException if shapes or heads do not fit, or a distance has no row
    public RelativeScores {
        heads.queries().requireRows("relative queries", queries);
        int channels = heads.channels();
        if (queries.shape().columns() != channels || positions.shape().rank() != 2
                || positions.shape().columns() != channels) {
            throw new IllegalArgumentException("relative scores: q " + queries.shape() + ", positions "
                    + positions.shape() + ": both need " + channels + " channels");
        }
        int longest = 1;
        for (int s = 0; s < heads.sequences(); s++) {
            longest = Math.max(longest, heads.queries().length(s));
            if (heads.queries().length(s) != heads.keys().length(s)) {
                throw new IllegalArgumentException("relative scores: sequence " + s + " has "
                        + heads.queries().length(s) + " queries and " + heads.keys().length(s) + " keys");
            }
        }
        int rows = positions.shape().rows();
        if (rows % 2 == 0 || rows < 2 * longest - 1) {
            throw new IllegalArgumentException("relative scores: " + rows + " distances for a sequence of " + longest
                    + " rows; an odd number from " + (2 * longest - 1) + " on is needed");
        }
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(queries, positions);
    }

    /// Some queries of one head of one sequence.
    ///
    /// @param length T
    /// @param from the first of them in its sequence
    /// @param count how many
    /// @param at where their columns begin, as an offset into a tensor of N rows
    /// @param first the first row of P that they need
    /// @param rows how many from there on
    /// @param scores where the scores of the first of them begin
    private record Part(int length, int from, int count, int at, int first, int rows, int scores) {
        /// Where the run of a query begins in its row of the product.
        int run(int query) {
            return count - 1 - query;
        }
    }

    private Part part(int sequence, int head, int from) {
        int length = heads.queries().length(sequence);
        int count = Math.min(BLOCK, length - from);
        int first = positions.shape().rows() / 2 - (from + count - 1);
        return new Part(length, from, count,
                (heads.queries().start(sequence) + from) * heads.channels() + head * heads.width(), first,
                length + count - 1, heads.scoresAt(sequence, head) + from * length);
    }

    /// Where a head's columns of a part's rows begin in P.
    private int positionsAt(Tensor of, Part part, int head) {
        return of.offset() + part.first * heads.channels() + head * heads.width();
    }

    /// Numbers that a worker needs besides: a product and a packed matrix.
    private record Room(Tensor numbers, int size, int matrix) {
        int of(int worker) {
            return numbers.offset() + worker * size;
        }
    }

    private Room room(Compute c) {
        int longest = 0;
        for (int s = 0; s < heads.sequences(); s++) {
            longest = Math.max(longest, heads.queries().length(s));
        }
        int count = Math.min(BLOCK, longest);
        int rows = Math.max(1, longest + count - 1);
        int pack = Math.max(c.kernels().packedSize(heads.width(), rows), c.kernels().packedSize(rows, heads.width()));
        return new Room(c.allocate(c.parallel().threads() * (count * rows + pack)), count * rows + pack, count * rows);
    }

    @Override
    public Tensor forward(Compute c) {
        Tensor y = c.allocate(heads.scores());
        Room room = room(c);
        float[] scratch = room.numbers.array();
        c.parallel().run(heads.sequences() * heads.count(), (task, worker) -> {
            int sequence = task / heads.count();
            int head = task % heads.count();
            int at = room.of(worker);
            for (int from = 0; from < heads.queries().length(sequence); from += BLOCK) {
                Part part = part(sequence, head, from);
                product(c.kernels(), part, head, scratch, at, at + room.matrix);
                for (int i = 0; i < part.count; i++) {
                    c.kernels().affine(scale, 0, scratch, at + i * part.rows + part.run(i), y.array(),
                            y.offset() + part.scores + i * part.length, part.length);
                }
            }
        });
        return y;
    }

    /// `[count, rows] = q·Pᵀ` of a head's columns.
    private void product(Kernels kernels, Part part, int head, float[] to, int at, int pack) {
        int channels = heads.channels();
        kernels.pack(positions.array(), positionsAt(positions, part, head), channels, true, heads.width(), part.rows,
                to, pack, 0, kernels.panels(part.rows));
        kernels.gemm(queries.array(), queries.offset() + part.at, channels, false, to, pack, to, at, part.rows, 0,
                part.count, 0, kernels.panels(part.rows), heads.width(), part.rows, false);
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
        Tensor dq = c.allocate(queries.shape());
        Tensor dp = c.zeros(positions.shape());
        Room room = room(c);
        float[] scratch = room.numbers.array();
        // A head is one piece of work: all its sequences add to its columns of dP.
        c.parallel().run(heads.count(), (head, worker) -> {
            int at = room.of(worker);
            for (int s = 0; s < heads.sequences(); s++) {
                for (int from = 0; from < heads.queries().length(s); from += BLOCK) {
                    Part part = part(s, head, from);
                    Arrays.fill(scratch, at, at + part.count * part.rows, 0);
                    for (int i = 0; i < part.count; i++) {
                        c.kernels().affine(scale, 0, dy.array(), dy.offset() + part.scores + i * part.length, scratch,
                                at + i * part.rows + part.run(i), part.length);
                    }
                    gradients(c.kernels(), part, head, scratch, at, at + room.matrix, dq, dp);
                }
            }
        });
        into.add(queries, dq);
        into.add(positions, dp);
    }

    /// `dq = dM·P` and `dP += dMᵀ·q` of a head's columns.
    private void gradients(Kernels kernels, Part part, int head, float[] scratch, int at, int pack, Tensor dq,
            Tensor dp) {
        int channels = heads.channels();
        int width = heads.width();
        int panels = kernels.panels(width);
        kernels.pack(positions.array(), positionsAt(positions, part, head), channels, false, part.rows, width, scratch,
                pack, 0, panels);
        kernels.gemm(scratch, at, part.rows, false, scratch, pack, dq.array(), dq.offset() + part.at, channels, 0,
                part.count, 0, panels, part.rows, width, false);
        kernels.pack(queries.array(), queries.offset() + part.at, channels, false, part.count, width, scratch, pack, 0,
                panels);
        kernels.gemm(scratch, at, part.rows, true, scratch, pack, dp.array(), positionsAt(dp, part, head), channels, 0,
                part.rows, 0, panels, part.count, width, true);
    }
}
