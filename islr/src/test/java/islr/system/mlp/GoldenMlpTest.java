package islr.system.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import islr.golden.Close;
import islr.golden.Goldens;
import islr.golden.Inputs;
import islr.nn.Parameters;
import islr.nn.train.KerasAdamW;
import islr.recognize.ModelFile;
import islr.system.Batch;
import islr.system.Settings;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Losses;
import islr.weights.Safetensors;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The features MLP against the original: features, every layer, logits, and ten steps of training.
class GoldenMlpTest {
    private static final String SYSTEM = "gislr-features-mlp";
    /// Biases in front of a batch norm have no gradient in theory: a step follows rounding errors.
    private static final String NO_GRADIENT = "fc\\.\\d+\\.dense\\.bias";

    private final Compute c = Compute.cpu();

    /// Names `<clip>` of the entries `<clip><suffix>`.
    private static List<String> clips(Path file, String suffix) {
        try (SafetensorsFile golden = Goldens.open(file)) {
            List<String> names = golden.entries().keySet().stream().filter(key -> key.endsWith(suffix))
                    .map(key -> key.substring(0, key.length() - suffix.length())).toList();
            assertThat(names).isNotEmpty();
            return names;
        }
    }

    @TestFactory
    Stream<DynamicTest> featuresAreTheOriginals() {
        Inputs inputs = new Inputs(Goldens.folder());
        Path file = Goldens.folder().resolve(SYSTEM).resolve("features.safetensors");
        return Stream.of(Mlp.Axes.values()).flatMap(axes -> clips(file, "." + axes.id()).stream()
                .map(clip -> DynamicTest.dynamicTest(clip + "." + axes.id(), () -> {
                    try (SafetensorsFile golden = Goldens.open(file)) {
                        Tensor expected = golden.tensor(clip + "." + axes.id());
                        MlpFeatures features = new MlpFeatures(axes == Mlp.Axes.XY ? 2 : 3);
                        assertThat(features.width()).isEqualTo(expected.size());
                        Close.absolute(clip, features.of(inputs.clip(clip)).values().toArray(), expected.toArray(),
                                Close.PREPROCESSING);
                    }
                })));
    }

    @TestFactory
    Stream<DynamicTest> everyResultIsTheOriginals() {
        Inputs inputs = new Inputs(Goldens.folder());
        return Goldens.models(SYSTEM).stream().flatMap(
                folder -> clips(folder.resolve("expected.safetensors"), ".logits").stream().map(clip -> DynamicTest
                        .dynamicTest(folder.getFileName() + ", " + clip, () -> compare(folder, inputs, clip))));
    }

