package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import java.util.Arrays;

/// For every sequence and head of an [Attention], where its rows and its scores are, and the three small products they
/// take part in.
final class AttentionHeads {
    private final Kernels kernels;
    private final Heads heads;
    private final Attention.Dropout dropout;
    private final int channels;
    private final int width;
    private final Tensor scratch;
    private final int scratchSize;
    private final int packSize;
    private final int matrixSize;

    AttentionHeads(Compute c, Heads heads, Attention.Dropout dropout) {
        this.kernels = c.kernels();
        this.heads = heads;
        this.dropout = dropout;
        channels = heads.channels();
        width = heads.width();
        int pack = 0;
        int matrix = 0;
        for (int s = 0; s < heads.sequences(); s++) {
            int q = heads.queries().length(s);
            int k = heads.keys().length(s);
            matrix = Math.max(matrix, q * k);
            pack = Math.max(pack, Math.max(kernels.packedSize(width, k), kernels.packedSize(Math.max(q, k), width)));
        }
        packSize = pack;
        matrixSize = matrix;
        scratchSize = 2 * pack + 2 * matrix;
        scratch = c.allocate(c.parallel().threads() * scratchSize);
    }

    /// Number of sequences times heads.
    int count() {
        return heads.sequences() * heads.count();
    }

    /// The head of task number `task`, with the scratch memory of a worker.
    Head head(int task, int worker) {
        return new Head(task / heads.count(), task % heads.count(), scratch.offset() + worker * scratchSize);
    }

    /// A [Tq, Tk] matrix inside an array.
    record Scores(float[] array, int at) {}

    /// One head of one sequence.
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
            return heads.queries().length(segment);
        }

        int keys() {
            return heads.keys().length(segment);
        }

        /// Row of the sequence's first key in the batch.
        int firstKey() {
            return heads.keys().start(segment);
        }

        /// Where this head's scores begin among all scores.
        int scores() {
            return heads.scoresAt(segment, number);
        }

        /// Where this head's probabilities are: among all, or in the scratch memory.
        ///
        /// @param all null if they are not kept
        Scores probabilities(Tensor all) {
            return all == null ? new Scores(scratch.array(), packAt + 2 * packSize)
                    : new Scores(all.array(), all.offset() + scores());
        }

        Mask.Place place(int query) {
            return new Mask.Place(heads.queries().start(segment) + query, query, firstKey(), keys(),
                    heads.scoresBefore(segment));
        }

        private int queryAt(Tensor x) {
            return x.offset() + heads.queries().start(segment) * channels + number * width;
        }

        private int keyAt(Tensor x) {
            return x.offset() + firstKey() * channels + number * width;
        }

        /// Keys and values for the products of [#scores] and [#mixed].
        void pack(Tensor keys, Tensor values) {
            int n = keys();
            kernels.pack(keys.array(), keyAt(keys), channels, true, width, n, scratch.array(), packAt, 0,
                    kernels.panels(n));
            kernels.pack(values.array(), keyAt(values), channels, false, n, width, scratch.array(), packAt + packSize,
                    0, kernels.panels(width));
        }

        /// Scores of `count` queries from the number `from` on and the packed keys, `[count, Tk]`.
        void scores(Tensor queries, int from, int count, Scores to) {
            int n = keys();
            kernels.gemm(queries.array(), queryAt(queries) + from * channels, channels, false, scratch.array(), packAt,
                    to.array, to.at, n, 0, count, 0, kernels.panels(n), width, n, false);
        }

        /// The packed values, mixed by the probabilities `[count, Tk]` of these queries.
        void mixed(Scores s, int from, int count, Tensor to) {
            kernels.gemm(s.array, s.at, keys(), false, scratch.array(), packAt + packSize, to.array(),
                    queryAt(to) + from * channels, channels, 0, count, 0, kernels.panels(width), keys(), width, false);
        }

        /// The scores of a single query, from the keys where they are.
        void scoresOfOne(Tensor queries, Tensor keys, Scores to) {
            for (int j = 0; j < keys(); j++) {
                to.array[to.at + j] = kernels.dot(queries.array(), queryAt(queries), keys.array(),
                        keyAt(keys) + j * channels, width);
            }
        }

        /// The values of a single query, mixed by its probabilities.
        void mixedOfOne(Scores s, Tensor values, Tensor to) {
            Arrays.fill(to.array(), queryAt(to), queryAt(to) + width, 0);
            for (int j = 0; j < keys(); j++) {
                kernels.axpy(s.array[s.at + j], values.array(), keyAt(values) + j * channels, to.array(), queryAt(to),
                        width);
            }
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
            if (dropout.rate() == 0) {
                return p;
            }
            int copy = packAt + 2 * packSize + matrixSize;
            drop(p.array, p.at, scratch.array(), copy);
            return new Scores(scratch.array(), copy);
        }

        /// Drops the same probabilities (or their gradients) every time it is called for this head.
        void drop(float[] x, int xAt, float[] y, int yAt) {
            if (dropout.rate() > 0) {
                kernels.dropout(dropout.rate(), dropout.seed(), scores(), x, xAt, y, yAt, queries() * keys());
            }
        }
    }
}
