package islr.system.fingerspelling;

import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Attention;
import islr.tensor.op.Heads;
import islr.tensor.op.Mask;
import islr.tensor.op.Rotary;

/// Attention with rotary positions, of part two: `score(i, j) = rot(q_i)·rot(k_j)/√h`. No biases, no dropout.
///
/// - `q_proj.weight`, `k_proj.weight`, `v_proj.weight`, `o_proj.weight` `[d, d]`
///
/// See [Rotary].
final class RotaryAttention implements EncoderAttention {
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear o;
    private final RotaryTables tables;
    private final int heads;

    RotaryAttention(int width, int heads, RotaryTables tables, Parameters parameters) {
        q = map(width, "q_proj", parameters);
        k = map(width, "k_proj", parameters);
        v = map(width, "v_proj", parameters);
        o = map(width, "o_proj", parameters);
        this.tables = tables;
        this.heads = heads;
    }

    private static Linear map(int width, String name, Parameters parameters) {
        return new Linear(width, width, parameters.at(name), Init.fanInUniform(), null);
    }

    @Override
    public Tensor forward(Compute c, Tensor x, Segments sequences) {
        return o.forward(c, seen(c, q.forward(c, x), k.forward(c, x), v.forward(c, x), sequences));
    }

    @Override
    public FoldedBlock.FoldedAttention folded(Compute c, ScaleShift before) {
        Linear queries = before.foldedInto(c, q);
        Linear keys = before.foldedInto(c, k);
        Linear values = before.foldedInto(c, v);
        return (on, residual, x, sequences) -> o.addedTo(on, residual,
                seen(on, queries.forward(on, x), keys.forward(on, x), values.forward(on, x), sequences));
    }

    private Tensor seen(Compute c, Tensor queries, Tensor keys, Tensor values, Segments sequences) {
        Heads of = new Heads(queries.shape().columns(), heads, sequences, sequences);
        return c.run(new Attention(c.run(new Rotary(queries, tables.cos(), tables.sin(), heads, sequences)),
                c.run(new Rotary(keys, tables.cos(), tables.sin(), heads, sequences)), values, of,
                (float) (1 / Math.sqrt(of.width())), Mask.none(), Attention.Dropout.NONE));
    }
}
