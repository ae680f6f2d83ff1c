package islr.system.sixth;

import islr.nn.Activation;
import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.LayerNorm;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Attention;
import islr.tensor.op.DisentangledScores;
import islr.tensor.op.Heads;
import islr.tensor.op.Mask;

/// One layer of DeBERTa-v2, whose last linear map changes the width.
///
/// ```
/// R = norm(rel_embeddings)                                     [2L, h], then dropout
/// A[i, j] = (q_i·k_j + q_i·PK[r] + k_j·PQ[r]) / √(3·h/H)        r = row of the distance i − j, see Distances
/// a = norm(x + dropout(dense(softmax(A)·v)))
/// y = norm(dropout(output(a + Mish(intermediate(a)))))          [N, o]
/// ```
///
/// PK and PQ are the key and query maps of R. Dropout acts on the softmax, too.
///
/// - `x` [N, h] → `y` [N, o]
/// - `rel_embeddings.weight` [2L, h], `LayerNorm.…` [h]; below `layer.0.`: `attention.self.query_proj`, `.key_proj`,
///   `.value_proj` and `attention.output.dense` [h, h], `attention.output.LayerNorm` [h], `intermediate.dense` [h, h],
///   `output.dense` [o, h], `output.LayerNorm` [o]
///
/// Source: He et al., *DeBERTa* (2020), in the form of `transformers` 4.22.2; T. Viel's `kaggle_islr` for the last map.
final class SixthLayer {
    static final float EPSILON = 1e-7f;

    private final int frames;
    private final int heads;
    private final float scale;
    /// Of the distances in a clip of L frames.
    private final int[] distances;
    private final Tensor table;
    private final LayerNorm tableNorm;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear dense;
    private final LayerNorm attentionNorm;
    private final Linear intermediate;
    private final Linear output;
    private final LayerNorm outputNorm;
    private final Dropout dropout;

    /// @param frames L
    /// @param in h
    /// @param out o
    SixthLayer(int frames, int in, int out, int heads, float dropout, Parameters parameters) {
        this.frames = frames;
        this.heads = heads;
        scale = (float) (1 / Math.sqrt(3.0 * in / heads));
        distances = Distances.rows(frames, frames - 1);
        table = parameters.at("rel_embeddings").get("weight", Init.normal(1), 2 * frames, in);
        tableNorm = new LayerNorm(in, EPSILON, parameters.at("LayerNorm"));
        Parameters layer = parameters.at("layer").at(0);
        Parameters attention = layer.at("attention");
        query = new Linear(in, in, attention.at("self").at("query_proj"));
        key = new Linear(in, in, attention.at("self").at("key_proj"));
        value = new Linear(in, in, attention.at("self").at("value_proj"));
        dense = new Linear(in, in, attention.at("output").at("dense"));
        attentionNorm = new LayerNorm(in, EPSILON, attention.at("output").at("LayerNorm"));
        intermediate = new Linear(in, in, layer.at("intermediate").at("dense"));
        output = new Linear(in, out, layer.at("output").at("dense"));
        outputNorm = new LayerNorm(out, EPSILON, layer.at("output").at("LayerNorm"));
        this.dropout = new Dropout(dropout);
    }

    /// Keys and queries of all distances, `[2L, h]` each: they depend on weights alone.
    record Positions(Tensor keys, Tensor queries) {}

    Positions positions(Compute c) {
        Tensor positions = dropout.forward(c, tableNorm.forward(c, table));
        return new Positions(key.forward(c, positions), query.forward(c, positions));
    }

    /// [N, h] → [N, o].
    Tensor forward(Compute c, Tensor x, Segments clips, Positions positions) {
        return behindAttention(c, x, attention(c, x, clips, positions));
    }

    /// What the layer makes of a row behind the end of a clip, which attends to nothing: [1, h] → [1, o].
    Tensor padding(Compute c, Tensor x) {
        return behindAttention(c, x, c.zeros(x.shape()));
    }

    private Tensor behindAttention(Compute c, Tensor x, Tensor context) {
        Tensor a = attentionNorm.forward(c, x.add(c, dropout.forward(c, dense.forward(c, context))));
        Tensor u = a.add(c, intermediate.activated(c, a, Activation.MISH));
        return outputNorm.forward(c, dropout.forward(c, output.forward(c, u)));
    }

    /// The rows of the table for all distances in these clips; those that are longer than L share the last ones.
    private int[] distances(Segments clips) {
        int longest = 1;
        for (int s = 0; s < clips.count(); s++) {
            longest = Math.max(longest, clips.length(s));
        }
        return longest <= frames ? distances : Distances.rows(frames, longest - 1);
    }

    private Tensor attention(Compute c, Tensor x, Segments clips, Positions positions) {
        Heads of = new Heads(x.shape().columns(), heads, clips, clips);
        Tensor q = query.forward(c, x);
        Tensor k = key.forward(c, x);
        Tensor ofPositions = c
                .run(new DisentangledScores(q, k, positions.keys, positions.queries, of, distances(clips), scale));
        Attention.Dropout drop = dropout.rate() > 0 && c.isTraining()
                ? new Attention.Dropout(dropout.rate(), c.random().nextInt()) : Attention.Dropout.NONE;
        return c.run(new Attention(q, k, value.forward(c, x), ofPositions, of, scale, Mask.none(), drop));
    }
}
