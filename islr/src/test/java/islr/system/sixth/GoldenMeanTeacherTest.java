package islr.system.sixth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import islr.golden.Close;
import islr.golden.Goldens;
import islr.nn.Parameters;
import islr.nn.train.AdamW;
import islr.nn.train.ParameterGroup;
import islr.nn.train.Schedule;
import islr.recognize.Presets;
import islr.system.Batch;
import islr.system.Settings;
import islr.system.Targets;
import islr.system.Training;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Losses;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The training of the sixth place against the original: losses and gradients of a step, a step with clips mixed inside
/// the networks, and ten steps of the optimiser with the moving average.
class GoldenMeanTeacherTest {
    private static final List<String> NETWORKS = List.of("distilled", "student", "teacher");
    /// In training with statistics of the batch these have no gradient but rounding: a bias before a norm.
    private static final Set<String> WITHOUT_GRADIENT = Set.of("dense.bias", "pos_dense.bias", "type_norm.bias",
            "landmark_norm.bias", "left_hand_mlp.0.bias", "right_hand_mlp.0.bias", "lips_mlp.0.bias", "face_mlp.0.bias",
            "full_mlp.0.bias", "landmark_mlp.0.bias");

    private final Compute c = Compute.cpu().training(new SplittableRandom(1));
    private final Map<String, Parameters> parameters = new LinkedHashMap<>();
    private MeanTeacher recipe;
    private TrainingBatch batch;

    private static Settings settings(String... changes) {
        Settings settings = Presets.of("sixth-25").defaults();
        for (String change : Stream.concat(Stream.of("part_units=16", "units=48", "base_units=32", "heads=4",
                "landmark_units=6", "student_units=64", "student_part_units=20", "dropout=0", "frozen=no", "soup=0",
                "mix=0", "epochs=32", "warm_up=0", "schedule=constant"), Stream.of(changes)).toList()) {
            String[] parts = change.split("=");
            settings = settings.with(parts[0], parts[1]);
        }
        return settings;
    }

    private void begin(Settings settings) throws IOException {
        for (String network : NETWORKS) {
            parameters.put(network, GoldenSixthTest.weights("train/" + network));
        }
        SixthNetwork distilled = new SixthNetwork(SixthSizes.of(settings, 250), parameters.get("distilled"));
        recipe = new MeanTeacher(settings, distilled, parameters.get("distilled"), parameters.get("student"),
                parameters.get("teacher"));
        try (SafetensorsFile file = Goldens.open(GoldenSixthTest.folder().resolve("train/batch.safetensors"))) {
            List<Batch> views = new ArrayList<>();
            for (String network : NETWORKS) {
                views.add(GoldenSixthTest.batch(file, network + "/"));
            }
            float[] target = file.tensor("target").toArray();
            int[] labels = new int[target.length];
            for (int b = 0; b < labels.length; b++) {
                labels[b] = (int) target[b];
            }
            batch = new TrainingBatch(views, Targets.of(labels));
        }
    }

    private static SafetensorsFile losses() throws IOException {
        return Goldens.open(GoldenSixthTest.folder().resolve("loss.safetensors"));
    }

    @Test
    void whatChangesWithTheStepsIsTheOriginals() {
        JsonNode meta = GoldenSixthTest.meta("loss.safetensors");
        int total = meta.get("total_steps").asInt();
        int epochs = 100;
        meta.get("consistency_weight").properties()
                .forEach(each -> assertThat(MeanTeacher.weight(5, Integer.parseInt(each.getKey()), total / 4))
                        .as("weight of step " + each.getKey()).isCloseTo(each.getValue().asDouble(), within(1e-12)));
        meta.get("mixup_p").properties()
                .forEach(each -> assertThat(MeanTeacher.mixes(0.5, Integer.parseInt(each.getKey()) - 1, epochs))
                        .as("epoch " + each.getKey()).isCloseTo(each.getValue().asDouble(), within(1e-12)));
        Schedule rates = Training.rates(Presets.of("sixth-25").defaults(), total / epochs);
        meta.get("lr").properties().forEach(each -> assertThat(rates.at(Integer.parseInt(each.getKey())))
                .as("rate of " + each.getKey()).isCloseTo(each.getValue().asDouble(), within(1e-15)));
    }

