package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Saved;
import java.util.List;

/// Scaled dot-product attention of H heads, sequence by sequence: `P = softmax(scale · Q·Kᵀ + A + mask)`, `y = P·V`.
///
/// - `queries` Q [Nq, H·d], `keys` K and `values` V [Nk, H·d], rows of all sequences one behind the other
/// - `scores` A: numbers added to the scores, [Σ H·Tq·Tk] in the order of [Heads], in any shape of that size; null for
///   none. Scores of relative positions come in here, from an operation of their own
/// - `heads`: which columns and which rows belong together
/// - a key that stands for k rows enters the softmax with k·exp(s − max)
/// - `dropout`: rate and seed of inverted dropout on P, rate 0 for none
/// - → `y` [Nq, H·d]
/// - saved: [#PROBABILITIES], P of every sequence and head in the order of [Heads]. Where nothing is kept, a thread has
///   room for those of one head, which stay in its cache
///
/// Gradients: `dV = Pᵀ·dy`, `dP = dy·Vᵀ`, `dA = dS = P·(dP − Σ dP·P)`, `dQ = scale·dS·K`, `dK = scale·dSᵀ·Q`.
///
/// Source: Vaswani et al., *Attention Is All You Need* (2017), equation 1.
public record Attention(Tensor queries, Tensor keys, Tensor values, Tensor scores, Heads heads, float scale, Mask mask,
        Dropout dropout) implements Operation {
    /// The name under which the probabilities are kept.
    public static final String PROBABILITIES = "probabilities";
    /// Queries whose scores are computed at once in prediction.
    private static final int QUERIES = 64;

    /// Inverted dropout on the probabilities.
    public record Dropout(float rate, int seed) {
        public static final Dropout NONE = new Dropout(0, 0);
    }

    /// @throws IllegalArgumentException if shapes, heads or mask do not fit
    public Attention {
        heads.queries().requireRows("attention queries", queries);
        heads.keys().requireRows("attention keys", keys);
        if (!values.shape().equals(keys.shape()) || queries.shape().columns() != keys.shape().columns()) {
            throw new IllegalArgumentException("attention: q " + queries.shape() + ", k " + keys.shape() + ", v "
                    + values.shape() + ": channels must be equal, and k and v of one shape");
        }
        if (queries.shape().columns() != heads.channels()) {
            throw new IllegalArgumentException("attention: q " + queries.shape() + ", heads of " + heads.channels()
                    + " channels: " + queries.shape().columns() + " against " + heads.channels());
        }
        if (scores != null && scores.size() != heads.scores()) {
            throw new IllegalArgumentException("attention: added scores " + scores.shape() + ", " + heads.count()
                    + " heads of " + heads.sequences() + " sequences: " + scores.size() + " against " + heads.scores());
        }
        mask.check(heads.queries(), heads.keys());
    }

    /// Without added scores.
    public Attention(Tensor queries, Tensor keys, Tensor values, Heads heads, float scale, Mask mask, Dropout dropout) {
        this(queries, keys, values, null, heads, scale, mask, dropout);
    }

    @Override
    public List<Tensor> inputs() {
        return scores == null ? List.of(queries, keys, values) : List.of(queries, keys, values, scores);
    }

    @Override
    public Tensor forward(Compute c, Saved saved) {
        Tensor probabilities = saved.room(c, PROBABILITIES, heads.scores());
        Tensor y = c.allocate(queries.shape());
        AttentionHeads all = new AttentionHeads(c, heads, dropout);
        c.parallel().run(all.count(), (task, worker) -> {
            AttentionHeads.Head head = all.head(task, worker);
            AttentionHeads.Scores own = head.probabilities(probabilities);
            if (head.queries() == 1) {
                one(c, head, own, y);
                return;
            }
            if (probabilities == null && dropout.rate() == 0) {
                predict(c, head, own, y);
                return;
            }
            head.rowsByRows(queries, keys, own.array(), own.at());
            probable(c, head, own, 0, head.queries());
            head.scoresByRows(head.dropped(own), values, y);
        });
        return y;
    }

    /// A single query, as of a decoder that spells, costs less than packing the keys would.
    private void one(Compute c, AttentionHeads.Head head, AttentionHeads.Scores own, Tensor y) {
        head.scoresOfOne(queries, keys, own);
        probable(c, head, own, 0, 1);
        head.mixedOfOne(head.dropped(own), values, y);
    }

    /// A block of queries after the other, whose scores stay in the processor's cache.
    private void predict(Compute c, AttentionHeads.Head head, AttentionHeads.Scores own, Tensor y) {
        head.pack(keys, values);
        for (int from = 0; from < head.queries(); from += QUERIES) {
            int count = Math.min(QUERIES, head.queries() - from);
            head.scores(queries, from, count, own);
            probable(c, head, own, from, count);
            head.mixed(own, from, count, y);
        }
    }

    /// Scores of `count` queries from the number `from` on, `[count, Tk]`, become probabilities.
    private void probable(Compute c, AttentionHeads.Head head, AttentionHeads.Scores own, int from, int count) {
        float[] p = own.array();
        int at = own.at();
        int n = count * head.keys();
        c.kernels().affine(scale, 0, p, at, p, at, n);
        if (scores != null) {
            c.kernels().axpy(1, scores.array(), scores.offset() + head.scores() + from * head.keys(), p, at, n);
        }
        for (int i = 0; i < count; i++) {
            int row = at + i * head.keys();
            mask.apply(head.place(from + i), p, row);
            c.kernels().softmax(p, row, heads.keys().multiplicities(), head.firstKey(), p, row, head.keys());
        }
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Saved saved, Gradients into) {
        Tensor probabilities = saved.get(PROBABILITIES);
        Tensor dq = c.allocate(queries.shape());
        Tensor dk = c.allocate(keys.shape());
        Tensor dv = c.allocate(values.shape());
        AttentionHeads all = new AttentionHeads(c, heads, dropout);
        Tensor dScores = c.allocate(probabilities.shape());
        float[] ds = dScores.array();
        Tensor da = into.wants(scores) ? c.allocate(scores.shape()) : null;
        c.parallel().run(all.count(), (task, worker) -> {
            AttentionHeads.Head head = all.head(task, worker);
            AttentionHeads.Scores own = head.probabilities(probabilities);
            float[] p = own.array();
            int at = own.at();
            int dAt = dScores.offset() + head.scores();
            head.scoresTransposedByRows(head.dropped(own), dy, dv);
            head.rowsByRows(dy, values, ds, dAt);
            head.drop(ds, dAt, ds, dAt);
            for (int i = 0; i < head.queries(); i++) {
                int row = i * head.keys();
                c.kernels().softmaxBackward(p, at + row, ds, dAt + row, ds, dAt + row, head.keys());
            }
            int n = head.queries() * head.keys();
            if (da != null) {
                System.arraycopy(ds, dAt, da.array(), da.offset() + head.scores(), n);
            }
            c.kernels().affine(scale, 0, ds, dAt, ds, dAt, n);
            head.scoresByRows(new AttentionHeads.Scores(ds, dAt), keys, dq);
            head.scoresTransposedByRows(new AttentionHeads.Scores(ds, dAt), queries, dk);
        });
        into.add(queries, dq);
        into.add(keys, dk);
        into.add(values, dv);
        if (da != null) {
            into.add(scores, da);
        }
    }
}
