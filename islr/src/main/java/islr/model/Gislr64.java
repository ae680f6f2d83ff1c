package islr.model;

import islr.features.FeatureSet;
import islr.features.Features;
import islr.features.Frames;
import islr.features.LandmarkGroup;
import islr.features.Statistics;
import islr.nn.Activation;
import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.nn.attention.MultiHeadAttention;
import islr.nn.transformer.FeedForward;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.op.Reductions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// GISLR-64: a transformer without layer norms over 64 frames of lips, hands and arms.
///
/// ```
/// frames [S, C, 3] ─ normalise ─ LandmarkEmbedding ─ x [N, D]
///   block, twice:  x = x + attention(x)        masked frames look at all frames equally
///                  x = x + feedForward(x)
///   mean over the frames that count ─ dropout ─ classifier ─ logits [B, classes]
/// ```
///
/// Its oddities are those of the trained original, whose weights depend on them: the mask acts on queries, so that real
/// frames attend to padding too; the last kept frame and padding share a row of the position table. In the original a
/// quarter of the frames is masked at random also when it predicts; here only in training, unless asked for (see
/// [Recognizer]). Who trains anew does better with [Padding#MASKED].
///
/// Source: M. Wijkhuizen's GISLR notebook (competition score 0.72 in the form of this preset); Keras 2.
public final class Gislr64 {
    /// The name of this preset in checkpoints.
    public static final String PRESET = "gislr-64";

    /// Share of the frames that training masks at random.
    public static final float FRAME_MASKING = 0.25f;

    public static final float LABEL_SMOOTHING = 0.25f;

    private final Settings settings;
    private final List<Statistics> statistics;
    private final LandmarkEmbedding embedding;
    private final List<Block> blocks = new ArrayList<>();
    private final Linear classifier;
    private final Dropout classifierDropout;

    /// What training drops at random.
    ///
    /// @param feedForward rate inside the feed-forward networks
    /// @param classifier rate before the classifier
    public record Dropouts(float feedForward, float classifier) {
        public static final Dropouts ORIGINAL = new Dropouts(0.3f, 0.1f);
    }

    /// The sizes of a model.
    ///
    /// @param frames S, 64 in the original
    /// @param units D, 512 in the original
    /// @param landmarkUnits width of the group embeddings, 384 in the original
    /// @param heads 8 in the original
    /// @param blocks 2 in the original
    /// @param classes number of signs
    /// @param features what it reads of a clip, the dominant hand in the original
    /// @param padding attended in the original
    public record Settings(int frames, int units, int landmarkUnits, int heads, int blocks, int classes,
            FeatureSet features, Padding padding) {
        /// @throws IllegalArgumentException if a size is out of range
        public Settings {
            require("frames", frames, 2, 1024);
            require("units", units, 1, 8192);
            require("landmark_units", landmarkUnits, 1, 8192);
            require("heads", heads, 1, units);
            require("blocks", blocks, 1, 64);
            require("classes", classes, 1, 100_000);
            if (units % heads != 0) {
                throw new IllegalArgumentException("units " + units + " do not divide into " + heads + " heads");
            }
        }

        /// With the original's features and padding.
        public Settings(int frames, int units, int landmarkUnits, int heads, int blocks, int classes) {
            this(frames, units, landmarkUnits, heads, blocks, classes, FeatureSet.DOMINANT_HAND, Padding.ATTENDED);
        }

        private static void require(String name, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(name + " " + value + " is not in " + least + " to " + most);
            }
        }

