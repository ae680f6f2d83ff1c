package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Saved;
import java.util.List;

/// Scaled dot-product attention of H heads, clip by clip: `P = softmax(scale · Q·Kᵀ + mask)`, `y = P·V`.
///
/// - `queries` Q [Nq, H·d], `keys` K and `values` V [Nk, H·d], rows of all clips one behind the other; head h is
///   columns h·d to (h+1)·d − 1
/// - `querySegments`, `keySegments`: the clips; the same number of both, of any lengths (equal for self-attention)
/// - a key that stands for k frames enters the softmax with k·exp(s − max)
/// - `dropout`: rate and seed of inverted dropout on P, rate 0 for none
/// - → `y` [Nq, H·d]
/// - saved: [#PROBABILITIES], P of every clip and head, [Σ H·Tq·Tk]. Where nothing is kept, a thread has room for those
///   of one head, which stay in its cache
///
/// Gradients: `dV = Pᵀ·dy`, `dP = dy·Vᵀ`, `dS = P·(dP − Σ dP·P)`, `dQ = scale·dS·K`, `dK = scale·dSᵀ·Q`.
///
/// Source: Vaswani et al., *Attention Is All You Need* (2017), equation 1.
public record Attention(Tensor queries, Tensor keys, Tensor values, int heads, float scale, Segments querySegments,
        Segments keySegments, Mask mask, Dropout dropout) implements Operation {
    /// The name under which the probabilities are kept.
    public static final String PROBABILITIES = "probabilities";

    /// Inverted dropout on the probabilities.
    public record Dropout(float rate, int seed) {
        public static final Dropout NONE = new Dropout(0, 0);
    }

    /// @throws IllegalArgumentException if shapes, heads, segments or mask do not fit
    public Attention {
        querySegments.requireRows("attention queries", queries);
        keySegments.requireRows("attention keys", keys);
        if (!values.shape().equals(keys.shape()) || queries.shape().columns() != keys.shape().columns()) {
            throw new IllegalArgumentException("attention: q " + queries.shape() + ", k " + keys.shape() + ", v "
                    + values.shape() + ": channels must be equal, and k and v of one shape");
        }
        if (heads < 1 || queries.shape().columns() % heads != 0) {
            throw new IllegalArgumentException(
                    "attention: " + queries.shape().columns() + " channels do not divide into " + heads + " heads");
        }
        AttentionHeads.scores(querySegments, keySegments);
        mask.check(querySegments, keySegments);
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(queries, keys, values);
    }

    @Override
    public Tensor forward(Compute c, Saved saved) {
        Tensor probabilities = saved.room(c, PROBABILITIES, heads * AttentionHeads.scores(querySegments, keySegments));
        Tensor y = c.allocate(queries.shape());
        AttentionHeads all = new AttentionHeads(c, this);
        c.parallel().run(all.count(), (task, worker) -> {
            AttentionHeads.Head head = all.head(task, worker);
            AttentionHeads.Scores scores = head.probabilities(probabilities);
            float[] p = scores.array();
            int at = scores.at();
            head.rowsByRows(queries, keys, p, at);
            c.kernels().affine(scale, 0, p, at, p, at, head.queries() * head.keys());
            for (int i = 0; i < head.queries(); i++) {
                int row = at + i * head.keys();
                mask.apply(head.place(i), p, row);
                c.kernels().softmax(p, row, keySegments.multiplicities(), head.firstKey(), p, row, head.keys());
            }
            head.scoresByRows(head.dropped(scores), values, y);
        });
        return y;
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Saved saved, Gradients into) {
        Tensor probabilities = saved.get(PROBABILITIES);
        Tensor dq = c.allocate(queries.shape());
        Tensor dk = c.allocate(keys.shape());
        Tensor dv = c.allocate(values.shape());
        AttentionHeads all = new AttentionHeads(c, this);
        Tensor dScores = c.allocate(probabilities.shape());
        float[] ds = dScores.array();
        c.parallel().run(all.count(), (task, worker) -> {
            AttentionHeads.Head head = all.head(task, worker);
            AttentionHeads.Scores scores = head.probabilities(probabilities);
            float[] p = scores.array();
            int at = scores.at();
            int dAt = dScores.offset() + head.scores();
            head.scoresTransposedByRows(head.dropped(scores), dy, dv);
            head.rowsByRows(dy, values, ds, dAt);
            head.drop(ds, dAt, ds, dAt);
            for (int i = 0; i < head.queries(); i++) {
                int row = i * head.keys();
                c.kernels().softmaxBackward(p, at + row, ds, dAt + row, ds, dAt + row, head.keys());
            }
            c.kernels().affine(scale, 0, ds, dAt, ds, dAt, head.queries() * head.keys());
            head.scoresByRows(new AttentionHeads.Scores(ds, dAt), keys, dq);
            head.scoresTransposedByRows(new AttentionHeads.Scores(ds, dAt), queries, dk);
        });
        into.add(queries, dq);
        into.add(keys, dk);
        into.add(values, dv);
    }
}
