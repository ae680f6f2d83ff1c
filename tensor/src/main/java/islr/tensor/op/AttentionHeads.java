package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;

/// The geometry of an [Attention]: for every clip and head, where its rows and its scores are, and the three small
/// products they take part in.
///
/// Scores lie clip by clip, within a clip head by head, each a [Tq, Tk] matrix.
final class AttentionHeads {
    private final Kernels kernels;
    private final Attention of;
    private final int channels;
    private final int width;
    private final int[] firstScore;
    private final Tensor scratch;
    private final int scratchSize;
    private final int packSize;
    private final int matrixSize;

    AttentionHeads(Compute c, Attention of) {
        this.kernels = c.kernels();
        this.of = of;
        channels = of.queries().shape().columns();
        width = channels / of.heads();
        firstScore = new int[of.querySegments().count() + 1];
        int pack = 0;
        int matrix = 0;
        for (int s = 0; s < of.querySegments().count(); s++) {
            int q = of.querySegments().length(s);
            int k = of.keySegments().length(s);
            firstScore[s + 1] = firstScore[s] + q * k;
            matrix = Math.max(matrix, q * k);
            pack = Math.max(pack, Math.max(kernels.packedSize(width, k), kernels.packedSize(Math.max(q, k), width)));
        }
        packSize = pack;
        matrixSize = matrix;
        scratchSize = pack + 2 * matrix;
        scratch = c.allocate(c.parallel().threads() * scratchSize);
    }

    /// Number of scores of one head over all clips: Σ Tq·Tk.
    ///
    /// @throws IllegalArgumentException if there are not as many clips of both
    static int scores(Segments queries, Segments keys) {
        if (queries.count() != keys.count()) {
            throw new IllegalArgumentException(
                    "attention: queries of " + queries.count() + " clips against keys of " + keys.count());
        }
        int total = 0;
        for (int s = 0; s < queries.count(); s++) {
            total = Math.addExact(total, Math.multiplyExact(queries.length(s), keys.length(s)));
        }
        return total;
    }

    /// Number of clips times heads.
    int count() {
        return of.querySegments().count() * of.heads();
    }

    /// The head of task number `task`, with the scratch memory of a worker.
    Head head(int task, int worker) {
        return new Head(task / of.heads(), task % of.heads(), scratch.offset() + worker * scratchSize);
    }

    /// A [Tq, Tk] matrix inside an array.
    record Scores(float[] array, int at) {}

    /// One head of one clip.
    final class Head {
        private final int segment;
        private final int number;
        private final int packAt;

        private Head(int segment, int number, int scratchAt) {
            this.segment = segment;
            this.number = number;
            this.packAt = scratchAt;
        }

        int queries() {
            return of.querySegments().length(segment);
        }

        int keys() {
            return of.keySegments().length(segment);
        }

        /// Row of the clip's first key in the batch.
        int firstKey() {
            return of.keySegments().start(segment);
        }

        /// Where this head's scores begin among all scores.
        int scores() {
            return firstScore[segment] * of.heads() + number * queries() * keys();
        }

        /// Where this head's probabilities are: among all, or in the scratch memory.
        ///
        /// @param all null if they are not kept
        Scores probabilities(Tensor all) {
            return all == null ? new Scores(scratch.array(), packAt + packSize)
                    : new Scores(all.array(), all.offset() + scores());
        }

        Mask.Place place(int query) {
            return new Mask.Place(of.querySegments().start(segment) + query, query, firstKey(), keys(),
                    firstScore[segment]);
        }

        private int queryAt(Tensor x) {
            return x.offset() + of.querySegments().start(segment) * channels + number * width;
        }

        private int keyAt(Tensor x) {
            return x.offset() + firstKey() * channels + number * width;
        }

        /// `to [Tq, Tk] = A·Bᵀ`, A being this head's columns of a tensor of queries, B those of a tensor of keys.
        void rowsByRows(Tensor a, Tensor b, float[] to, int at) {
            int n = keys();
            kernels.pack(b.array(), keyAt(b), channels, true, width, n, scratch.array(), packAt, 0, kernels.panels(n));
            kernels.gemm(a.array(), queryAt(a), channels, false, scratch.array(), packAt, to, at, n, 0, queries(), 0,
                    kernels.panels(n), width, n, false);
        }

        /// This head's columns of `to` = S·B, B and `to` being tensors of keys and of queries.
        void scoresByRows(Scores s, Tensor b, Tensor to) {
            kernels.pack(b.array(), keyAt(b), channels, false, keys(), width, scratch.array(), packAt, 0,
                    kernels.panels(width));
            kernels.gemm(s.array, s.at, keys(), false, scratch.array(), packAt, to.array(), queryAt(to), channels, 0,
                    queries(), 0, kernels.panels(width), keys(), width, false);
        }

        /// This head's columns of `to` = Sᵀ·B, B and `to` being tensors of queries and of keys.
        void scoresTransposedByRows(Scores s, Tensor b, Tensor to) {
            kernels.pack(b.array(), queryAt(b), channels, false, queries(), width, scratch.array(), packAt, 0,
                    kernels.panels(width));
            kernels.gemm(s.array, s.at, keys(), true, scratch.array(), packAt, to.array(), keyAt(to), channels, 0,
                    keys(), 0, kernels.panels(width), queries(), width, false);
        }

        /// The probabilities after dropout: a copy, or themselves where there is none.
        Scores dropped(Scores p) {
            if (of.dropout().rate() == 0) {
                return p;
            }
            int copy = packAt + packSize + matrixSize;
            drop(p.array, p.at, scratch.array(), copy);
            return new Scores(scratch.array(), copy);
        }

        /// Drops the same probabilities (or their gradients) every time it is called for this head.
        void drop(float[] x, int xAt, float[] y, int yAt) {
            if (of.dropout().rate() > 0) {
                kernels.dropout(of.dropout().rate(), of.dropout().seed(), scores(), x, xAt, y, yAt, queries() * keys());
            }
        }
    }
}
