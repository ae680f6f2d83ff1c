package islr.system.signs;

import islr.features.ClipNodes;
import islr.nn.Parameters;
import islr.nn.train.Clipping;
import islr.system.Architecture;
import islr.system.Augmenting;
import islr.system.CrossEntropy;
import islr.system.Features;
import islr.system.Model;
import islr.system.Recipe;
import islr.system.Sample;
import islr.system.Setting;
import islr.system.Settings;
import islr.system.Training;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A small recogniser for people whom it was not trained on, see `SignsFeatures` and `SignsNetwork`.
public final class Signs implements Architecture {
    public static final Setting<Integer> FRAMES = Setting.whole("frames", "frames a clip is resampled to", 1, 1024, 24);
    public static final Setting<Places> PLACES = Setting.choice("places", "what coordinates are relative to",
            Arrays.asList(Places.values()), Places::id, Places.HANDS);
    public static final Setting<Boolean> SHAPE = Setting.yesNo("shape", "distances and angles inside the hands", true);
    public static final Setting<Boolean> CONTACTS = Setting.yesNo("contacts",
            "distances of the hands to head, shoulders and each other", true);
    public static final Setting<Boolean> DIFFERENCES = Setting.yesNo("differences", "differences to the frame before",
            true);
    public static final Setting<Boolean> LEADING = Setting.yesNo("leading", "mirror clips in which the left hand leads",
            true);
    public static final Setting<Integer> UNITS = Setting.whole("units", "width of the model", 1, 8192, 96);
    public static final Setting<Integer> HEADS = Setting.whole("heads",
            "attention heads; they divide the width; 0 for no attention", 0, 1024, 0);
    public static final Setting<Integer> BLOCKS = Setting.whole("blocks", "blocks of the network", 1, 64, 2);
    public static final Setting<Double> DROPOUT = Setting
            .real("dropout", "dropout behind each part of a block", 0, 0.99, 0.3).onlyInTraining();
    public static final Setting<Double> CLASSIFIER_DROPOUT = Setting
            .real("classifier_dropout", "dropout before the classifier", 0, 0.99, 0.2).onlyInTraining();

    private static final Setting<Integer> EPOCHS = Training.EPOCHS.withDefault(25);
    private static final String STATISTICS = "stats";

    @Override
    public List<Setting<?>> settings() {
        return Augmenting.with(
                List.of(FRAMES, PLACES, SHAPE, CONTACTS, DIFFERENCES, LEADING, UNITS, HEADS, BLOCKS, EPOCHS,
                        Training.BATCH, Training.RATE, Training.WARM_UP.withDefault(2), Training.SCHEDULE,
                        Training.ADAMW_DECAY.withDefault(0.05), Training.SMOOTHING.withDefault(0.1), Training.OUSM,
                        Training.EMA, Training.SOUP, Training.CLIP.withDefault(Clipping.By.ALL), Training.CLIP_NORM,
                        DROPOUT, CLASSIFIER_DROPOUT, Training.SEED),
                Augmenting.BALANCE.withDefault(1.0), Augmenting.TIME.withDefault(1.0), Augmenting.BODY.withDefault(1.0),
                Augmenting.HANDS.withDefault(1.0), Augmenting.LOSS.withDefault(0.2));
    }

    @Override
    public Features features(Settings settings) {
        return new SignsFeatures(settings.get(FRAMES), settings.get(PLACES), settings.get(SHAPE),
                settings.get(CONTACTS), settings.get(DIFFERENCES), settings.get(LEADING));
    }

    @Override
    public Model model(Settings settings, int classes, Parameters parameters) {
        return new SignsNetwork(SignsSizes.of(settings, features(settings).width(), classes), parameters);
    }

    @Override
    public Recipe recipe(Settings settings, Model model, Parameters parameters) {
        return CrossEntropy.adamW(settings, model, parameters);
    }

    @Override
    public SequencedMap<String, Tensor> statistics(Settings settings, Iterable<Sample> training) {
        return Standardizing.statistics(STATISTICS, features(settings).width(), training);
    }

    @Override
    public String onnx(ClipNodes clip, Settings settings, int classes, Checkpoint weights) throws WeightsException {
        SignsFeatures features = (SignsFeatures) features(settings);
        SignsSizes sizes = SignsSizes.of(settings, features.width(), classes);
        SignsPointsOnnx.Points points = SignsPointsOnnx.of(clip, features);
        String rows = new SignsFeaturesOnnx(clip.graph(), features, points).build();
        return clip.orNothing(points.kept(), new SignsOnnx(clip.graph(), sizes, weights).logits(rows));
    }

    @Override
    public Map<String, String> told(Map<String, Tensor> tensors, Map<String, String> metadata) {
        Map<String, String> told = new HashMap<>();
        Architecture.matrix(tensors, "position").ifPresent(positions -> {
            told.put(FRAMES.key(), Integer.toString(positions.rows()));
            told.put(UNITS.key(), Integer.toString(positions.columns()));
        });
        Architecture.matrix(tensors, "classifier.weight")
                .ifPresent(classifier -> told.put(CLASSES, Integer.toString(classifier.rows())));
        return told;
    }
}
