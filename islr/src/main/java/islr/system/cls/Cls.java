package islr.system.cls;

import islr.features.ClipNodes;
import islr.nn.Parameters;
import islr.nn.train.Clipping;
import islr.system.Architecture;
import islr.system.Augmenting;
import islr.system.CrossEntropy;
import islr.system.Features;
import islr.system.Model;
import islr.system.Recipe;
import islr.system.Setting;
import islr.system.Settings;
import islr.system.Training;
import islr.tensor.Tensor;
import islr.tflite.GraphView;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// CLS: a transformer of one block whose class token is classified, see `ClsNetwork`.
///
/// The original's optimiser, rate, batch and number of epochs are not known; the defaults are ours.
public final class Cls implements Architecture {
    public static final Setting<Integer> FRAMES = Setting.whole("frames",
            "frames of a clip that are read, the first ones", 1, 4096, 96);
    public static final Setting<Integer> UNITS = Setting.whole("units", "width of the model", 1, 8192, 1024);
    public static final Setting<Integer> HEADS = Setting.whole("heads", "attention heads; they divide the width", 1,
            1024, 8);
    public static final Setting<Double> DROPOUT = Setting.real("dropout", "dropout before the classifier", 0, 0.99, 0.4)
            .onlyInTraining();

    private static final Setting<Integer> EPOCHS = Training.EPOCHS.withDefault(30);

    @Override
    public List<Setting<?>> settings() {
        return Augmenting.with(List.of(FRAMES, UNITS, HEADS, EPOCHS, Training.BATCH, Training.RATE, Training.WARM_UP,
                Training.SCHEDULE, Training.ADAMW_DECAY, Training.SMOOTHING, Training.OUSM, Training.EMA, Training.SOUP,
                Training.CLIP.withDefault(Clipping.By.NONE), DROPOUT, Training.SEED));
    }

    @Override
    public Features features(Settings settings) {
        return new ClsFeatures(settings.get(FRAMES));
    }

    @Override
    public Model model(Settings settings, int classes, Parameters parameters) {
        return new ClsNetwork(ClsSizes.of(settings, classes), parameters);
    }

    @Override
    public Recipe recipe(Settings settings, Model model, Parameters parameters) {
        return CrossEntropy.adamW(settings, model, parameters);
    }

    @Override
    public String onnx(ClipNodes clip, Settings settings, int classes, Checkpoint weights) throws WeightsException {
        return ClsOnnx.logits(clip, ClsSizes.of(settings, classes), weights);
    }

    @Override
    public boolean readsGraphs() {
        return true;
    }

    @Override
    public Optional<Ours> fromGraph(GraphView graph) throws WeightsException {
        return Optional.of(ClsGraph.read(graph));
    }

    /// The number of heads shows in no shape; the original's files call it `H`.
    @Override
    public Map<String, String> told(Map<String, Tensor> tensors, Map<String, String> metadata) {
        Map<String, String> told = new HashMap<>();
        Architecture.matrix(tensors, "pos_embed").ifPresent(positions -> {
            told.put(FRAMES.key(), Integer.toString(positions.rows()));
            told.put(UNITS.key(), Integer.toString(positions.columns()));
        });
        Architecture.matrix(tensors, "logit.weight")
                .ifPresent(classifier -> told.put(CLASSES, Integer.toString(classifier.rows())));
        if (metadata.containsKey("H")) {
            told.put(HEADS.key(), metadata.get("H"));
        }
        return told;
    }
}
