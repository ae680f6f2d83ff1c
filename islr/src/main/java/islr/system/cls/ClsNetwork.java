package islr.system.cls;

import islr.nn.Activation;
import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.LayerNorm;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.nn.attention.ClassAttention;
import islr.system.Batch;
import islr.system.Model;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The network of CLS: a transformer of one block in front of whose frames a class token stands; the token's row is
/// classified, so no other is computed behind the attention.
///
/// ```
/// frames [N, F] ─ x_embed ─ + pos_embed ─┐
///                          cls_embed ─ t ┴─ norm1 ─ attention of the token ─ x [B, D]
///   x = t + x
///   x = x + mlp.2(relu(mlp.0(norm2(x))))
///   dropout ─ logit ─ logits [B, classes]
/// ```
///
/// - `cls_embed` t [1, D], without a position; `pos_embed` [L, D]: clips have 1 to L frames
/// - `x_embed.0.weight` [D, F], `encoder.0.attn.mha.…` (see [ClassAttention]), `encoder.0.norm1.…`, `norm2.…`,
///   `encoder.0.ffn.mlp.0.…`, `mlp.2.…` [D, D], `logit.weight` [classes, D], `logit.bias`
///
/// There is no norm behind the block. A batch is ragged, which is what the original's padding, masked out of the keys,
/// amounts to.
///
/// Source: Hengck23's GISLR notebook (competition score 0.62); PyTorch.
final class ClsNetwork implements Model {
    /// PyTorch's.
    static final float EPSILON = 1e-5f;

    private final ClsSizes sizes;
    private final Tensor positions;
    private final Tensor token;
    private final Linear embedding;
    private final ClassAttention attention;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final Linear hidden;
    private final Linear fed;
    private final Dropout dropout;
    private final Linear classifier;

    ClsNetwork(ClsSizes sizes, Parameters parameters) {
        this.sizes = sizes;
        int units = sizes.units();
        Parameters block = parameters.at("encoder").at(0);
        positions = parameters.get("pos_embed", ClsNetwork::waves, sizes.frames(), units);
        token = parameters.get("cls_embed", Init.zeros(), 1, units);
        embedding = new Linear(sizes.features(), units, parameters.at("x_embed").at(0), Init.fanInUniform(), null);
        attention = new ClassAttention(units, sizes.heads(), block.at("attn").at("mha"));
        norm1 = new LayerNorm(units, EPSILON, block.at("norm1"));
        norm2 = new LayerNorm(units, EPSILON, block.at("norm2"));
        hidden = new Linear(units, units, block.at("ffn").at("mlp").at(0));
        fed = new Linear(units, units, block.at("ffn").at("mlp").at(2));
        this.dropout = new Dropout(sizes.dropout());
        classifier = new Linear(units, sizes.classes(), parameters.at("logit"));
    }

    /// `sin(p·10000^(−j/(D/2)))` in columns j below D/2 of row p, behind them the cosines of the same.
    private static void waves(float[] numbers, Shape shape, RandomGenerator random) {
        int units = shape.dim(1);
        int half = units / 2;
        for (int i = 0; i < numbers.length; i++) {
            int column = i % units;
            double angle = i / units * Math.pow(10_000, -(column % Math.max(1, half)) / (double) Math.max(1, half));
            numbers[i] = (float) (column < half ? Math.sin(angle) : Math.cos(angle));
        }
    }

    ClsSizes sizes() {
        return sizes;
    }

    @Override
    public Tensor logits(Compute c, Batch batch) {
        return logits(c, batch.rows(), batch.sequences());
    }

    /// Logits [B, classes] of a batch, with gradients where a [tape][islr.tensor.grad.Tape] records.
    ///
    /// @param frames [N, F], the rows of all clips
    /// @throws IllegalArgumentException if a clip has no frame or more than the position table
    Tensor logits(Compute c, Tensor frames, Segments segments) {
        Tensor x = attended(c, tokens(c, frames, segments), segments); // [B, D]
        return classifier.forward(c, dropout.forward(c, fed(c, x)));
    }

