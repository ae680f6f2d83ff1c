package islr.system.mlp;

import islr.features.ClipNodes;
import islr.nn.Parameters;
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
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The features MLP: a clip as one row of numbers, see `MlpFeatures` and `MlpNetwork`.
///
/// The original's sizes and optimiser are not known; the optimiser is that of the systems it comes with.
public final class Mlp implements Architecture {
    /// Coordinates of a point.
    public enum Axes {
        XY(2), XYZ(3);

        private final int count;

        Axes(int count) {
            this.count = count;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Setting<Axes> AXES = Setting
            .choice("axes", "coordinates that are read", List.of(Axes.values()), Axes::id, Axes.XY).optional();
    public static final Setting<List<Integer>> WIDTHS = Setting.wholes("widths", "widths of the hidden layers", 1,
            65_536, List.of(1024, 512));
    public static final Setting<List<Double>> DROPOUTS = Setting
            .reals("dropouts", "dropout behind each of them", 0, 0.99, List.of(0.2, 0.4)).onlyInTraining();

    private static final Setting<Integer> EPOCHS = Training.EPOCHS.withDefault(50);

    @Override
    public List<Setting<?>> settings() {
        return Augmenting.with(List.of(AXES, WIDTHS, EPOCHS, Training.BATCH, Training.RATE, Training.WARM_UP,
                Training.SCHEDULE, Training.DECAY, Training.DECAY_POWER, Training.SMOOTHING, Training.OUSM,
                Training.EMA, Training.SOUP, DROPOUTS, Training.SEED));
    }

    @Override
    public Features features(Settings settings) {
        return new MlpFeatures(settings.get(AXES).count);
    }

    @Override
    public Model model(Settings settings, int classes, Parameters parameters) {
        List<Integer> widths = settings.get(WIDTHS);
        List<Double> dropouts = settings.get(DROPOUTS);
        if (widths.size() != dropouts.size()) {
            throw new IllegalArgumentException("widths and dropouts differ in number, " + widths.size() + " and "
                    + dropouts.size() + "; one dropout for each width is needed");
        }
        return new MlpNetwork(features(settings).width(), widths, dropouts, classes, parameters);
    }

    @Override
    public Recipe recipe(Settings settings, Model model, Parameters parameters) {
        return CrossEntropy.keras(settings, model, parameters, name -> 1);
    }

    @Override
    public String onnx(ClipNodes clip, Settings settings, int classes, Checkpoint weights) throws WeightsException {
        MlpFeaturesOnnx features = new MlpFeaturesOnnx(clip, settings.get(AXES).count);
        String logits = MlpOnnx.logits(clip.graph(), weights, features.build(), features(settings).width());
        return clip.math().reshape(logits, classes);
    }

    @Override
    public List<ForeignNames> foreignNames() {
        return List.of(ForeignNames.of("out.kernel", MlpKerasNames.mlp()), new MlpKerasFiles());
    }

    @Override
    public Map<String, String> told(Map<String, Tensor> tensors, Map<String, String> metadata) {
        Map<String, String> told = new HashMap<>();
        Architecture.matrix(tensors, "fc.0.dense.weight").ifPresent(first -> told.put(AXES.key(),
                (first.columns() == new MlpFeatures(3).width() ? Axes.XYZ : Axes.XY).id()));
        List<Integer> widths = new ArrayList<>();
        while (tensors.get("fc." + widths.size() + ".dense.weight") instanceof Tensor weight
                && weight.shape().rank() == 2) {
            widths.add(weight.shape().rows());
        }
        if (!widths.isEmpty()) {
            told.put(WIDTHS.key(), WIDTHS.format(widths));
            if (widths.size() != DROPOUTS.usual().size()) {
                told.put(DROPOUTS.key(),
                        DROPOUTS.format(Collections.nCopies(widths.size(), DROPOUTS.usual().getFirst())));
            }
        }
        Architecture.matrix(tensors, "out.weight").ifPresent(out -> told.put(CLASSES, Integer.toString(out.rows())));
        return told;
    }
}
