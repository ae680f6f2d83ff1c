package islr.nn.attention;

import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.grad.Saved;
import islr.tensor.op.Attention;
import islr.tensor.op.GroupedLinear;
import islr.tensor.op.Heads;
import islr.tensor.op.Mask;
import java.util.Objects;

/// Class attention: multi-head attention in which one row asks, the class token, which is the same for every sequence:
/// `y = W_o·concat_h(W_v,h·(P_h·x) + b_v,h) + b_o` with `P_h = softmax(x·u_h)` and
/// `u_h = W_k,hᵀ·(W_q,h·token + b_q,h)/√d`, d = D/H.
///
/// - `x` `[rows, D]` of sequences given by [Segments], the token's own row among them → `y` `[sequences, D]`
/// - `in_proj_weight` `[3D, D]`, `in_proj_bias` `[3D]`: rows of the query, key and value map, head h owning d rows of
///   each; `out_proj.weight` `[D, D]`, `out_proj.bias` `[D]`. Fresh as in PyTorch
///
/// No key and no value is computed. A score `q_h·(W_k,h·x)` is `(W_k,hᵀ·q_h)·x`, so the key map is applied to one query
/// instead of to all rows; and the value map, being linear, is applied to the mean of the rows that P weighs. For T
/// rows these two products take 2·H·T·D multiplications instead of 2·T·D². b_k adds the same to all scores of a head,
/// which softmax does not see: its gradient is 0, in theory too.
///
/// Equal to PyTorch's `nn.MultiheadAttention` with the token as its query. Source of the term: Touvron et al., *Going
/// deeper with Image Transformers* (2021).
public final class ClassAttention {
    private final Tensor weight;
    private final Tensor bias;
    private final Linear out;
    private final int channels;
    private final int heads;

    /// @throws IllegalArgumentException if the channels do not divide into the heads
    public ClassAttention(int channels, int heads, Parameters parameters) {
        if (heads < 1 || channels < 1 || channels % heads != 0) {
            throw new IllegalArgumentException(
                    "class attention: " + channels + " channels do not divide into " + heads + " heads");
        }
        this.channels = channels;
        this.heads = heads;
        this.weight = parameters.get("in_proj_weight", Init.glorotUniform(), 3 * channels, channels);
        this.bias = parameters.get("in_proj_bias", Init.zeros(), 3 * channels);
        this.out = new Linear(channels, channels, parameters.at("out_proj"), Init.fanInUniform(), Init.zeros());
    }

    /// The token's queries in the space of the rows, u_1 to u_H: `token` `[1, D]` → `[H, D]`. They depend on parameters
    /// alone: a network that only predicts computes them once.
    public Tensor queries(Compute c, Tensor token) {
        int d = channels / heads;
        Tensor q = token.linear(c, part(c, weight, 0), part(c, bias, 0)).scale(c, (float) (1 / Math.sqrt(d))); // [1, D]
        Tensor k = part(c, weight, 1).reshape(c, heads, d, channels);
        return q.reshape(c, heads, 1, d).matmul(c, k).reshape(c, heads, channels);
    }

    /// @param queries from [#queries]
    /// @return `y` `[sequences, D]`
    public Tensor forward(Compute c, Tensor queries, Tensor x, Segments segments) {
        Objects.requireNonNull(queries, "queries");
        Objects.requireNonNull(x, "x");
        Tensor means = c.run(operation(c, queries, x, segments)); // [B·H, D]
        return out.forward(c, values(c, means));
    }

    /// The same for one sequence, `x` `[T, D]` → `[1, D]`: the scores are dot products along the rows as they lie
    /// there, so that last bits differ.
    public Tensor forward(Compute c, Tensor queries, Tensor x) {
        Objects.requireNonNull(queries, "queries");
        Objects.requireNonNull(x, "x");
        Tensor probabilities = c.run(new GroupedLinear(queries, x, null, 1)).softmax(c); // [H, T]
        return out.forward(c, values(c, probabilities.matmul(c, x)));
    }

    /// The attention maps, for looking at: of each sequence in turn, head by head, its T numbers, whose sum is 1.
    public Tensor probabilities(Compute c, Tensor queries, Tensor x, Segments segments) {
        Saved saved = Saved.keeping();
        operation(c, queries, x, segments).forward(c, saved);
        return saved.get(Attention.PROBABILITIES);
    }

    /// Attention of one head, in which every sequence has H rows that ask, and its rows are keys and values.
    private Attention operation(Compute c, Tensor queries, Tensor x, Segments segments) {
        int[] rows = new int[segments.count() * heads];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % heads;
        }
        Heads one = new Heads(channels, 1, Segments.uniform(segments.count(), heads), segments);
        return new Attention(queries.gather(c, rows), x, x, one, 1, Mask.none(), Attention.Dropout.NONE);
    }

    /// Each head's value map of its mean: `[B·H, D]` → `[B, D]`.
    private Tensor values(Compute c, Tensor means) {
        return c.run(
                new GroupedLinear(means.reshape(c, -1, heads * channels), part(c, weight, 2), part(c, bias, 2), heads));
    }

    /// The rows of the query (0), key (1) or value map (2).
    private Tensor part(Compute c, Tensor all, int map) {
        return all.slice(c, 0, map * channels, (map + 1) * channels);
    }
}
