package islr.system.sixth;

import islr.features.ClipNodes;
import islr.nn.Parameters;
import islr.nn.train.AdamW;
import islr.nn.train.Clipping;
import islr.nn.train.ParameterGroup;
import islr.system.Architecture;
import islr.system.Augmentation;
import islr.system.Augmenting;
import islr.system.CrossEntropy;
import islr.system.Features;
import islr.system.Model;
import islr.system.RateSchedule;
import islr.system.Recipe;
import islr.system.Setting;
import islr.system.Settings;
import islr.system.Training;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.NameMap;
import islr.weights.WeightsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/// The system of the sixth place, see `SixthFeatures` and `SixthNetwork`.
public final class Sixth implements Architecture {
    public static final Setting<Integer> FRAMES = Setting.whole("frames",
            "most frames of a clip; of longer ones every second, third, … is taken", 4, 1024, 25);
    public static final Setting<Integer> LANDMARK_UNITS = Setting.whole("landmark_units", "width of a landmark", 1, 512,
            16);
    public static final Setting<Integer> PART_UNITS = Setting.whole("part_units",
            "width of a part of the body: a hand, the lips, the face, all", 1, 8192, 192);
    public static final Setting<Integer> UNITS = Setting.whole("units", "width of the layers where they are widest", 1,
            8192, 768);
    public static final Setting<Integer> BASE_UNITS = Setting.whole("base_units",
            "width of the first layer, up to twice as many units; from there on it is twice as wide", 1, 8192, 512);
    public static final Setting<Integer> HEADS = Setting.whole("heads",
            "attention heads; they divide the width of every layer", 1, 1024, 16);
    public static final Setting<Tail> TAIL = Setting.choice("tail",
            "frames of zeros behind a clip that the model predicts on", Tail.FITTING);
    public static final Setting<Double> DROPOUT = Setting.real("dropout",
            "dropout behind the frames; in the layers up to four times as much, 0.95 at the most", 0, 0.95, 0.05)
            .onlyInTraining();
    public static final Setting<Augment> AUGMENT = Setting
            .choice("augment", "random changes of the points in training", Augment.NONE).onlyInTraining();

    public static final Setting<Integer> STUDENT_UNITS = Setting.whole("student_units",
            "units of the larger network that teaches the model, and of its own teacher; 0: the model learns alone", 0,
            8192, 1536).optional().onlyInTraining();
    public static final Setting<Integer> STUDENT_PART_UNITS = Setting
            .whole("student_part_units", "part_units of these", 1, 8192, 512).optional().onlyInTraining();
    public static final Setting<Double> TEACHER_DECAY = Setting.real("teacher_decay",
            "decay of the moving average of the larger network that is the teacher of both", 0, 0.99999, 0.97)
            .optional().onlyInTraining();
    public static final Setting<Double> CONSISTENCY = Setting
            .real("consistency", "weight of the difference to the teacher's probabilities in the loss", 0, 1000, 5)
            .optional().onlyInTraining();
    public static final Setting<Double> RAMP = Setting
            .real("ramp", "part of the run in which that weight rises from nearly 0", 0, 1, 0.25).optional()
            .onlyInTraining();
    public static final Setting<Double> MIX = Setting.real("mix",
            "how often the clips of a batch are mixed inside the networks; falls to 0 at 0.9 of the epochs", 0, 1, 0.5)
            .optional().onlyInTraining();
    public static final Setting<Double> MIX_ALPHA = Setting
            .real("mix_alpha", "α of the shares in which they are mixed", 0.01, 1, 0.4).optional().onlyInTraining();
    public static final Setting<Boolean> FROZEN = Setting.yesNo("frozen",
            "in the second half, train with a teacher without dropout and with fixed statistics, as in the original",
            true).optional().onlyInTraining();

    @Override
    public List<Setting<?>> settings() {
        return Augmenting.with(List.of(FRAMES, LANDMARK_UNITS, PART_UNITS, UNITS, BASE_UNITS, HEADS, TAIL,
                Training.EPOCHS.withDefault(100), Training.BATCH.withDefault(32), Training.RATE.withDefault(3e-4),
                Training.WARM_UP.withDefault(25), Training.SCHEDULE.withDefault(RateSchedule.LINEAR),
                Training.ADAMW_DECAY.withDefault(0.4), Training.SMOOTHING.withDefault(0.3),
                Training.OUSM.withDefault(3), Training.EMA, Training.SOUP.withDefault(10), AUGMENT, DROPOUT,
                STUDENT_UNITS, STUDENT_PART_UNITS, TEACHER_DECAY, CONSISTENCY, RAMP, MIX, MIX_ALPHA, FROZEN,
                Training.CLIP.withDefault(Clipping.By.ALL), Training.CLIP_NORM.withDefault(10.0),
                Training.DROP_LAST.withDefault(true), Training.SEED));
    }

