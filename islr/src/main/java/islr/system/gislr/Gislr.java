package islr.system.gislr;

import islr.features.ClipNodes;
import islr.nn.Parameters;
import islr.system.Architecture;
import islr.system.Augmentation;
import islr.system.Augmenting;
import islr.system.CrossEntropy;
import islr.system.Features;
import islr.system.Model;
import islr.system.Recipe;
import islr.system.Sample;
import islr.system.Setting;
import islr.system.Settings;
import islr.system.Training;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// The transformers of the GISLR notebooks, GISLR-64 and GISLR-32: see `GislrNetwork`.
public final class Gislr implements Architecture {
    public static final Setting<FeatureSet> FEATURES = Setting
            .choice("features", "what is read of a clip", FeatureSet.all(), FeatureSet::id, FeatureSet.DOMINANT_HAND)
            .optional();
    public static final Setting<Integer> FRAMES = Setting.whole("frames", "frames a clip is pooled or padded to", 2,
            1024, 64);
    public static final Setting<Integer> UNITS = Setting.whole("units", "width of the model", 1, 8192, 512);
    public static final Setting<Integer> LANDMARK_UNITS = Setting.whole("landmark_units",
            "width of the landmark embeddings", 1, 8192, 384);
    public static final Setting<Integer> HEADS = Setting.whole("heads", "attention heads; they divide the width", 1,
            1024, 8);
    public static final Setting<Integer> BLOCKS = Setting.whole("blocks", "transformer blocks", 1, 64, 2);
    public static final Setting<Norm> NORM = Setting
            .choice("norm", "layer norms in the blocks", Arrays.asList(Norm.values()), Norm::id, Norm.NONE).optional();
    public static final Setting<Padding> PADDING = Setting
            .choice("padding", "whether frames look at padding", Padding.ATTENDED).optional();
    public static final Setting<Double> FRAME_MASKING = Setting
            .real("frame_masking", "share of the frames masked at random", 0, 0.99, 0.25).onlyInTraining();
    public static final Setting<Double> DROPOUT = Setting
            .real("dropout", "dropout inside the feed-forward networks", 0, 0.99, 0.3).onlyInTraining();
    public static final Setting<Double> CLASSIFIER_DROPOUT = Setting
            .real("classifier_dropout", "dropout before the classifier", 0, 0.99, 0.1).onlyInTraining();

    /// Keras' clips its tensors one by one, and has a query, key and value layer for each head.
    private static final String HEADS_OF_THEIR_OWN = ".*blocks\\.\\d+\\.attn\\.[qkv]_proj\\..*";

    /// Layer norms in the blocks.
    public enum Norm {
        /// GISLR-64's: none.
        NONE,
        /// GISLR-32's: before each half of a block; the first residual starts at the normalised input.
        PRE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public List<Setting<?>> settings() {
        return Augmenting.with(List.of(FEATURES, FRAMES, UNITS, LANDMARK_UNITS, HEADS, BLOCKS, NORM, PADDING,
                Training.EPOCHS, Training.BATCH, Training.RATE, Training.WARM_UP, Training.SCHEDULE, Training.DECAY,
                Training.DECAY_POWER, Training.SMOOTHING, Training.OUSM, Training.EMA, Training.SOUP, FRAME_MASKING,
                DROPOUT, CLASSIFIER_DROPOUT, Training.SEED));
    }

    @Override
    public Features features(Settings settings) {
        return new GislrFeatures(settings.get(FEATURES), settings.get(FRAMES));
    }

    @Override
    public Model model(Settings settings, int classes, Parameters parameters) {
        return new GislrNetwork(GislrSizes.of(settings, classes), parameters);
    }

    @Override
    public Recipe recipe(Settings settings, Model model, Parameters parameters) {
        return CrossEntropy.keras(settings, model, parameters, name -> parts(settings, name));
    }

    /// How many tensors of the Keras original one of ours consists of. Its optimiser clips each by its own norm.
    public static int parts(Settings settings, String name) {
        return name.matches(HEADS_OF_THEIR_OWN) ? settings.get(HEADS) : 1;
    }

    @Override
    public List<Augmentation> augmentations(Settings settings, int epoch) {
        return List.of(new FrameMasking(settings.get(FEATURES).columns(), settings.get(FRAME_MASKING).floatValue()));
    }

    @Override
    public SequencedMap<String, Tensor> statistics(Settings settings, Iterable<Sample> training) {
        SequencedMap<String, Tensor> statistics = new LinkedHashMap<>();
        for (LandmarkGroup group : settings.get(FEATURES).groups()) {
            Statistics of = Statistics.of(training, group);
            Shape shape = Shape.of(group.count(), 2);
            statistics.put("stats." + group.name() + ".mean", Tensor.of(shape, of.mean()));
            statistics.put("stats." + group.name() + ".std", Tensor.of(shape, of.std()));
        }
        return statistics;
    }

    @Override
    public String onnx(ClipNodes clip, Settings settings, int classes, Checkpoint weights) throws WeightsException {
        GislrSizes sizes = GislrSizes.of(settings, classes);
        GislrFramesOnnx.Frames frames = new GislrFramesOnnx(clip, sizes.features(), sizes.frames()).build();
        String logits = GislrOnnx.logits(clip.graph(), sizes, weights, frames.values(), frames.index());
        return clip.orNothing(frames.kept(), clip.math().reshape(logits, classes));
    }

    @Override
    public List<ForeignNames> foreignNames() {
        return List.of(ForeignNames.of("classifier.kernel", KerasNames.gislr()), new KerasFiles());
    }

    @Override
    public Map<String, String> told(Map<String, Tensor> tensors, Map<String, String> metadata) {
        Map<String, String> told = new HashMap<>();
        Architecture.matrix(tensors, "embedding.positional.weight").ifPresent(positions -> {
            told.put(FRAMES.key(), Integer.toString(positions.rows() - 1));
            told.put(UNITS.key(), Integer.toString(positions.columns()));
        });
        Architecture.matrix(tensors, "classifier.weight")
                .ifPresent(classifier -> told.put(CLASSES, Integer.toString(classifier.rows())));
        tensors.keySet().stream().filter(name -> name.matches("blocks\\.\\d+\\.norm1\\.weight")).findFirst()
                .ifPresent(name -> told.put(NORM.key(), Norm.PRE.id()));
        Architecture.matrix(tensors, "embedding.lips.fc2.weight")
                .ifPresent(fc2 -> told.put(LANDMARK_UNITS.key(), Integer.toString(fc2.rows())));
        long blocks = tensors.keySet().stream().filter(name -> name.matches("blocks\\.\\d+\\.attn\\.out_proj\\.weight"))
                .count();
        if (blocks > 0) {
            told.put(BLOCKS.key(), Long.toString(blocks));
        }
        return told;
    }
}
