package islr.system.gislr;

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
import islr.system.Sample;
import islr.system.Settings;
import islr.system.gislr.FrameBatch.Layout;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.op.Losses;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The training of GISLR-64 and GISLR-32 against the originals': loss, every gradient, and every parameter after one
/// and ten steps.
class GoldenGislrTrainingTest {
    private static final List<String> SYSTEMS = List.of("gislr-64", "gislr-32");
    /// Where the original has no gradient in theory, a step follows rounding errors: the biases of keys.
    private static final String NO_GRADIENT = ".*\\.attn\\.k\\.\\d+\\.bias";

    @TestFactory
    Stream<DynamicTest> lossGradientsAndStepsAreTheOriginals() {
        return SYSTEMS.stream().flatMap(system -> Goldens.models(system).stream())
                .filter(folder -> Files.exists(folder.resolve("train.safetensors"))).flatMap(
                        folder -> Stream.of(Layout.values())
                                .flatMap(layout -> Stream.of(true, false).map(tables -> DynamicTest.dynamicTest(
                                        folder.getParent().getFileName() + ", " + layout
                                                + (tables ? ", as trained" : ", dense table"),
                                        () -> new Run(folder, layout, tables, Parallel.sequential()).compare()))));
    }

    @TestFactory
    Stream<DynamicTest> twoThreadsGiveTheBitsOfOne() {
        return SYSTEMS.stream().flatMap(system -> Goldens.models(system).stream())
                .filter(folder -> Files.exists(folder.resolve("train.safetensors")))
                .map(folder -> DynamicTest.dynamicTest(folder.getParent().getFileName().toString(), () -> {
                    try (Parallel two = Parallel.threads(2)) {
                        Map<String, float[]> alone = new Run(folder, Layout.COMPACT, true, Parallel.sequential())
                                .afterSteps(3);
                        Map<String, float[]> together = new Run(folder, Layout.COMPACT, true, two).afterSteps(3);
                        alone.forEach((name, numbers) -> assertThat(together.get(name)).as(name).isEqualTo(numbers));
                    }
                }));
    }

    /// One model in training on the goldens' batch.
    private static final class Run {
        private final SafetensorsFile golden;
        private final JsonNode settings;
        private final Settings values;
        private final boolean tables;
        private final Layout layout;
        private final Parameters parameters;
        private final GislrNetwork model;
        private final KerasAdamW optimizer;
        private final Workspace workspace = Workspace.poisoned();
        private final Compute c;

        Run(Path folder, Layout layout, boolean tables, Parallel parallel) throws IOException {
            this.layout = layout;
            this.tables = tables;
            golden = Goldens.open(folder.resolve("train.safetensors"));
            settings = Inputs.json(folder.resolve("train.json"));
            assertThat(settings.get("dropout").asText()).isEqualTo("off");
            Checkpoint checkpoint = Safetensors.read(folder.resolve("weights.safetensors"));
            parameters = Parameters.of(KerasNames.gislr().toOurs(checkpoint.tensors()));
            ModelFile file = ModelFile.read(folder.resolve("weights.safetensors"));
            values = file.settings().with(Gislr.DROPOUT, 0.0).with(Gislr.CLASSIFIER_DROPOUT, 0.0);
            model = new GislrNetwork(GislrSizes.of(values, file.classes()), parameters);
            optimizer = new KerasAdamW(parameters.trainable(), name -> Gislr.parts(values, name),
                    number("weight_decay"), new KerasAdamW.Options(number("beta1"), number("beta2"), number("epsilon"),
                            number("clipnorm_per_tensor"), tables));
            c = new Compute(KernelProvider.best(), parallel, workspace);
        }

        private double number(String key) {
            return settings.get(key).asDouble();
        }

        private Gradients gradients() throws IOException {
            workspace.reset();
            int[] labels = golden.ints("batch.labels");
            float[] all = golden.tensor("batch.frames").toArray();
            float[] index = golden.tensor("batch.idx").toArray();
            boolean masked = golden.entries().containsKey("batch.u");
            int size = model.sizes().frames();
            int columns = model.sizes().features().columns();
            List<Sample> samples = new ArrayList<>();
            for (int b = 0; b < labels.length; b++) {
                Sample sample = sample(part(all, b, size * columns * 3), part(index, b, size), columns);
                samples.add(masked ? new FrameMasking(columns, 0.25f).masked(sample,
                        part(golden.tensor("batch.u").toArray(), b, size), Memory.heap()) : sample);
            }
            FrameBatch batch = model.batch(c, Batch.of(Memory.heap(), samples), layout);
            float smoothing = settings.get("loss").asText().contains("smoothing") ? 0.25f : 0;
            return Tape.record(c, () -> c.run(new Losses.CrossEntropy(model.logits(c, batch), labels, smoothing)));
        }