    @Test
    void theConsistencyAndItsGradientAreTheOriginals() throws IOException {
        try (SafetensorsFile golden = losses()) {
            Tensor logits = golden.tensor("student_logits").parameter();
            Tensor taught = golden.tensor("teacher_logits").softmax(c);
            for (int step : new int[] {1, 4, 8, 20}) {
                double weight = MeanTeacher.weight(5, step, 8);
                float expected = item(golden, "consistency_step" + step);
                assertThat(MeanTeacher.consistency(c, logits, taught, weight).item()).isCloseTo(expected,
                        within(1e-5f * Math.max(1, expected)));
                float[] gradient = Tape.record(c, () -> MeanTeacher.consistency(c, logits, taught, weight)).of(logits)
                        .toArray();
                GoldenSixthTest.gradient("step " + step, gradient,
                        golden.tensor("consistency_grad_step" + step).toArray());
            }
        }
    }

    @Test
    void theLossOfMixedClipsIsTheOriginals() throws IOException {
        try (SafetensorsFile golden = losses()) {
            Tensor logits = golden.tensor("student_logits").parameter();
            float[] target = golden.tensor("target").toArray();
            int[] labels = new int[target.length];
            for (int b = 0; b < labels.length; b++) {
                labels[b] = (int) target[b];
            }
            Mixing mixing = new Mixing(0, golden.ints("perm"), golden.tensor("coefs").toArray());
            Tensor mixed = mixing.of(c, Targets.of(labels).distributions(c, 250));
            Close.absolute("targets", mixed.toArray(), golden.tensor("mixed_target").toArray(), 1e-6);
            Tensor smoothed = Targets.smoothed(c, mixed, 0.3f * 250 / 249);
            Losses.SoftCrossEntropy loss = new Losses.SoftCrossEntropy(logits, smoothed, 3);
            assertThat(c.run(loss).item()).isCloseTo(item(golden, "ousm_loss_mixed"), within(2e-5f));
            GoldenSixthTest.gradient("mixed", Tape.record(c, () -> c.run(loss)).of(logits).toArray(),
                    golden.tensor("grad_student_mixed").toArray());
        }
    }

    /// Twelve steps with decay on the weight and none on the bias, clipped together, at one rate and with a warm-up of
    /// four steps.
    @ParameterizedTest
    @ValueSource(strings = {"adamw_constant", "adamw_scheduled"})
    void theOptimiserAloneIsTheOriginals(String name) throws IOException {
        try (SafetensorsFile golden = losses()) {
            SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
            for (String of : List.of("weight", "bias")) {
                parameters.put(of, golden.tensor(name + "/" + of + "_0").parameter());
            }
            AdamW optimizer = new AdamW(
                    List.of(ParameterGroup.where(parameters, "weight"::equals, 1, 0.4),
                            ParameterGroup.where(parameters, "bias"::equals, 1, 0)),
                    AdamW.Options.DEFAULT.withMaxNorm(10));
            Schedule scheduled = Schedule.warmUp(0, 4, Schedule.linear(3e-3, 0, 8));
            for (int step = 0; step < 12; step++) {
                int at = step;
                Gradients gradients = Tape.record(c, () -> {
                    Tensor ofWeight = parameters.get("weight").multiply(c, step(golden, name + "/grad_weight", at))
                            .sum(c);
                    return parameters.get("bias").multiply(c, step(golden, name + "/grad_bias", at)).sum(c).add(c,
                            ofWeight);
                });
                optimizer.step(c, gradients, name.endsWith("constant") ? 3e-3 : scheduled.at(step));
                parameters.forEach((of, tensor) -> Close.absolute(of + " in step " + at, tensor.toArray(),
                        step(golden, name + "/" + of, at).toArray(), 1e-6));
            }
        }
    }