    @Override
    public Features features(Settings settings) {
        return new SixthFeatures(settings.get(FRAMES));
    }

    @Override
    public Model model(Settings settings, int classes, Parameters parameters) {
        return new SixthNetwork(SixthSizes.of(settings, classes), parameters);
    }

    @Override
    public Recipe recipe(Settings settings, Model model, Parameters parameters) {
        return hasTeacher(settings) ? new MeanTeacher(settings, (SixthNetwork) model, parameters)
                : CrossEntropy.with(settings, model, parameters, optimizer(settings, parameters));
    }

    @Override
    public boolean hasTeacher(Settings settings) {
        return settings.get(STUDENT_UNITS) > 0;
    }

    /// AdamW that decays all but biases and the weights of layer norms, those of the landmarks excepted.
    static AdamW optimizer(Settings settings, Parameters parameters) {
        Predicate<String> undecayed = name -> name.contains("bias") || name.contains("LayerNorm.weight");
        SequencedMap<String, Tensor> all = parameters.trainable();
        return new AdamW(
                List.of(ParameterGroup.where(all, undecayed.negate(), 1, settings.get(Training.DECAY)),
                        ParameterGroup.where(all, undecayed, 1, 0)),
                AdamW.Options.DEFAULT.with(Training.clipping(settings, CrossEntropy.heads(settings))));
    }

    @Override
    public List<Augmentation> augmentations(Settings settings, int epoch) {
        return settings.get(AUGMENT).changes(epoch, settings.get(Training.EPOCHS));
    }

    /// The tensors have the same names there, and a count of batches besides, which nothing needs.
    @Override
    public List<ForeignNames> foreignNames() {
        return List.of(ForeignNames.of("full_mlp.1.num_batches_tracked",
                NameMap.of(NameMap.Unmatched.KEEP).dropping("{part}.1.num_batches_tracked")));
    }

    @Override
    public String onnx(ClipNodes clip, Settings settings, int classes, Checkpoint weights) throws WeightsException {
        SixthSizes sizes = SixthSizes.of(settings, classes);
        SixthFeaturesOnnx.Points points = SixthFeaturesOnnx.of(clip, sizes.frames());
        return clip.orNothing(points.kept(), new SixthOnnx(clip.graph(), sizes, weights).logits(points.points()));
    }

    @Override
    public Map<String, String> told(Map<String, Tensor> tensors, Map<String, String> metadata) {
        Map<String, String> told = new HashMap<>();
        Architecture.matrix(tensors, "frame_transformer_1.rel_embeddings.weight")
                .ifPresent(table -> told.put(FRAMES.key(), Integer.toString(table.rows() / 2)));
        Architecture.matrix(tensors, "type_embed.weight")
                .ifPresent(table -> told.put(LANDMARK_UNITS.key(), Integer.toString(table.columns())));
        Architecture.matrix(tensors, "full_mlp.0.weight")
                .ifPresent(weight -> told.put(PART_UNITS.key(), Integer.toString(weight.rows())));
        Optional<Integer> first = width(tensors, "frame_transformer_1.layer.0.attention.self.query_proj.weight");
        Optional<Integer> second = width(tensors, "frame_transformer_1.layer.0.output.dense.weight");
        Optional<Integer> last = width(tensors, "frame_transformer_3.layer.0.output.dense.weight");
        if (first.isPresent() && second.isPresent() && last.isPresent()) {
            // See SixthSizes.widths.
            boolean grows = last.get() > first.get();
            boolean large = grows && last.get() != 2 * first.get();
            told.put(BASE_UNITS.key(), Integer.toString(large ? first.get() / 2 : first.get()));
            told.put(UNITS.key(), Integer.toString(grows ? last.get() : second.get()));
        }
        Architecture.matrix(tensors, "logits.weight")
                .ifPresent(weight -> told.put(CLASSES, Integer.toString(weight.rows())));
        return told;
    }

    private static Optional<Integer> width(Map<String, Tensor> tensors, String name) {
        return Architecture.matrix(tensors, name).map(Shape::rows);
    }
}
