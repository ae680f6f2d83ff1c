package islr.system.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.recognize.TestModels;
import islr.system.Batch;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Sample;
import islr.system.Setting;
import islr.system.Settings;
import islr.system.cls.Cls;
import islr.system.cls.ClsOnnx;
import islr.system.gislr.Gislr;
import islr.system.gislr.GislrOnnx;
import islr.system.mlp.Mlp;
import islr.system.mlp.MlpOnnx;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An ONNX file answers as the model does that it was made of, whatever the settings of the model: no setting may be
/// lost on the way.
class OnnxSettingsTest {
    private static final int CLASSES = TestModels.SIGNS.size();
    private static final String[] CANDIDATES = {"1", "2", "3", "4", "5", "6", "0.4", "0.6", "9,5", "0.1,0.2"};

    /// GISLR-32 + MLP has no file of its own, but one for each member.
    static Stream<Preset> presets() {
        return Presets.all().stream().filter(OnnxSettingsTest::exports);
    }

    private static boolean exports(Preset preset) {
        return preset.architecture() instanceof Gislr || preset.architecture() instanceof Cls
                || preset.architecture() instanceof Mlp;
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aFileOfTheDefaultsAnswersAsTheModel(Preset preset) throws WeightsException {
        assertAnswersAsTheModel(preset, TestModels.tiny(preset));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everySettingReachesTheFile(Preset preset) throws WeightsException {
        for (Setting<?> setting : preset.architecture().settings()) {
            List<Settings> changed = changed(preset, setting);
            assertThat(changed).as("other values for " + setting).isNotEmpty();
            for (Settings settings : changed) {
                assertAnswersAsTheModel(preset, settings);
            }
        }
    }

    /// All names of a choice; of a number some that make a model.
    private static List<Settings> changed(Preset preset, Setting<?> setting) {
        Settings tiny = TestModels.tiny(preset);
        List<Settings> changed = new ArrayList<>();
        Stream.concat(Arrays.stream(setting.range().split(" or ")), Arrays.stream(CANDIDATES)).forEach(value -> {
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

    private static void assertAnswersAsTheModel(Preset preset, Settings settings) throws WeightsException {
        Map<String, Tensor> weights = weights(preset, settings);
        Compute c = Compute.cpu();
        Model model = preset.architecture().model(settings, CLASSES, Parameters.of(weights));
        OnnxEvaluator file = OnnxEvaluator.of(graph(preset, settings, new Checkpoint(weights, Map.of())));
        for (int frames : new int[] {1, 5, 20}) {
            Sample sample = preset.architecture().features(settings).of(TestModels.clip("clip", frames, frames));
            float[] expected = model.logits(c, Batch.of(Memory.heap(), List.of(sample))).toArray();
            float[] got = answer(preset, settings, file, sample);
            double largest = 0;
            for (float logit : expected) {
                largest = Math.max(largest, Math.abs(logit));
            }
            assertThat(got).as("%s of %d frames with %s", preset.id(), frames, settings.toMap())
                    .containsExactly(expected, within((float) (1e-5 * largest)));
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

    private static OnnxGraph graph(Preset preset, Settings settings, Checkpoint weights) throws WeightsException {
        return switch (preset.architecture()) {
            case Gislr _ -> GislrOnnx.of(preset.id(), settings, CLASSES, weights);
            case Cls _ -> ClsOnnx.of(settings.get(Cls.HEADS), weights);
            default -> MlpOnnx.of(preset.id(), weights);
        };
    }

    private static float[] answer(Preset preset, Settings settings, OnnxEvaluator file, Sample sample) {
        float[] rows = sample.values().toArray();
        return switch (preset.architecture()) {
            case Gislr _ -> gislr(settings, file.run(), sample).output("logits");
            case Cls _ -> file.run().with("x", rows, sample.rows(), sample.width()).output("logits");
            default -> file.run().with("features", rows, 1, sample.width()).output("logits");
        };
    }

    private static OnnxEvaluator.Run gislr(Settings settings, OnnxEvaluator.Run run, Sample sample) {
        GislrOnnx.Inputs inputs = GislrOnnx.inputs(settings, sample);
        int size = settings.get(Gislr.FRAMES);
        return run.with("frames", inputs.frames(), 1, size, settings.get(Gislr.FEATURES).columns(), 3).with("index",
                inputs.index(), 1, size);
    }
}