        /// The original's, 5,315,965 parameters.
        public static Settings original() {
            return new Settings(64, 512, 384, 8, 2, 250);
        }
    }

    /// Parameters and statistics (`stats.<group>.mean` and `.std`, [n, 2]) come from `parameters`, under the names of
    /// this preset.
    public Gislr64(Settings settings, Parameters parameters) {
        this(settings, Dropouts.ORIGINAL, parameters);
    }

    public Gislr64(Settings settings, Dropouts dropouts, Parameters parameters) {
        this.settings = settings;
        classifierDropout = new Dropout(dropouts.classifier);
        embedding = new LandmarkEmbedding(groups(), settings.frames, settings.units, settings.landmarkUnits,
                parameters.at("embedding"));
        for (int i = 0; i < settings.blocks; i++) {
            blocks.add(new Block(settings, dropouts, parameters.at("blocks").at(i)));
        }
        classifier = new Linear(settings.units, settings.classes, parameters.at("classifier"), Init.glorotUniform(),
                Init.zeros());
        statistics = groups().stream().map(group -> statistics(group, parameters.at("stats").at(group.name())))
                .toList();
    }

    private static Statistics statistics(LandmarkGroup group, Parameters parameters) {
        return new Statistics(parameters.buffer("mean", Init.zeros(), group.count(), 2).toArray(),
                parameters.buffer("std", Init.ones(), group.count(), 2).toArray());
    }

    /// Attention and feed-forward network, each with a skip path: no layer norm.
    static final class Block {
        private final MultiHeadAttention attention;
        private final FeedForward feedForward;

        Block(Settings settings, Dropouts dropouts, Parameters parameters) {
            attention = new MultiHeadAttention(settings.units, settings.heads, 0, parameters.at("attn"),
                    Init.parts(settings.heads, Init.glorotUniform()));
            feedForward = new FeedForward(settings.units, 2 * settings.units, Activation.GELU, dropouts.feedForward,
                    parameters.at("ff"), Init.glorotUniform(), Init.heUniform());
        }

        Tensor attended(Compute c, Tensor x, FrameBatch batch) {
            return attention.residual(c, x, batch.segments(), batch.attention());
        }

        Tensor fed(Compute c, Tensor x) {
            return feedForward.residual(c, x);
        }

        /// The mean of [#fed] over the frames that count, [B, D]. A mean of linear maps is the map of the mean: the
        /// last one sees a row a clip instead of a row a frame, which saves a tenth of the whole model.
        Tensor fedMean(Compute c, Tensor x, FrameBatch batch) {
            return mean(c, x, batch).add(c, feedForward.output(c, mean(c, feedForward.hidden(c, x), batch)));
        }

        Tensor probabilities(Compute c, Tensor x, FrameBatch batch) {
            return attention.probabilities(c, x, batch.segments(), batch.attention());
        }
    }

    public Settings settings() {
        return settings;
    }

    /// What turns clips into this model's frames.
    public Features features() {
        return settings.features.of(settings.frames);
    }

    /// The landmark groups that it embeds.
    public List<LandmarkGroup> groups() {
        return settings.features.groups();
    }

    /// Clips as a batch.
    ///
    /// @param masks one a clip, from [FrameMask]
    public FrameBatch batch(Compute c, List<Frames> clips, List<float[]> masks, FrameBatch.Layout layout) {
        return FrameBatch.of(c, clips, masks, groups(), statistics, settings.padding, layout);
    }

    /// Logits [B, classes]. A clip of which no frame counts gives NaN, as in the original: callers ask before.
    public Tensor forward(Compute c, FrameBatch batch) {
        Tensor x = embedding.forward(c, batch);
        for (Block block : blocks.subList(0, blocks.size() - 1)) {
            x = block.fed(c, block.attended(c, x, batch));
        }
        Block last = blocks.getLast();
        return classified(c, last.fedMean(c, last.attended(c, x, batch), batch));
    }

    /// The mean of each clip's frames that count, [B, C].
    static Tensor mean(Compute c, Tensor x, FrameBatch batch) {
        return c.run(new Reductions.OfSegments(x, batch.segments(), batch.mask(), true));
    }

    Tensor classified(Compute c, Tensor pooled) {
        return classifier.forward(c, classifierDropout.forward(c, pooled));
    }

    /// How many tensors of the Keras original one of ours consists of: it has a query, key and value layer for each
    /// head. Its optimiser clips each by its own norm.
    public static ToIntFunction<String> keptApart(Settings settings) {
        return name -> name.matches("blocks\\.\\d+\\.attn\\.[qkv]_proj\\..*") ? settings.heads : 1;
    }

    LandmarkEmbedding embedding() {
        return embedding;
    }

    List<Block> blocks() {
        return blocks;
    }
}