        /// The original's padded frames without their padding.
        private static Sample sample(float[] frames, float[] index, int columns) {
            FrameRows rows = new FrameRows(columns);
            int kept = 0;
            while (kept < index.length && index[kept] != -1) {
                kept++;
            }
            float[] values = new float[kept * rows.width()];
            for (int t = 0; t < kept; t++) {
                System.arraycopy(frames, t * 3 * columns, values, t * rows.width(), 3 * columns);
                values[t * rows.width() + rows.index()] = index[t];
                values[t * rows.width() + rows.mask()] = 1;
            }
            return new Sample(Tensor.of(Shape.of(kept, rows.width()), values));
        }

        private static float[] part(float[] all, int number, int size) {
            return Arrays.copyOfRange(all, number * size, (number + 1) * size);
        }

        void compare() throws IOException {
            double[] losses = numbers(settings.get(tables ? "sparse_losses" : "dense_losses"));
            String prefix = tables ? "" : "dense_";
            for (int step = 1; step <= losses.length; step++) {
                Gradients gradients = gradients();
                assertThat((double) gradients.loss().item()).as("loss before step " + step).isCloseTo(losses[step - 1],
                        within(1e-4 * losses[step - 1]));
                if (step == 1) {
                    compareGradients(gradients);
                }
                optimizer.step(c, gradients, number("lr"));
                compareParameters(prefix + "step" + step + ".");
            }
            if (tables) {
                compareMoments();
            }
        }

        private void compareGradients(Gradients gradients) throws IOException {
            SequencedMap<String, Tensor> ours = new LinkedHashMap<>();
            parameters.trainable().forEach((name, w) -> {
                Tensor g = gradients.of(w);
                float[] numbers = g.toArray();
                assertThat(numbers).as("gradient of " + name).satisfies(all -> assertThat(nonZero(all)).isTrue());
                ours.put(name, Tensor.of(g.shape(), numbers));
            });
            Map<String, Tensor> theirs = KerasNames.gislr().toTheirs(ours, model.sizes().heads());
            assertThat(theirs.keySet()).hasSameSizeAs(goldenNames("grad."));
            for (Map.Entry<String, Tensor> entry : theirs.entrySet()) {
                String name = entry.getKey();
                if (name.matches(NO_GRADIENT)) {
                    Close.absolute("grad." + name, entry.getValue().toArray(), golden.tensor("grad." + name).toArray(),
                            1e-6);
                } else {
                    Close.relative("grad." + name, entry.getValue().toArray(), golden.tensor("grad." + name).toArray(),
                            Close.RELATIVE);
                }
            }
        }

        private static boolean nonZero(float[] numbers) {
            for (float v : numbers) {
                if (v != 0) {
                    return true;
                }
            }
            return false;
        }

        private List<String> goldenNames(String prefix) {
            return golden.entries().keySet().stream().filter(key -> key.startsWith(prefix)).toList();
        }

        private void compareParameters(String prefix) throws IOException {
            if (goldenNames(prefix).isEmpty()) {
                return;
            }
            for (Map.Entry<String, Tensor> entry : KerasNames.gislr()
                    .toTheirs(parameters.trainable(), model.sizes().heads()).entrySet()) {
                String name = entry.getKey();
                // The dense variant stores only the table: nothing else differs.
                if (!name.matches(NO_GRADIENT) && golden.entries().containsKey(prefix + name)) {
                    Close.absolute(prefix + name, entry.getValue().toArray(), golden.tensor(prefix + name).toArray(),
                            Close.PARAMETER);
                }
            }
        }

        private void compareMoments() throws IOException {
            Map<String, Tensor> state = optimizer.state();
            for (String moment : List.of("m", "v")) {
                SequencedMap<String, Tensor> ours = new LinkedHashMap<>();
                parameters.trainable().forEach((name, w) -> ours.put(name, state.get(moment + "." + name)));
                for (Map.Entry<String, Tensor> entry : KerasNames.gislr().toTheirs(ours, model.sizes().heads())
                        .entrySet()) {
                    if (!entry.getKey().matches(NO_GRADIENT)) {
                        String name = "adam10." + moment + "." + entry.getKey();
                        Close.relative(name, entry.getValue().toArray(), golden.tensor(name).toArray(), Close.RELATIVE);
                    }
                }
            }
        }

        Map<String, float[]> afterSteps(int steps) throws IOException {
            for (int i = 0; i < steps; i++) {
                optimizer.step(c.with(Memory.heap()), gradients(), number("lr"));
            }
            Map<String, float[]> numbers = new LinkedHashMap<>();
            parameters.state().forEach((name, tensor) -> numbers.put(name, tensor.toArray()));
            return numbers;
        }

        private static double[] numbers(JsonNode list) {
            double[] numbers = new double[list.size()];
            Arrays.setAll(numbers, i -> list.get(i).asDouble());
            return numbers;
        }
    }
}