    /// What a tensor of all steps holds of one.
    private static Tensor step(SafetensorsFile golden, String name, int step) {
        try {
            Tensor all = golden.tensor(name);
            int[] sizes = all.shape().toArray();
            Shape one = Shape.of(Arrays.copyOfRange(sizes, 1, sizes.length));
            return all.view(step * one.size(), one);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SafetensorsFile open(String name) throws IOException {
        return Goldens.open(GoldenSixthTest.folder().resolve("train").resolve(name + ".safetensors"));
    }

    private static float item(SafetensorsFile file, String name) throws IOException {
        return file.tensor(name).toArray()[0];
    }

    /// The consistency counts as in step 5 of a ramp of 8.
    @Test
    void theLossesAndGradientsOfAStepAreTheOriginals() throws IOException {
        begin(settings());
        recipe.begin(4, 1);
        try (SafetensorsFile golden = open("one_step")) {
            compare(golden, "", MeanTeacher.Mixings.NONE);
        }
    }

    @Test
    void withTheSmallNetworkAsItPredictsTheyAreTheOriginals() throws IOException {
        begin(settings("frozen=yes", "epochs=8", "ramp=1"));
        recipe.begin(4, 1);
        MeanTeacher.Learned[] learned = recipe.losses(c, batch, MeanTeacher.Mixings.NONE);
        try (SafetensorsFile golden = open("distilled_eval_mode")) {
            Close.relative("logits", learned[0].logits().toArray(), golden.tensor("distilled_logits").toArray(),
                    Close.RELATIVE);
            assertThat(learned[0].loss()).isCloseTo(item(golden, "loss_distilled"), within(1e-4f));
            gradients(golden, "grad/distilled/", learned[0].gradients(), parameters.get("distilled"), Set.of());
        }
    }

    @TestFactory
    Stream<DynamicTest> mixedInsideTheNetworksTheyAreTheOriginals() {
        return Stream.of("where_123", "where_231", "where_312").map(name -> DynamicTest.dynamicTest(name, () -> {
            begin(settings());
            recipe.begin(4, 1);
            try (SafetensorsFile golden = open("mixup")) {
                JsonNode places = GoldenSixthTest.meta("train/mixup.safetensors").get("places").get(name);
                int[] partners = golden.ints("perm");
                float[] shares = golden.tensor("coefs").toArray();
                List<Mixing> mixings = NETWORKS.stream()
                        .map(network -> new Mixing(places.get(network).asInt() - 1, partners, shares)).toList();
                Close.absolute("targets", mixings.getFirst().of(c, batch.targets().distributions(c, 250)).toArray(),
                        golden.tensor("mixed_target").toArray(), 1e-6);
                compare(golden, name + "/", new MeanTeacher.Mixings(mixings.get(0), mixings.get(1), mixings.get(2)));
            }
        }));
    }

    private void compare(SafetensorsFile golden, String prefix, MeanTeacher.Mixings mixings) throws IOException {
        MeanTeacher.Learned[] learned = recipe.losses(c, batch, mixings);
        for (int i = 0; i < 2; i++) {
            String network = NETWORKS.get(i);
            Close.relative(network, learned[i].logits().toArray(),
                    golden.tensor(prefix + network + "_logits").toArray(), Close.RELATIVE);
            float expected = item(golden, prefix + "ce_" + network) + item(golden, prefix + "consistency_" + network);
            assertThat(learned[i].loss()).as(network).isCloseTo(expected, within(1e-4f));
            gradients(golden, prefix + "grad/" + network + "/", learned[i].gradients(), parameters.get(network),
                    WITHOUT_GRADIENT);
        }
    }

    private static void gradients(SafetensorsFile golden, String prefix, Gradients gradients, Parameters parameters,
            Set<String> passedOver) throws IOException {
        for (Map.Entry<String, Tensor> each : parameters.trainable().entrySet()) {
            String name = each.getKey();
            if (!passedOver.contains(name) && golden.entries().containsKey(prefix + name)) {
                GoldenSixthTest.gradient(prefix + name, gradients.of(each.getValue()).toArray(),
                        golden.tensor(prefix + name).toArray());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"constant_after_1,1,0,32,constant", "constant_after_10,10,0,32,constant",
        "scheduled_after_10,10,4,16,linear"})
    void theStepsOfTheOptimiserAreTheOriginals(String name, int steps, int warmUp, int epochs, String schedule)
            throws IOException {
        begin(settings("warm_up=" + warmUp, "epochs=" + epochs, "schedule=" + schedule, "ramp=" + 8.0 / epochs));
        JsonNode meta = GoldenSixthTest.meta("train/" + name + ".safetensors");
        for (int step = 0; step < steps; step++) {
            JsonNode log = meta.get("log").get(step);
            assertThat(recipe.begin(step, 1)).isCloseTo(log.get("lr").asDouble(), within(1e-12));
            float loss = recipe.step(c, batch).loss();
            assertThat(loss).as("step %d", step).isCloseTo((float) log.get("loss_distilled").asDouble(), within(2e-4f));
        }
        JsonNode errors = meta.get("f32_minus_f64_max_abs_per_tensor");
        try (SafetensorsFile golden = open(name)) {
            for (String network : NETWORKS) {
                for (Map.Entry<String, Tensor> each : parameters.get(network).state().entrySet()) {
                    String tensor = network + "/" + each.getKey();
                    // Rounding moves these, and with them the means behind them.
                    boolean noise = WITHOUT_GRADIENT.contains(each.getKey()) || tensor.endsWith("running_mean");
                    if (!noise && golden.entries().containsKey(tensor)) {
                        double own = errors.get(tensor).asDouble();
                        Close.absolute(tensor, each.getValue().toArray(), golden.tensor(tensor).toArray(),
                                Math.max(1e-5, 10 * own));
                    }
                }
            }
        }
    }
}
