package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.kernel.Kernels;
import java.util.Arrays;
import java.util.List;

/// The scores of positions in disentangled attention, to be added to those of contents in an [Attention]:
/// `A[i, j] = scale · (q_i·P_r + k_j·R_r)`, r the row of the distance i − j.
///
/// - `queries` q and `keys` k `[N, H·d]`, rows of all sequences one behind the other
/// - `positionKeys` P and `positionQueries` R `[rows, H·d]`: key and query of every distance that is told apart
/// - `heads`: which columns and which rows belong together; queries and keys have the same sequences
/// - `rows`: of distance t the row of P and R, at t + L, for −L ≤ t ≤ L; L at least the longest sequence less 1
/// - → `y` `[Σ H·T·T]` in the order of [Heads]
///
/// Products with all rows that a sequence needs are made once for each head, `q·Pᵀ` and `k·Rᵀ`, `[T, rows]`, and their
/// numbers picked.
///
/// Gradients: with `dM[i, r] = scale·Σ dA[i, j]` over those j whose distance has row r, and dM' likewise over i:
/// `dq = dM·P`, `dP = dMᵀ·q`, `dk = dM'·R`, `dR = dM'ᵀ·k`.
///
/// Source: He et al., *DeBERTa: Decoding-enhanced BERT with Disentangled Attention* (2020), equation 4.
public record DisentangledScores(Tensor queries, Tensor keys, Tensor positionKeys, Tensor positionQueries, Heads heads,
        int[] rows, float scale) implements Operation.Stateless {

    /// @throws IllegalArgumentException if shapes or heads do not fit, or a distance has no row
    public DisentangledScores {
        heads.queries().requireRows("disentangled queries", queries);
        heads.keys().requireRows("disentangled keys", keys);
        int channels = heads.channels();
        if (queries.shape().columns() != channels || !keys.shape().equals(queries.shape())
                || positionKeys.shape().rank() != 2 || positionKeys.shape().columns() != channels
                || !positionQueries.shape().equals(positionKeys.shape())) {
            throw new IllegalArgumentException("disentangled scores: q " + queries.shape() + ", k " + keys.shape()
                    + ", position keys " + positionKeys.shape() + ", position queries " + positionQueries.shape()
                    + ": all need " + channels + " channels");
        }
        int longest = 0;
        for (int s = 0; s < heads.sequences(); s++) {
            longest = Math.max(longest, heads.queries().length(s));
            if (heads.queries().length(s) != heads.keys().length(s)) {
                throw new IllegalArgumentException("disentangled scores: sequence " + s + " has "
                        + heads.queries().length(s) + " queries and " + heads.keys().length(s) + " keys");
            }
        }
        if (rows.length % 2 == 0 || rows.length < 2 * longest - 1) {
            throw new IllegalArgumentException("disentangled scores: " + rows.length + " distances for a sequence of "
                    + longest + " rows; an odd number from " + (2 * longest - 1) + " on is needed");
        }
        for (int row : rows) {
            if (row < 0 || row >= positionKeys.shape().rows()) {
                throw new IllegalArgumentException(
                        "disentangled scores: a distance has row " + row + " of " + positionKeys.shape().rows());
            }
        }
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(queries, keys, positionKeys, positionQueries);
    }

    /// One head of one sequence.
    ///
    /// @param length T
    /// @param at where its rows' columns begin in queries and keys, as an offset into a tensor of N rows
    /// @param first the first row of P and R that it needs
    /// @param count how many from there on
    /// @param scores where its matrix begins
    private record Part(int length, int at, int first, int count, int scores) {}

    private Part part(int sequence, int head) {
        int length = heads.queries().length(sequence);
        int middle = rows.length / 2;
        int first = Integer.MAX_VALUE;
        int last = -1;
        for (int t = 1 - length; t < length; t++) {
            first = Math.min(first, rows[middle + t]);
            last = Math.max(last, rows[middle + t]);
        }
        return new Part(length, heads.queries().start(sequence) * heads.channels() + head * heads.width(), first,
                last - first + 1, heads.scoresAt(sequence, head));
    }

    /// Where a head's columns of row `first` begin in P or R.
    private int positionsAt(Tensor positions, Part part, int head) {
        return positions.offset() + part.first * heads.channels() + head * heads.width();
    }

    /// Numbers that a worker needs besides: two matrices [T, rows] and a packed one.
    private record Room(Tensor numbers, int size, int matrix) {
        int firstOf(int worker) {
            return numbers.offset() + worker * size;
        }
    }

    private Room room(Compute c) {
        int matrix = 0;
        int pack = 0;
        for (int s = 0; s < heads.sequences(); s++) {
            if (heads.queries().length(s) > 0) {
                Part part = part(s, 0);
                matrix = Math.max(matrix, part.length * part.count);
                pack = Math.max(pack, Math.max(c.kernels().packedSize(heads.width(), part.count),
                        c.kernels().packedSize(Math.max(part.count, part.length), heads.width())));
            }
        }
        int size = 2 * matrix + pack;
        return new Room(c.allocate(Math.max(1, c.parallel().threads() * size)), size, matrix);
    }

    @Override
    public Tensor forward(Compute c) {
        Tensor y = c.allocate(heads.scores());
        Room room = room(c);
        float[] from = room.numbers.array();
        c.parallel().run(heads.sequences() * heads.count(), (task, worker) -> {
            int head = task % heads.count();
            int sequence = task / heads.count();
            if (heads.queries().length(sequence) == 0) {
                return;
            }
            Part part = part(sequence, head);
            int byQuery = room.firstOf(worker);
            int byKey = byQuery + room.matrix;
            int pack = byKey + room.matrix;
            product(c.kernels(), part, queries, positionKeys, head, from, byQuery, pack);
            product(c.kernels(), part, keys, positionQueries, head, from, byKey, pack);
            for (int i = 0; i < part.length; i++) {
                int to = y.offset() + part.scores + i * part.length;
                for (int j = 0; j < part.length; j++) {
                    int row = row(i, j) - part.first;
                    y.array()[to + j] = scale
                            * (from[byQuery + i * part.count + row] + from[byKey + j * part.count + row]);
                }
            }
        });
        return y;
    }

    private int row(int i, int j) {
        return rows[rows.length / 2 + i - j];
    }

    /// `[T, rows] = x·Pᵀ` of a head's columns.
    private void product(Kernels kernels, Part part, Tensor x, Tensor positions, int head, float[] scratch, int to,
            int pack) {
        int channels = heads.channels();
        kernels.pack(positions.array(), positionsAt(positions, part, head), channels, true, heads.width(), part.count,
                scratch, pack, 0, kernels.panels(part.count));
        kernels.gemm(x.array(), x.offset() + part.at, channels, false, scratch, pack, scratch, to, part.count, 0,
                part.length, 0, kernels.panels(part.count), heads.width(), part.count, false);
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
        Tensor dq = c.allocate(queries.shape());
        Tensor dk = c.allocate(keys.shape());
        Tensor dp = c.zeros(positionKeys.shape());
        Tensor dr = c.zeros(positionQueries.shape());
        Room room = room(c);
        float[] scratch = room.numbers.array();
        // A head is one piece of work: all its sequences add to its columns of dP and dR.
        c.parallel().run(heads.count(), (head, worker) -> {
            int byQuery = room.firstOf(worker);
            int byKey = byQuery + room.matrix;
            int pack = byKey + room.matrix;
            for (int s = 0; s < heads.sequences(); s++) {
                if (heads.queries().length(s) > 0) {
                    Part part = part(s, head);
                    collect(part, dy, scratch, byQuery, byKey);
                    gradients(c.kernels(), part, head, scratch, byQuery, pack,
                            new Operands(queries, positionKeys, dq, dp));
                    gradients(c.kernels(), part, head, scratch, byKey, pack,
                            new Operands(keys, positionQueries, dk, dr));
                }
            }
        });
        into.add(queries, dq);
        into.add(keys, dk);
        into.add(positionKeys, dp);
        into.add(positionQueries, dr);
    }

    /// dM and dM' of a part.
    private void collect(Part part, Tensor dy, float[] to, int byQuery, int byKey) {
        Arrays.fill(to, byQuery, byQuery + part.length * part.count, 0);
        Arrays.fill(to, byKey, byKey + part.length * part.count, 0);
        for (int i = 0; i < part.length; i++) {
            int from = dy.offset() + part.scores + i * part.length;
            for (int j = 0; j < part.length; j++) {
                float d = scale * dy.array()[from + j];
                int row = row(i, j) - part.first;
                to[byQuery + i * part.count + row] += d;
                to[byKey + j * part.count + row] += d;
            }
        }
    }

    /// x with its positions, and the gradients of both.
    private record Operands(Tensor x, Tensor positions, Tensor dx, Tensor dPositions) {}

    /// `dx = dM·P` and `dP += dMᵀ·x` of a head's columns.
    private void gradients(Kernels kernels, Part part, int head, float[] scratch, int matrixAt, int pack, Operands of) {
        int channels = heads.channels();
        int width = heads.width();
        int panels = kernels.panels(width);
        kernels.pack(of.positions.array(), positionsAt(of.positions, part, head), channels, false, part.count, width,
                scratch, pack, 0, panels);
        kernels.gemm(scratch, matrixAt, part.count, false, scratch, pack, of.dx.array(), of.dx.offset() + part.at,
                channels, 0, part.length, 0, panels, part.count, width, false);
        kernels.pack(of.x.array(), of.x.offset() + part.at, channels, false, part.length, width, scratch, pack, 0,
                panels);
        kernels.gemm(scratch, matrixAt, part.count, true, scratch, pack, of.dPositions.array(),
                positionsAt(of.dPositions, part, head), channels, 0, part.count, 0, panels, part.length, width, true);
    }
}
