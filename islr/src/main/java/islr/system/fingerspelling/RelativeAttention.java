package islr.system.fingerspelling;

import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Attention;
import islr.tensor.op.Heads;
import islr.tensor.op.Mask;
import islr.tensor.op.RelativeScores;

/// Attention with relative positions, of part one: `score(i, j) = ((q_i + u)·k_j + (q_i + v)·p(i − j))/√h`, where p are
/// the [RelativePositions], mapped.
///
/// - `query_proj`, `key_proj`, `value_proj`, `out_proj`: `.weight` `[d, d]`, `.bias` `[d]`; `pos_proj.weight` `[d, d]`;
///   `u_bias`, `v_bias` `[H, h]`
///
/// Dropout acts on the softmax and on the result.
///
/// Source: Dai et al., *Transformer-XL* (2019), section 3.3.
final class RelativeAttention implements EncoderAttention {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear out;
    private final Linear position;
    private final Tensor u;
    private final Tensor v;
    private final RelativePositions positions;
    private final int heads;
    private final Dropout dropout;

    RelativeAttention(int width, int heads, float dropout, RelativePositions positions, Parameters parameters) {
        query = new Linear(width, width, parameters.at("query_proj"));
        key = new Linear(width, width, parameters.at("key_proj"));
        value = new Linear(width, width, parameters.at("value_proj"));
        out = new Linear(width, width, parameters.at("out_proj"));
        position = new Linear(width, width, parameters.at("pos_proj"), Init.fanInUniform(), null);
        u = parameters.get("u_bias", Init.glorotUniform(), heads, width / heads);
        v = parameters.get("v_bias", Init.glorotUniform(), heads, width / heads);
        this.positions = positions;
        this.heads = heads;
        this.dropout = new Dropout(dropout);
    }

    @Override
    public Tensor forward(Compute c, Tensor x, Segments sequences) {
        Tensor seen = seen(c, query.forward(c, x), key.forward(c, x), value.forward(c, x), sequences);
        return dropout.forward(c, out.forward(c, seen));
    }

    @Override
    public FoldedBlock.FoldedAttention folded(Compute c, ScaleShift before) {
        Linear queries = before.foldedInto(c, query);
        Linear keys = before.foldedInto(c, key);
        Linear values = before.foldedInto(c, value);
        return (on, residual, x, sequences) -> out.addedTo(on, residual,
                seen(on, queries.forward(on, x), keys.forward(on, x), values.forward(on, x), sequences));
    }

    private Tensor seen(Compute c, Tensor q, Tensor keys, Tensor values, Segments sequences) {
        int width = q.shape().columns();
        Heads of = new Heads(width, heads, sequences, sequences);
        float scale = (float) (1 / Math.sqrt(of.width()));
        Tensor scores = c.run(new RelativeScores(q.add(c, v.reshape(c, width)),
                position.forward(c, positions.of(sequences)), of, scale));
        Attention.Dropout drop = dropout.rate() > 0 && c.isTraining()
                ? new Attention.Dropout(dropout.rate(), c.random().nextInt()) : Attention.Dropout.NONE;
        return c.run(new Attention(q.add(c, u.reshape(c, width)), keys, values, scores, of, scale, Mask.none(), drop));
    }
}
