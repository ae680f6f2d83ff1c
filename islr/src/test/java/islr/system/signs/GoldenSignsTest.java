package islr.system.signs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.SkeletonRows;
import islr.features.LandmarkSets;
import islr.features.Selection;
import islr.golden.Close;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Features;
import islr.system.Model;
import islr.system.Recipe;
import islr.system.Settings;
import islr.system.Training;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Losses;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The features as numpy and the network as PyTorch compute them, see `tools/golden/signs.py`.
class GoldenSignsTest {
    private static final double RELATIVE = 1e-5;
    private final Signs signs = new Signs();
    private final Compute c = Compute.cpu();

    private static SafetensorsFile open(String name) throws IOException {
        try {
            return SafetensorsFile
                    .open(Path.of(GoldenSignsTest.class.getResource("golden/" + name + ".safetensors").toURI()));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void featuresAreThoseOfTheTable() throws IOException {
        try (SafetensorsFile golden = open("features")) {
            Clip clip = clip(golden.tensor("clip"));
            List<String> cases = golden.entries().keySet().stream().filter(name -> name.startsWith("sample."))
                    .map(name -> name.substring("sample.".length())).toList();
            assertThat(cases).hasSize(7);
            for (String name : cases) {
                Settings settings = Settings.defaults(signs.settings());
                for (String key : List.of("frames", "places", "shape", "contacts", "differences", "leading")) {
                    settings = settings.with(key, golden.metadata().get(name + "." + key));
                }
                Features features = signs.features(settings);
                Tensor sample = features.of(clip).values();
                Tensor expected = golden.tensor("sample." + name);
                assertThat(sample.shape()).as(name).isEqualTo(expected.shape());
                assertThat(sample.shape().columns()).isEqualTo(features.width());
                Close.absolute(name, sample.toArray(), expected.toArray(), RELATIVE);
            }
        }
    }

    /// From the order of the golden, hands first, to that of a clip.
    private static Clip clip(Tensor numbers) {
        int[] order = Selection.concat(LandmarkSets.leftHand(), LandmarkSets.rightHand(), LandmarkSets.headAndArms());
        int frames = numbers.shape().dim(0);
        Clip clip = new Clip("golden", SkeletonRows.of(order), new float[numbers.size()]);
        for (int t = 0; t < frames; t++) {
            for (int i = 0; i < order.length; i++) {
                for (int axis = 0; axis < 3; axis++) {
                    clip.landmarks()[clip.index(t, order[i]) + axis] = numbers.get(t, i, axis);
                }
            }
        }
        return clip;
    }

    @ParameterizedTest
    @ValueSource(strings = {"network_with_heads", "network_without_heads"})
    void logitsGradientsAndStepsArePyTorchs(String name) throws IOException {
        try (SafetensorsFile golden = open(name)) {
            Settings settings = settings(golden);
            Map<String, Tensor> state = below(golden, "param.");
            Parameters parameters = Parameters.of(state);
            Model model = signs.model(settings, number(golden, "classes"), parameters);
            assertThat(parameters.state().keySet()).containsExactlyInAnyOrderElementsOf(state.keySet());
            int[] labels = golden.ints("labels");
            int[] lengths = new int[labels.length];
            Arrays.fill(lengths, number(golden, "frames"));
            Batch batch = new Batch(golden.tensor("rows"), Segments.ofLengths(lengths));
            Close.relative("logits", model.logits(c, batch).toArray(), golden.tensor("logits").toArray(), RELATIVE);
            compareGradients(golden, parameters, model, batch, labels);
            Recipe recipe = signs.recipe(settings, model, parameters);
            recipe.begin(0, 1);
            for (int step = 0; step < number(golden, "steps"); step++) {
                float loss = recipe.step(c.training(new SplittableRandom(step)), TrainingBatch.of(batch, labels))
                        .loss();
                assertThat(step > 0 || Math.abs(loss - golden.tensor("loss").item()) < RELATIVE * loss).isTrue();
            }
            below(golden, "step.").forEach((key, expected) -> {
                if (!isZero(golden, key)) {
                    Close.absolute(key, parameters.state().get(key).toArray(), expected.toArray(), Close.PARAMETER);
                }
            });
        }
    }

    private static Settings settings(SafetensorsFile golden) {
        Settings settings = Settings.defaults(new Signs().settings()).with(Signs.DROPOUT, 0.0)
                .with(Signs.CLASSIFIER_DROPOUT, 0.0).with(Training.WARM_UP, 0).with("places", "picture")
                .with("shape", "no").with("contacts", "no").with("differences", "no");
        for (String key : List.of("frames", "units", "heads", "blocks", "smoothing", "rate", "decay")) {
            settings = settings.with(key, golden.metadata().get(key));
        }
        assertThat(new Signs().features(settings).width()).isEqualTo(number(golden, "features"));
        return settings;
    }

    private void compareGradients(SafetensorsFile golden, Parameters parameters, Model model, Batch batch, int[] labels)
            throws IOException {
        float smoothing = Float.parseFloat(golden.metadata().get("smoothing"));
        Gradients gradients = Tape.record(c,
                () -> c.run(new Losses.CrossEntropy(model.logits(c, batch), labels, smoothing)));
        assertThat(gradients.loss().item()).isCloseTo(golden.tensor("loss").item(), within(1e-5f));
        assertThat(parameters.trainable().keySet())
                .containsExactlyInAnyOrderElementsOf(below(golden, "grad.").keySet());
        for (Map.Entry<String, Tensor> each : parameters.trainable().entrySet()) {
            float[] actual = gradients.of(each.getValue()).toArray();
            float[] expected = golden.tensor("grad." + each.getKey()).toArray();
            if (isZero(golden, each.getKey())) {
                Close.absolute(each.getKey(), actual, new float[actual.length], 1e-6);
            } else {
                Close.relative(each.getKey(), actual, expected, RELATIVE);
            }
        }
    }

    /// In theory: what is left is rounding, of which AdamW makes full steps.
    private static boolean isZero(SafetensorsFile golden, String name) {
        return List.of(golden.metadata().get("zero_gradient").split(",")).contains(name);
    }

    private static int number(SafetensorsFile golden, String key) {
        return Integer.parseInt(golden.metadata().get(key));
    }

    private static Map<String, Tensor> below(SafetensorsFile golden, String prefix) throws IOException {
        Map<String, Tensor> below = new LinkedHashMap<>();
        for (String name : golden.entries().keySet()) {
            if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), golden.tensor(name));
            }
        }
        return below;
    }
}
