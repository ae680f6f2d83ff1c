package islr.model;

import islr.nn.Activation;
import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.LayerNorm;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.nn.attention.ClassAttention;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Tape;
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
public final class ClsNetwork {
    /// What the original drops of the token's row before it is classified, in training.
    public static final float DROPOUT = 0.4f;

    private static final float EPSILON = 1e-5f;

    private final Settings settings;
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

    /// The sizes of a network.
    ///
    /// @param frames L, the most that a clip may have: 96 in the original
    /// @param units D, 1024 in the original
    /// @param heads 8 in the original
    /// @param features F, numbers a frame: 246 in the original
    /// @param classes number of signs
    public record Settings(int frames, int units, int heads, int features, int classes) {
        /// @throws IllegalArgumentException if a size is out of range
        public Settings {
            require("frames", frames, 4096);
            require("units", units, 8192);
            require("heads", heads, units);
            require("features", features, 100_000);
            require("classes", classes, 100_000);
            if (units % heads != 0) {
                throw new IllegalArgumentException("units " + units + " do not divide into " + heads + " heads");
            }
        }

        private static void require(String name, int value, int most) {
            if (value < 1 || value > most) {
                throw new IllegalArgumentException(name + " " + value + " is not in 1 to " + most);
            }
        }

        /// The original's, 6,909,178 parameters.
        public static Settings original() {
            return new Settings(96, 1024, 8, 246, 250);
        }
    }

    /// @param dropout rate before the classifier, in training; [#DROPOUT] in the original
    public ClsNetwork(Settings settings, float dropout, Parameters parameters) {
        this.settings = settings;
        int units = settings.units;
        Parameters block = parameters.at("encoder").at(0);
        positions = parameters.get("pos_embed", ClsNetwork::waves, settings.frames, units);
        token = parameters.get("cls_embed", Init.zeros(), 1, units);
        embedding = new Linear(settings.features, units, parameters.at("x_embed").at(0), Init.fanInUniform(), null);
        attention = new ClassAttention(units, settings.heads, block.at("attn").at("mha"));
        norm1 = new LayerNorm(units, EPSILON, block.at("norm1"));
        norm2 = new LayerNorm(units, EPSILON, block.at("norm2"));
        hidden = new Linear(units, units, block.at("ffn").at("mlp").at(0));
        fed = new Linear(units, units, block.at("ffn").at("mlp").at(2));
        this.dropout = new Dropout(dropout);
        classifier = new Linear(units, settings.classes, parameters.at("logit"));
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

    public Settings settings() {
        return settings;
    }

    /// Logits [B, classes] of a batch, with gradients where a [tape][islr.tensor.grad.Tape] records.
    ///
    /// @param frames [N, F], the rows of all clips
    /// @throws IllegalArgumentException if a clip has no frame or more than the position table
    public Tensor forward(Compute c, Tensor frames, Segments segments) {
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
        if (frames < 1 || frames > settings.frames) {
            throw new IllegalArgumentException(
                    "cls: a clip of " + frames + " frames; the position table has 1 to " + settings.frames);
        }
    }

    /// This network as it predicts: see [Predictor].
    public Predictor predictor(Compute c) {
        return new Predictor(c);
    }

    /// The network with its parameters as they were when this was made, for one clip at a time.
    ///
    /// What depends on parameters alone was computed then: the normalised token and its queries. It has no gradients,
    /// and does not see later changes of the parameters. Thread-safe.
    public final class Predictor {
        private final Tensor normalToken;
        private final Tensor queries;

        private Predictor(Compute c) {
            normalToken = norm1.forward(c, token).copy();
            queries = attention.queries(c, normalToken).copy();
        }

        /// Logits [1, classes].
        ///
        /// @param frames [T, F]
        /// @throws IllegalArgumentException if the clip has no frame or more than the position table
        /// @throws IllegalStateException where a tape records
        public Tensor logits(Compute c, Tensor frames) {
            if (Tape.isRecording()) {
                throw new IllegalStateException("cls: a predictor has no gradients; use forward");
            }
            int rows = frames.shape().dim(0);
            requireFrames(rows);
            Tensor place = positions.view(0, Shape.of(rows, settings.units));
            Tensor normal = norm1.forward(c, embedding.forward(c, frames).add(c, place)); // [T, D]
            Tensor x = attention.forward(c, queries, Tensor.concat(c, 0, normalToken, normal)).add(c, token); // [1, D]
            return classifier.forward(c, fed(c, x));
        }
    }
}
