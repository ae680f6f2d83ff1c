package islr.system.combined;

import islr.features.ClipNodes;
import islr.internal.Prefixed;
import islr.nn.Parameters;
import islr.system.Architecture;
import islr.system.Augmentation;
import islr.system.Augmenting;
import islr.system.Deployment;
import islr.system.Features;
import islr.system.Model;
import islr.system.Recipe;
import islr.system.Sample;
import islr.system.Setting;
import islr.system.Settings;
import islr.system.Training;
import islr.system.gislr.FeatureSet;
import islr.system.gislr.Gislr;
import islr.system.mlp.Mlp;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.GraphWeights;
import islr.weights.onnx.OnnxLayers;
import islr.weights.onnx.OnnxMath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// GISLR-32 and the features MLP as one system: `p = w·p_transformer + (1 − w)·p_mlp`, both from the same clip.
///
/// Settings and tensors of the members begin with `transformer.` and `mlp.`. They are trained side by side, each by its
/// own loss and its own optimiser, on the same batches.
public final class GislrWithMlp implements Architecture {
    static final String TRANSFORMER = "transformer";
    static final String MLP = "mlp";

    /// The weight of the transformer. Evidence for 0.7: the only public descendant of the seed that keeps the
    /// combination has 0.7 for it, and 0.3 for two nets on features together.
    public static final Setting<Double> WEIGHT = Setting.real("weight",
            "weight of the transformer's probabilities; the MLP has the rest", 0, 1, 0.7);

    /// Of the members' settings those that they do not have for themselves.
    private static final Set<String> SHARED = Augmenting.with(List.of(Training.EPOCHS, Training.BATCH, Training.RATE,
            Training.WARM_UP, Training.SCHEDULE, Training.DECAY, Training.DECAY_POWER, Training.SMOOTHING,
            Training.OUSM, Training.EMA, Training.SOUP, Training.SEED)).stream().map(Setting::key)
            .collect(Collectors.toSet());

    private final Gislr gislr = new Gislr();
    private final Mlp mlp = new Mlp();

    @Override
    public List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>(List.of(WEIGHT));
        List<Setting<?>> transformer = List.of(Gislr.FEATURES.withDefault(FeatureSet.POSITIVE_HANDS),
                Gislr.FRAMES.withDefault(32), Gislr.UNITS.withDefault(384), Gislr.LANDMARK_UNITS, Gislr.HEADS,
                Gislr.BLOCKS, Gislr.NORM.withDefault(Gislr.Norm.PRE), Gislr.PADDING,
                Gislr.FRAME_MASKING.withDefault(0.0), Gislr.DROPOUT, Gislr.CLASSIFIER_DROPOUT.withDefault(0.0));
        transformer.forEach(setting -> all.add(setting.under(TRANSFORMER + ".")));
        mlp.settings().stream().filter(setting -> !SHARED.contains(setting.key()))
                .forEach(setting -> all.add(setting.under(MLP + ".")));
        all.addAll(List.of(Training.EPOCHS.withDefault(50), Training.BATCH, Training.RATE, Training.WARM_UP,
                Training.SCHEDULE, Training.DECAY, Training.DECAY_POWER, Training.SMOOTHING, Training.OUSM,
                Training.EMA, Training.SOUP, Training.SEED));
        return Augmenting.with(all);
    }

    @Override
    public Features features(Settings settings) {
        return new CombinedFeatures(gislr.features(settings.member(TRANSFORMER)), mlp.features(settings.member(MLP)));
    }

    @Override
    public Model model(Settings settings, int classes, Parameters parameters) {
        return new CombinedModel((CombinedFeatures) features(settings),
                gislr.model(settings.member(TRANSFORMER), classes, parameters.at(TRANSFORMER)),
                mlp.model(settings.member(MLP), classes, parameters.at(MLP)), settings.get(WEIGHT).floatValue());
    }

    @Override
    public Recipe recipe(Settings settings, Model model, Parameters parameters) {
        CombinedModel combined = (CombinedModel) model;
        return new SideBySide(combined,
                gislr.recipe(alone(settings, TRANSFORMER), combined.transformer(), parameters.at(TRANSFORMER)),
                mlp.recipe(alone(settings, MLP), combined.mlp(), parameters.at(MLP)),
                new Deployment(settings, parameters));
    }

    /// The settings of a member, which keeps no mean of its weights: that is done for both together.
    private static Settings alone(Settings settings, String member) {
        return settings.with(Training.EMA.key(), "0").with(Training.SOUP.key(), "0").member(member);
    }

    @Override
    public List<Augmentation> augmentations(Settings settings, int epoch) {
        CombinedFeatures features = (CombinedFeatures) features(settings);
        return gislr.augmentations(settings.member(TRANSFORMER), epoch).stream().map(features::onFrames).toList();
    }

    /// As the model answers: of a clip in which the transformer sees nothing, the MLP alone decides.
    @Override
    public String onnx(ClipNodes clip, Settings settings, int classes, Checkpoint weights) throws WeightsException {
        OnnxMath m = clip.math();
        OnnxLayers layers = new OnnxLayers(clip.graph(), new GraphWeights(weights));
        String a = member(clip, gislr, TRANSFORMER, settings, classes, weights);
        String fromMlp = layers.softmax(member(clip, mlp, MLP, settings, classes, weights));
        float weight = settings.get(WEIGHT).floatValue();
        String both = m.add(m.mul(fromMlp, clip.graph().real(1 - weight)),
                m.mul(layers.softmax(a), clip.graph().real(weight)));
        return m.log(m.where(m.isNaN(a), fromMlp, both));
    }

    private static String member(ClipNodes clip, Architecture member, String name, Settings settings, int classes,
            Checkpoint weights) throws WeightsException {
        Checkpoint own = weights.withTensors(Prefixed.get(weights.tensors(), name + "."));
        return clip.graph().within(name + ".", () -> member.onnx(clip, settings.member(name), classes, own));
    }

    @Override
    public SequencedMap<String, Tensor> statistics(Settings settings, Iterable<Sample> training) {
        CombinedFeatures features = (CombinedFeatures) features(settings);
        SequencedMap<String, Tensor> statistics = new LinkedHashMap<>();
        Prefixed.put(statistics, TRANSFORMER + ".", gislr.statistics(settings.member(TRANSFORMER),
                () -> StreamSupport.stream(training.spliterator(), false).map(features::frames).iterator()));
        return statistics;
    }
}