    /// The feed-forward network with its skip path, [B, D].
    private Tensor fed(Compute c, Tensor x) {
        return fed.addedTo(c, x, hidden.activated(c, norm2.forward(c, x), Activation.RELU));
    }

    /// The class token in row 0, behind it the embedded frames of all clips, [1 + N, D].
    Tensor tokens(Compute c, Tensor frames, Segments segments) {
        for (int s = 0; s < segments.count(); s++) {
            requireFrames(segments.length(s));
        }
        int[] places = IntStream.range(0, segments.count()).flatMap(s -> IntStream.range(0, segments.length(s)))
                .toArray();
        return Tensor.concat(c, 0, token, embedding.forward(c, frames).add(c, positions.gather(c, places)));
    }

    /// The token's rows behind attention, skip path included, [B, D].
    Tensor attended(Compute c, Tensor tokens, Segments segments) {
        Tensor normal = norm1.forward(c, tokens);
        Tensor queries = attention.queries(c, normal.slice(c, 0, 0, 1));
        return attention.forward(c, queries, normal.gather(c, rowsOfClips(segments)), withToken(segments)).add(c,
                token);
    }

    /// The attention maps, clip by clip and head by head.
    Tensor probabilities(Compute c, Tensor tokens, Segments segments) {
        Tensor normal = norm1.forward(c, tokens);
        Tensor queries = attention.queries(c, normal.slice(c, 0, 0, 1));
        return attention.probabilities(c, queries, normal.gather(c, rowsOfClips(segments)), withToken(segments));
    }

    /// Row 0, then the rows of the clip; and so for every clip.
    private static int[] rowsOfClips(Segments segments) {
        return IntStream.range(0, segments.count()).flatMap(
                s -> IntStream.concat(IntStream.of(0), IntStream.rangeClosed(segments.start(s) + 1, segments.end(s))))
                .toArray();
    }

    private static Segments withToken(Segments segments) {
        return Segments.ofLengths(IntStream.range(0, segments.count()).map(s -> segments.length(s) + 1).toArray());
    }

    private void requireFrames(int frames) {
        if (frames < 1 || frames > sizes.frames()) {
            throw new IllegalArgumentException(
                    "cls: a clip of " + frames + " frames; the position table has 1 to " + sizes.frames());
        }
    }

    /// This network with its parameters as they are now, for one clip at a time.
    ///
    /// What depends on parameters alone is computed here: the normalised token and its queries.
    @Override
    public Model forInference(Compute c) {
        return new Predictor(c);
    }

    private final class Predictor implements Model {
        private final Tensor normalToken;
        private final Tensor queries;

        private Predictor(Compute c) {
            normalToken = norm1.forward(c, token).copy();
            queries = attention.queries(c, normalToken).copy();
        }

        /// Several clips one after the other.
        @Override
        public Tensor logits(Compute c, Batch batch) {
            Tensor[] each = new Tensor[batch.size()];
            for (int s = 0; s < each.length; s++) {
                Shape part = Shape.of(batch.sequences().length(s), sizes.features());
                each[s] = logits(c, batch.rows().view(batch.sequences().start(s) * sizes.features(), part));
            }
            return each.length == 1 ? each[0] : Tensor.concat(c, 0, each);
        }

        /// [T, F] → [1, classes].
        private Tensor logits(Compute c, Tensor frames) {
            int rows = frames.shape().dim(0);
            requireFrames(rows);
            Tensor place = positions.view(0, Shape.of(rows, sizes.units()));
            Tensor normal = norm1.forward(c, embedding.forward(c, frames).add(c, place)); // [T, D]
            Tensor x = attention.forward(c, queries, Tensor.concat(c, 0, normalToken, normal)).add(c, token); // [1, D]
            return classifier.forward(c, fed(c, x));
        }
    }
}