    private void compare(Path folder, Inputs inputs, String clip) throws IOException {
        Goldens.compared(folder.resolve("weights.safetensors"));
        ModelFile file = ModelFile.read(folder.resolve("weights.safetensors"));
        MlpNetwork network = (MlpNetwork) file.model();
        Tensor x = file.features().of(inputs.clip(clip)).values();
        try (SafetensorsFile golden = Goldens.open(folder.resolve("expected.safetensors"))) {
            Tensor logits = network.logits(c, new Batch(x, Segments.ofLengths(1)));
            Close.relative(clip + ".logits", logits.toArray(), golden.tensor(clip + ".logits").toArray(),
                    Close.RELATIVE);
            Close.absolute(clip + ".probs", logits.softmax(c).toArray(), golden.tensor(clip + ".probs").toArray(),
                    Close.PROBABILITY);
            for (int layer = 0; golden.entries().containsKey(clip + ".fc." + layer + ".dense"); layer++) {
                List<Tensor> stages = network.stages(c, x, layer);
                List<String> names = List.of("dense", "bn", "relu");
                for (int stage = 0; stage < names.size(); stage++) {
                    String name = clip + ".fc." + layer + "." + names.get(stage);
                    Close.relative(name, stages.get(stage).toArray(), golden.tensor(name).toArray(), Close.RELATIVE);
                }
                x = stages.getLast();
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> lossGradientsAndStepsAreTheOriginals() {
        return Goldens.models(SYSTEM).stream().filter(folder -> Files.exists(folder.resolve("train.safetensors")))
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> train(folder)));
    }

    private void train(Path folder) throws IOException {
        JsonNode settings = Inputs.json(folder.resolve("train.json"));
        assertThat(settings.get("dropout").asText()).isEqualTo("off");
        Parameters parameters = Parameters
                .of(MlpKerasNames.mlp().toOurs(Safetensors.read(folder.resolve("weights.safetensors")).tensors()));
        ModelFile file = ModelFile.read(folder.resolve("weights.safetensors"));
        List<Integer> widths = file.settings().get(Mlp.WIDTHS);
        MlpNetwork network = new MlpNetwork(file.features().width(), widths, Collections.nCopies(widths.size(), 0.0),
                file.classes(), parameters);
        KerasAdamW optimizer = new KerasAdamW(parameters.trainable(), name -> 1,
                settings.get("weight_decay").asDouble(),
                new KerasAdamW.Options(settings.get("beta1").asDouble(), settings.get("beta2").asDouble(),
                        settings.get("epsilon").asDouble(), settings.get("clipnorm_per_tensor").asDouble(), true));
        try (SafetensorsFile golden = Goldens.open(folder.resolve("train.safetensors"))) {
            int[] labels = golden.ints("batch.labels");
            Batch batch = new Batch(golden.tensor("batch.features"), Segments.uniform(labels.length, 1));
            JsonNode losses = settings.get("losses");
            for (int step = 1; step <= losses.size(); step++) {
                Compute training = c.training(new SplittableRandom(step));
                Gradients gradients = Tape.record(training,
                        () -> training.run(new Losses.CrossEntropy(network.logits(training, batch), labels, 0)));
                double expected = losses.get(step - 1).asDouble();
                assertThat((double) gradients.loss().item()).as("loss before step " + step).isCloseTo(expected,
                        within(1e-4 * expected));
                if (step == 1) {
                    compareGradients(gradients, parameters, golden);
                }
                optimizer.step(c, gradients, settings.get("lr").asDouble());
                compareParameters("step" + step + ".", parameters, golden);
            }
        }
    }

    private static void compareGradients(Gradients gradients, Parameters parameters, SafetensorsFile golden)
            throws IOException {
        Map<String, Tensor> ours = new LinkedHashMap<>();
        parameters.trainable().forEach((name, w) -> ours.put(name, gradients.of(w)));
        for (Map.Entry<String, Tensor> each : MlpKerasNames.mlp().toTheirs(ours, 1).entrySet()) {
            String name = "grad." + each.getKey();
            if (each.getKey().matches(NO_GRADIENT)) {
                Close.absolute(name, each.getValue().toArray(), golden.tensor(name).toArray(), 1e-5);
            } else {
                Close.relative(name, each.getValue().toArray(), golden.tensor(name).toArray(), Close.RELATIVE);
            }
        }
    }

    private static void compareParameters(String prefix, Parameters parameters, SafetensorsFile golden)
            throws IOException {
        for (Map.Entry<String, Tensor> each : MlpKerasNames.mlp().toTheirs(parameters.state(), 1).entrySet()) {
            String name = prefix + each.getKey();
            // A bias without a gradient moves the running mean with it.
            boolean noise = each.getKey().matches(NO_GRADIENT) || each.getKey().endsWith("moving_mean");
            if (golden.entries().containsKey(name) && !noise) {
                Close.absolute(name, each.getValue().toArray(), golden.tensor(name).toArray(), Close.PARAMETER);
            }
        }
    }

    @Test
    void theOriginalsSizeHasItsNumberOfParameters() {
        Parameters fresh = Parameters.fresh(1);
        new Mlp().model(Settings.defaults(new Mlp().settings()), 250, fresh);
        assertThat(fresh.state().values().stream().mapToInt(Tensor::size).sum()).isEqualTo(4_616_954);
        assertThat(fresh.trainable().values().stream().mapToInt(Tensor::size).sum()).isEqualTo(4_616_954 - 3_072);
    }
}
