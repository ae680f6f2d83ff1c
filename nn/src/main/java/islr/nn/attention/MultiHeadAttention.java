package islr.nn.attention;

import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.grad.Saved;
import islr.tensor.op.Attention;
import islr.tensor.op.Heads;
import islr.tensor.op.Mask;
import java.util.Objects;

/// Multi-head attention: `y = W_o·concat_h(softmax(Q_h·K_hᵀ/√d + mask)·V_h) + b_o` with Q, K, V linear maps of the rows
/// and d = D/H.
///
/// - `x` `[rows, D]` of sequences given by [Segments] → `y` `[rows, D]`; in cross-attention the queries come from one
///   tensor, keys and values from another
/// - `q_proj`, `k_proj`, `v_proj`, `out_proj`: `.weight` `[D, D]`, `.bias` `[D]`; head h owns rows h·d to (h+1)·d − 1
///   of the first three
///
/// Dropout acts on the softmax, in training only. Sequences are ragged: no row sees another sequence, and no padding is
/// computed; where a system lets padding act, it is one row with a multiplicity. PyTorch's `nn.MultiheadAttention`
/// keeps the three maps in one `in_proj_weight`; here they are apart.
///
/// Source: Vaswani et al., *Attention Is All You Need* (2017).
public final class MultiHeadAttention {
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear out;
    private final int heads;
    private final float scale;
    private final float dropout;

    /// @throws IllegalArgumentException if the channels do not divide into the heads, or the dropout rate is not in [0,
    ///     1)
    public MultiHeadAttention(int channels, int heads, float dropout, Parameters parameters) {
        this(channels, heads, dropout, parameters, Init.glorotUniform());
    }

    /// @param projection how the weights of the query, key and value maps start
    public MultiHeadAttention(int channels, int heads, float dropout, Parameters parameters, Init projection) {
        this(channels, heads, dropout, parameters, projection, Init.glorotUniform());
    }

    /// @param projection how the weights of the query, key and value maps start
    /// @param output how the weight of the last map starts
    public MultiHeadAttention(int channels, int heads, float dropout, Parameters parameters, Init projection,
            Init output) {
        Objects.requireNonNull(projection, "projection");
        Objects.requireNonNull(output, "output");
        if (heads < 1 || channels < 1 || channels % heads != 0) {
            throw new IllegalArgumentException(
                    "attention: " + channels + " channels do not divide into " + heads + " heads");
        }
        this.q = new Linear(channels, channels, parameters.at("q_proj"), projection, Init.zeros());
        this.k = new Linear(channels, channels, parameters.at("k_proj"), projection, Init.zeros());
        this.v = new Linear(channels, channels, parameters.at("v_proj"), projection, Init.zeros());
        this.out = new Linear(channels, channels, parameters.at("out_proj"), output, Init.zeros());
        this.heads = heads;
        this.scale = (float) (1 / Math.sqrt((double) channels / heads));
        this.dropout = new Dropout(dropout).rate();
    }

    /// Self-attention.
    public Tensor forward(Compute c, Tensor x, Segments segments, Mask mask) {
        return forward(c, x, segments, x, segments, mask);
    }

    /// Self-attention with a residual connection around it: `x + y`.
    public Tensor residual(Compute c, Tensor x, Segments segments, Mask mask) {
        Objects.requireNonNull(segments, "segments");
        return out.addedTo(c, x, c.run(operation(c, x, segments, x, segments, mask)));
    }

    /// Cross-attention: sequence s of the queries looks at sequence s of the keys.
    ///
    /// @param x rows that ask, `[Nq, D]`
    /// @param context rows that are looked at, `[Nk, D]`
    public Tensor forward(Compute c, Tensor x, Segments segments, Tensor context, Segments contextSegments, Mask mask) {
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(segments, "segments");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(contextSegments, "contextSegments");
        return out.forward(c, c.run(operation(c, x, segments, context, contextSegments, mask)));
    }

    /// Keys and values of rows that are looked at more than once, `[Nk, D]` each: a decoder's memory.
    public record Context(Tensor keys, Tensor values) {
        public Context {
            Objects.requireNonNull(keys, "keys");
            Objects.requireNonNull(values, "values");
        }
    }

    /// Keys and values of these rows.
    ///
    /// @param context rows that are looked at, `[Nk, D]`
    public Context context(Compute c, Tensor context) {
        Objects.requireNonNull(context, "context");
        return new Context(k.forward(c, context), v.forward(c, context));
    }

    /// Attention to rows whose keys and values are there: the same as with the rows themselves.
    ///
    /// @param x rows that ask, `[Nq, D]`
    public Tensor forward(Compute c, Tensor x, Segments segments, Context context, Segments contextSegments,
            Mask mask) {
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(segments, "segments");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(contextSegments, "contextSegments");
        return out.forward(c, c.run(operation(c, q.forward(c, x), segments, context, contextSegments, mask)));
    }

    /// The attention maps of self-attention, for looking at: of each sequence in turn, head by head, a `[T, T]` matrix
    /// whose rows sum to 1.
    public Tensor probabilities(Compute c, Tensor x, Segments segments, Mask mask) {
        Objects.requireNonNull(segments, "segments");
        Saved saved = Saved.keeping();
        operation(c, x, segments, x, segments, mask).forward(c, saved);
        return saved.get(Attention.PROBABILITIES);
    }

    private Attention operation(Compute c, Tensor x, Segments segments, Tensor context, Segments contextSegments,
            Mask mask) {
        return operation(c, q.forward(c, x), segments, context(c, context), contextSegments, mask);
    }

    private Attention operation(Compute c, Tensor queries, Segments segments, Context context, Segments contextSegments,
            Mask mask) {
        Attention.Dropout drop = dropout > 0 && c.isTraining() ? new Attention.Dropout(dropout, c.random().nextInt())
                : Attention.Dropout.NONE;
        return new Attention(queries, context.keys, context.values,
                new Heads(queries.shape().columns(), heads, segments, contextSegments), scale, mask, drop);
    }
}
