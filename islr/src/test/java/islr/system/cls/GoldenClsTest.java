package islr.system.cls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import islr.golden.Close;
import islr.golden.Goldens;
import islr.golden.Inputs;
import islr.nn.Parameters;
import islr.nn.train.AdamW;
import islr.nn.train.ParameterGroup;
import islr.recognize.ModelFile;
import islr.system.Batch;
import islr.system.Sample;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Losses;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// CLS against the original: its features of every clip, every intermediate result and the logits of every
/// clip, the batch of training, its gradients, and ten steps.
class GoldenClsTest {
    private static final String SYSTEM = "hengck-cls";
    private static final Supplier<Inputs> INPUTS = () -> new Inputs(Goldens.folder());
    private final Compute c = Compute.cpu();

    /// A model of the goldens.
    private static final class Model {
        private final Parameters parameters;
        private final ClsNetwork network;
        private final ClsSizes sizes;

        Model(Path folder) throws IOException {
            Goldens.compared(folder.resolve("weights.safetensors"));
            Checkpoint checkpoint = Safetensors.read(folder.resolve("weights.safetensors"));
            parameters = Parameters.of(checkpoint.tensors());
            ModelFile file = ModelFile.read(folder.resolve("weights.safetensors"));
            sizes = ClsSizes.of(file.settings().with(Cls.DROPOUT, 0.0), file.classes());
            network = new ClsNetwork(sizes, parameters);
            assertThat(parameters.state().keySet()).containsExactlyInAnyOrderElementsOf(checkpoint.tensors().keySet());
        }

    }

    @TestFactory
    Stream<DynamicTest> everyResultIsTheOriginals() {
        return Goldens.models(SYSTEM).stream().flatMap(folder -> clips(folder).stream()
                .map(clip -> DynamicTest.dynamicTest(folder.getFileName() + ", " + clip, () -> compare(folder, clip))));
    }

    private static TreeSet<String> clips(Path folder) {
        try (SafetensorsFile golden = Goldens.open(folder.resolve("expected.safetensors"))) {
            TreeSet<String> names = new TreeSet<>();
            golden.entries().keySet().stream().filter(key -> key.endsWith(".pre"))
                    .forEach(key -> names.add(key.replace(".pre", "")));
            assertThat(names).isNotEmpty();
            return names;
        }
    }

    private void compare(Path folder, String clip) throws IOException {
        Model model = new Model(folder);
        ClsNetwork network = model.network;
        try (SafetensorsFile golden = Goldens.open(folder.resolve("expected.safetensors"))) {
            Tensor frames = frames(golden.tensor(clip + ".pre"));
            Sample sample = new ClsFeatures(model.sizes.frames()).of(INPUTS.get().clip(clip));
            Close.absolute(clip + ".pre", sample.values().toArray(), frames.toArray(), Close.PREPROCESSING);
            Segments one = Segments.ofLengths(frames.shape().dim(0));
            Tensor tokens = network.tokens(c, frames, one);
            relative(golden, clip + ".tokens", tokens);
            relative(golden, clip + ".attn_probs", network.probabilities(c, tokens, one));
            relative(golden, clip + ".after_attn", network.attended(c, tokens, one));
            relative(golden, clip + ".logits", network.logits(c, frames, one));
            Tensor predicted = network.forInference(c).logits(c, new Batch(frames, one));
            relative(golden, clip + ".logits", predicted);
            Close.absolute(clip + ".probs", predicted.softmax(c).toArray(), golden.tensor(clip + ".probs").toArray(),
                    Close.PROBABILITY);
        }
    }

    /// Not every clip has every intermediate result; all have logits.
    private static void relative(SafetensorsFile golden, String name, Tensor actual) throws IOException {
        if (golden.entries().containsKey(name) || name.endsWith(".logits")) {
            Close.relative(name, actual.toArray(), golden.tensor(name).toArray(), Close.RELATIVE);
        }
    }

    private static Tensor frames(Tensor pre) {
        int count = pre.shape().dim(0);
        return pre.view(0, Shape.of(count, pre.size() / count));
    }

    @TestFactory
    Stream<DynamicTest> tenStepsOnABatchAreTheOriginals() {
        return Goldens.models(SYSTEM).stream().filter(folder -> Files.exists(folder.resolve("train.safetensors")))
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> train(folder)));
    }

    private void train(Path folder) throws IOException {
        Model model = new Model(folder);
        JsonNode settings = Inputs.json(folder.resolve("train.json"));
        assertThat(settings.get("dropout").asText()).isEqualTo("off");
        assertThat(settings.get("clip").asText()).isEqualTo("none");
        AdamW optimizer = new AdamW(
                List.of(ParameterGroup.all(model.parameters.trainable(), settings.get("weight_decay").asDouble())),
                new AdamW.Options(settings.get("betas").get(0).asDouble(), settings.get("betas").get(1).asDouble(),
                        settings.get("eps").asDouble(), Double.POSITIVE_INFINITY));
        try (SafetensorsFile golden = Goldens.open(folder.resolve("train.safetensors"))) {
            List<Tensor> clips = new ArrayList<>();
            for (JsonNode name : settings.get("batch")) {
                clips.add(frames(golden.tensor("batch.pre." + name.asText())));
            }
            Tensor frames = Tensor.concat(c, 0, clips.toArray(Tensor[]::new));
            Segments segments = Segments.ofLengths(clips.stream().mapToInt(clip -> clip.shape().dim(0)).toArray());
            int[] labels = golden.ints("batch.labels");
            Close.relative("logits", model.network.logits(c, frames, segments).toArray(),
                    golden.tensor("logits").toArray(), Close.RELATIVE);
            for (int step = 1; step <= settings.get("losses").size(); step++) {
                Gradients gradients = Tape.record(c,
                        () -> c.run(new Losses.CrossEntropy(model.network.logits(c, frames, segments), labels, 0)));
                double expected = settings.get("losses").get(step - 1).asDouble();
                assertThat((double) gradients.loss().item()).as("loss before step " + step).isCloseTo(expected,
                        within(1e-4 * expected));
                if (step == 1) {
                    for (Map.Entry<String, Tensor> entry : model.parameters.trainable().entrySet()) {
                        String name = "grad." + entry.getKey();
                        Close.relative(name, gradients.of(entry.getValue()).toArray(), golden.tensor(name).toArray(),
                                Close.RELATIVE);
                    }
                }
                optimizer.step(c, gradients, settings.get("lr").asDouble());
                compareParameters(model, golden, "step" + step + ".");
            }
        }
    }

    private static void compareParameters(Model model, SafetensorsFile golden, String prefix) throws IOException {
        for (Map.Entry<String, Tensor> entry : model.parameters.trainable().entrySet()) {
            String name = prefix + entry.getKey();
            if (golden.entries().containsKey(name)) {
                float[] actual = entry.getValue().toArray();
                float[] expected = golden.tensor(name).toArray();
                if (name.endsWith("in_proj_bias")) {
                    // The gradient of the key bias is 0 in theory, and noise in the original, of which Adam makes full
                    // steps.
                    int units = actual.length / 3;
                    System.arraycopy(expected, units, actual, units, units);
                }
                Close.absolute(name, actual, expected, Close.PARAMETER);
            }
        }
        assertThat(Arrays.asList("step1.", "step10.").contains(prefix))
                .isEqualTo(golden.entries().containsKey(prefix + "pos_embed"));
    }
}
