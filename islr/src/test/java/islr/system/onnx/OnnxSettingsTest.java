package islr.system.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.features.ClipNodes;
import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.recognize.TestModels;
import islr.system.Batch;
import islr.system.Model;
import islr.system.OnnxGraphs;
import islr.system.Preset;
import islr.system.Sample;
import islr.system.Setting;
import islr.system.Settings;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.Axis;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.run.OnnxFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An ONNX file answers clips as the model does that it was made of, whatever the settings of the model: no setting may
/// be lost on the way.
class OnnxSettingsTest {
    private static final int CLASSES = TestModels.SIGNS.size();
    private static final String[] CANDIDATES = {"1", "2", "3", "4", "5", "6", "0.4", "0.6", "9,5"};
    /// Fewer and more than TestModels has.
    private static final List<String> UNITS = List.of("8", "18");
    /// Of TestModels: padded, pooled, and pooled with more frames than S².
    private static final int[] FRAMES = {1, 2, 5, 20, 70};

    static Stream<Preset> presets() {
        return Presets.all().stream();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aFileOfTheDefaultsAnswersAsTheModel(Preset preset) throws WeightsException {
        assertAnswersAsTheModel(preset, TestModels.tiny(preset), FRAMES);
    }

    /// One of each system.
    static Stream<Preset> systems() {
        Map<Class<?>, Preset> first = new LinkedHashMap<>();
        presets().forEach(preset -> first.putIfAbsent(preset.architecture().getClass(), preset));
        return first.values().stream();
    }

    @ParameterizedTest
    @MethodSource("systems")
    void everySettingReachesTheFile(Preset preset) throws WeightsException {
        for (Setting<?> setting : preset.architecture().settings()) {
            if (setting.isOnlyForTraining()) {
                continue;
            }
            List<Settings> changed = changed(preset, setting);
            assertThat(changed).as("other values for " + setting.key()).isNotEmpty();
            for (Settings settings : changed) {
                assertAnswersAsTheModel(preset, settings, 1, 7, 20);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyNodeOfTheGraphIsUsedAndEveryTensorTaken(Preset preset) throws WeightsException {
        Settings settings = TestModels.tiny(preset);
        Map<String, Tensor> weights = weights(preset, settings);
        OnnxGraphs.assertWellFormed(graph(preset, settings, weights));
        for (String name : weights.keySet()) {
            Map<String, Tensor> less = new LinkedHashMap<>(weights);
            less.remove(name);
            assertThatThrownBy(() -> graph(preset, settings, less)).as(name)
                    .hasMessageContaining(name.substring(name.lastIndexOf('.') + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("presets")
    void ofAClipInWhichASystemSeesNothingTheLogitsAreNaNs(Preset preset) throws WeightsException {
        Settings settings = TestModels.tiny(preset);
        Clip nothing = TestModels.nothing("nothing", 3);
        float[] got = answer(OnnxGraphs.written(graph(preset, settings, weights(preset, settings))), nothing);
        if (preset.architecture().features(settings).of(nothing).isEmpty()) {
            assertThat(got).hasSize(CLASSES).containsOnly(Float.NaN);
        } else {
            assertAnswersAsTheModel(preset, settings, List.of(nothing));
        }
    }

    /// All names of a choice; of a number some that make a model.
    private static List<Settings> changed(Preset preset, Setting<?> setting) {
        Settings tiny = TestModels.tiny(preset);
        List<Settings> changed = new ArrayList<>();
        List<String> values = new ArrayList<>(List.of(setting.range().split(" or ")));
        values.addAll(setting.key().endsWith("units") ? UNITS : List.of(CANDIDATES));
        values.forEach(value -> {
            try {
                Settings other = tiny.with(setting.key(), value);
                if (!other.toMap().equals(tiny.toMap()) && !changed.contains(other)) {
                    preset.architecture().model(other, CLASSES, Parameters.blank());
                    changed.add(other);
                }
            } catch (IllegalArgumentException e) {
                // Not a value of this setting, or not with the other ones.
            }
        });
        return changed;
    }

    private static void assertAnswersAsTheModel(Preset preset, Settings settings, int... frames)
            throws WeightsException {
        List<Clip> clips = new ArrayList<>();
        for (int t : frames) {
            clips.add(TestModels.clip("left hand, " + t + " frames", t, t));
            clips.add(OnnxClips.whole("both hands, " + t + " frames", t, t));
            clips.add(OnnxClips.holes("holes, " + t + " frames", t, t));
        }
        assertAnswersAsTheModel(preset, settings, clips);
    }

    private static void assertAnswersAsTheModel(Preset preset, Settings settings, List<Clip> clips)
            throws WeightsException {
        Map<String, Tensor> weights = weights(preset, settings);
        Compute c = Compute.cpu();
        Model model = preset.architecture().model(settings, CLASSES, Parameters.of(weights));
        OnnxFile file = OnnxGraphs.written(graph(preset, settings, weights));
        for (Clip clip : clips) {
            Sample sample = preset.architecture().features(settings).of(clip);
            float[] got = answer(file, clip);
            if (sample.isEmpty()) {
                assertThat(got).as(clip.name()).hasSize(CLASSES).containsOnly(Float.NaN);
                continue;
            }
            float[] expected = model.logits(c, Batch.of(Memory.heap(), List.of(sample))).toArray();
            // Logits may be small differences of numbers of about 1, which float32 rounds.
            double largest = 1;
            for (float logit : expected) {
                largest = Math.max(largest, Math.abs(logit));
            }
            assertThat(got).as("%s of %s with %s", preset.id(), clip.name(), settings.toMap()).containsExactly(expected,
                    within((float) (1e-5 * largest)));
        }
    }

    /// Fresh weights, of which some are 0, and random numbers added, with which all count.
    private static Map<String, Tensor> weights(Preset preset, Settings settings) {
        Random random = new Random(1);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        TestModels.state(preset, settings, 1).forEach((name, x) -> {
            Tensor y = x.copy();
            for (int i = 0; i < y.size(); i++) {
                y.array()[y.offset() + i] += 0.1f * (float) random.nextGaussian();
            }
            weights.put(name, y);
        });
        return weights;
    }

    private static OnnxGraph graph(Preset preset, Settings settings, Map<String, Tensor> weights)
            throws WeightsException {
        OnnxGraph graph = new OnnxGraph(preset.id());
        graph.output("logits", preset.architecture().onnx(ClipNodes.inputOf(graph), settings, CLASSES,
                new Checkpoint(weights, Map.of())), Axis.of(CLASSES));
        return graph;
    }

    private static float[] answer(OnnxFile file, Clip clip) {
        return file.run().with(ClipNodes.LANDMARKS, clip.landmarks(), clip.frames(), 543, 3).output("logits");
    }
}
