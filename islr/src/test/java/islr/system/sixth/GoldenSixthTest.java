package islr.system.sixth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import islr.data.Clip;
import islr.golden.Close;
import islr.golden.Goldens;
import islr.golden.Inputs;
import islr.nn.Parameters;
import islr.nn.train.Soup;
import islr.system.Batch;
import islr.system.Sample;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Losses;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The sixth place against the original: its features, a layer alone with all gradients, every model on padded clips
/// and as it was handed in, and the pass of training with its batch statistics.
class GoldenSixthTest {
    private static final int POINTS = SixthLandmarks.POINTS;
    /// Absolute, relative to max(1, |value|); the specification calls it comfortable.
    private static final double FORWARD = 2e-5;
    private final Compute c = Compute.cpu();

    static Path folder() {
        return Goldens.folder().resolve("sixth-place");
    }

    static JsonNode meta(String file) {
        return Inputs.json(folder().resolve("manifest.json")).get(file).get("meta");
    }

    static Map<String, Tensor> tensors(Path file, String prefix) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (SafetensorsFile golden = Goldens.open(file)) {
            for (String name : golden.entries().keySet()) {
                if (name.startsWith(prefix) && !name.endsWith("num_batches_tracked")) {
                    tensors.put(name.substring(prefix.length()), golden.tensor(name));
                }
            }
        }
        return tensors;
    }

    static Parameters weights(String model) throws IOException {
        return Parameters.of(tensors(folder().resolve(model).resolve("weights.safetensors"), ""));
    }

    static SixthNetwork network(String model, Tail tail, Parameters parameters) {
        JsonNode meta = meta(model + "/weights.safetensors");
        int units = meta.get("T").asInt();
        return new SixthNetwork(new SixthSizes(meta.get("L").asInt(), meta.get("E").asInt(), meta.get("D").asInt(),
                units, 32, meta.get("heads").asInt(), 250, tail, 0), parameters);
    }

    /// Rows of a padded batch [B, L, 100] of x, y and z, without the padding.
    static Batch batch(SafetensorsFile golden, String prefix) throws IOException {
        Tensor mask = golden.tensor(prefix + "mask");
        int frames = mask.shape().dim(1);
        float[][] axes = {golden.tensor(prefix + "x").toArray(), golden.tensor(prefix + "y").toArray(),
            golden.tensor(prefix + "z").toArray()};
        List<Sample> samples = new ArrayList<>();
        for (int b = 0; b < mask.shape().dim(0); b++) {
            int length = 0;
            while (length < frames && mask.get(b, length) != 0) {
                length++;
            }
            float[] rows = new float[length * 3 * POINTS];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = axes[i % 3][b * frames * POINTS + i / 3];
            }
            samples.add(new Sample(Tensor.of(Shape.of(length, 3 * POINTS), rows)));
        }
        return Batch.of(Memory.heap(), samples);
    }

    private static Stream<String> clips() {
        return Goldens.children(folder().resolve("clips")).stream()
                .map(file -> file.getFileName().toString().replace(".safetensors", ""));
    }

    private static Clip clip(SafetensorsFile golden, String name) throws IOException {
        return new Clip(name, golden.tensor("raw").toArray());
    }

    @TestFactory
    Stream<DynamicTest> theFeaturesAreTheOriginals() {
        return clips().flatMap(name -> Stream.of(25, 80)
                .map(frames -> DynamicTest.dynamicTest(name + ", " + frames, () -> features(name, frames))));
    }

    private void features(String name, int frames) throws IOException {
        try (SafetensorsFile golden = Goldens.open(folder().resolve("clips").resolve(name + ".safetensors"))) {
            Clip clip = clip(golden, name);
            assertThat(SixthFeatures.kept(clip, frames)).containsExactly(golden.ints("kept" + frames));
            SixthFeatures features = new SixthFeatures(frames);
            float[] actual = features.of(clip).values().toArray();
            assertThat(features.of(clip.only(features.rows())).values().toArray()).isEqualTo(actual);
            Tensor expected = golden.tensor("prep" + frames); // [T, 4, 100]: type, x, y, z
            float[] xyz = new float[actual.length];
            for (int t = 0; t < expected.shape().dim(0); t++) {
                for (int point = 0; point < POINTS; point++) {
                    assertThat(expected.get(t, 0, point)).isEqualTo(SixthLandmarks.types()[point]);
                    for (int axis = 0; axis < 3; axis++) {
                        xyz[(t * POINTS + point) * 3 + axis] = expected.get(t, 1 + axis, point);
                    }
                }
            }
            Close.absolute(name, actual, xyz, Close.PREPROCESSING);
        }
    }

    private static void near(String what, float[] actual, float[] expected) {
        float[] difference = new float[expected.length];
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            difference[i] = (actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
        }
        Close.absolute(what, difference, new float[expected.length], FORWARD);
    }

    @TestFactory
    Stream<DynamicTest> everyModelIsTheOriginal() {
        return Stream.of("small25_main", "small25_dist", "small25_h16", "small80_h16")
                .map(model -> DynamicTest.dynamicTest(model, () -> compare(model)));
    }

    private void compare(String model) throws IOException {
        Parameters parameters = weights(model);
        SixthNetwork network = network(model, Tail.FITTING, parameters);
        assertThat(parameters.state().values().stream().mapToInt(Tensor::size).sum()
                - parameters.state().entrySet().stream().filter(each -> each.getKey().contains("running"))
                        .mapToInt(each -> each.getValue().size()).sum())
                .isEqualTo(meta(model + "/weights.safetensors").get("parameters").asInt());
        try (SafetensorsFile golden = Goldens.open(folder().resolve(model).resolve("eval.safetensors"))) {
            Batch batch = batch(golden, "in/");
            List<Tensor> stages = network.stages(c, batch);
            for (int i = 0; i <= 3; i++) {
                String name = i == 0 ? "t1/in" : "t" + i + "/out";
                near(name, stages.get(i).toArray(), valid(golden.tensor(name), batch.sequences()));
            }
            near("logits", network.logits(c, batch).toArray(), golden.tensor("logits").toArray());
            near("for inference", network.forInference(c).logits(c, batch).toArray(),
                    golden.tensor("logits").toArray());
            same(golden, "unpadded/logits", network(model, Tail.NONE, weights(model)), batch);
            same(golden, "efficient/bucket_ids/logits", network(model, Tail.TWO, weights(model)), batch);
        }
    }

    private void same(SafetensorsFile golden, String name, SixthNetwork network, Batch batch) throws IOException {
        if (golden.entries().containsKey(name)) {
            near(name, network.logits(c, batch).toArray(), golden.tensor(name).toArray());
        }
    }

    /// The rows of a padded tensor [B, L, C] that are frames.
    private static float[] valid(Tensor padded, Segments clips) {
        int channels = padded.shape().columns();
        int frames = padded.size() / channels / clips.count();
        float[] valid = new float[clips.rows() * channels];
        for (int s = 0; s < clips.count(); s++) {
            System.arraycopy(padded.toArray(), s * frames * channels, valid, clips.start(s) * channels,
                    clips.length(s) * channels);
        }
        return valid;
    }

    @Test
    void theEnsembleOfTwoOnRawClipsIsTheOriginal() throws IOException {
        JsonNode meta = meta("ensemble.safetensors");
        try (SafetensorsFile golden = Goldens.open(folder().resolve("ensemble.safetensors"))) {
            float[] expected = golden.tensor("bucket_ids/probabilities").toArray();
            for (int i = 0; i < meta.get("clips").size(); i++) {
                String name = meta.get("clips").get(i).asText();
                float[] mean = new float[250];
                for (String model : List.of("small25_h16", "small80_h16")) {
                    int frames = meta(model + "/weights.safetensors").get("L").asInt();
                    try (SafetensorsFile raw = Goldens.open(folder().resolve("clips").resolve(name + ".safetensors"))) {
                        Sample sample = new SixthFeatures(frames).of(clip(raw, name));
                        Tensor logits = network(model, Tail.TWO, weights(model)).forInference(c).logits(c,
                                Batch.of(Memory.heap(), List.of(sample)));
                        near(model + ", " + name, logits.toArray(), java.util.Arrays.copyOfRange(
                                golden.tensor(model + "/bucket_ids/logits").toArray(), 250 * i, 250 * (i + 1)));
                        float[] probabilities = logits.softmax(c).toArray();
                        for (int k = 0; k < 250; k++) {
                            mean[k] += probabilities[k] / 2;
                        }
                    }
                }
                Close.absolute(name, mean, java.util.Arrays.copyOfRange(expected, 250 * i, 250 * (i + 1)),
                        Close.PROBABILITY);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> aLayerAloneIsThatOfTheLibraryWithAllGradients() {
        return Goldens.children(folder().resolve("deberta")).stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> layer(file)));
    }

    private void layer(Path file) throws IOException {
        JsonNode meta = meta("deberta/" + file.getFileName());
        int frames = meta.get("max_len").asInt();
        Parameters parameters = Parameters.of(tensors(file, "w/"));
        SixthLayer layer = new SixthLayer(frames, meta.get("d_in").asInt(), meta.get("d_out").asInt(),
                meta.get("heads").asInt(), 0, parameters);
        try (SafetensorsFile golden = Goldens.open(file)) {
            int length = meta.get("T").asInt();
            int[] lengths = new int[meta.get("B").asInt()];
            for (int b = 0; b < lengths.length; b++) {
                lengths[b] = meta.get("lengths").isNull() ? length : meta.get("lengths").get(b).asInt();
            }
            int[] rows = Distances.rows(frames, length - 1);
            int[] index = golden.ints("rel_index");
            for (int i = 0; i < length * length; i++) {
                int bucket = rows[length - 1 + i / length - i % length] - frames;
                assertThat(bucket).isEqualTo(Math.clamp(index[i], -frames, frames - 1));
            }
            Segments clips = Segments.ofLengths(lengths);
            Tensor padded = golden.tensor("x");
            Tensor x = Tensor.of(Shape.of(clips.rows(), padded.shape().columns()), valid(padded, clips)).parameter();
            Tensor y = layer.forward(c, x, clips, layer.positions(c));
            near("out", y.toArray(), valid(golden.tensor("out"), clips));
            if (clips.rows() < lengths.length * length) {
                // The original's upstream gradient also flows into padded rows, which are absent here.
                return;
            }
            Tensor upstream = Tensor.of(y.shape(), golden.tensor("upstream").toArray());
            Gradients gradients = Tape.record(c,
                    () -> layer.forward(c, x, clips, layer.positions(c)).multiply(c, upstream).sum(c));
            Close.relative("grad/x", gradients.of(x).toArray(), golden.tensor("grad/x").toArray(), Close.RELATIVE);
            parameters.trainable().forEach((name, weight) -> {
                try {
                    gradient(name, gradients.of(weight).toArray(), golden.tensor("grad/" + name).toArray());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }
    }

    /// Within 1e-4 of the tensor's largest, and 1e-6 where that is nearly 0.
    static void gradient(String name, float[] actual, float[] expected) {
        float largest = 0;
        for (float v : expected) {
            largest = Math.max(largest, Math.abs(v));
        }
        Close.absolute(name, actual, expected, Math.max(1e-6, Close.RELATIVE * largest));
    }

    @Test
    void aSoupIsTheMeanOfItsMembers() throws IOException {
        Path soup = folder().resolve("soup");
        SequencedMap<String, Tensor> state = new LinkedHashMap<>(tensors(soup.resolve("member_0.safetensors"), ""));
        Soup mean = new Soup(state);
        mean.add(c);
        tensors(soup.resolve("member_3.safetensors"), "").forEach((name, member) -> System.arraycopy(member.array(),
                member.offset(), state.get(name).array(), state.get(name).offset(), member.size()));
        mean.add(c);
        Map<String, Tensor> expected = tensors(soup.resolve("uniform.safetensors"), "");
        assertThat(expected.keySet()).isEqualTo(mean.means().keySet()).anyMatch(name -> name.endsWith("running_var"));
        expected.forEach(
                (name, tensor) -> Close.relative(name, mean.means().get(name).toArray(), tensor.toArray(), 1e-6));
    }

    /// The original divides the smoothing among the other signs: s·C/(C − 1) of all.
    @Test
    void theLossesAreTheOriginals() throws IOException {
        try (SafetensorsFile golden = Goldens.open(folder().resolve("loss.safetensors"))) {
            Tensor logits = golden.tensor("student_logits").parameter();
            float[] target = golden.tensor("target").toArray();
            int[] labels = new int[target.length];
            float smoothing = 0.3f * 250 / 249;
            float[] each = new float[labels.length];
            for (int b = 0; b < labels.length; b++) {
                labels[b] = (int) target[b];
                each[b] = c.run(new Losses.CrossEntropy(logits.gather(c, b), new int[] {labels[b]}, smoothing)).item();
            }
            near("ce_per_sample", each, golden.tensor("ce_per_sample").toArray());
            near("ousm_loss", c.run(new Losses.CrossEntropy(logits, labels, smoothing, 3)).toArray(),
                    golden.tensor("ousm_loss").toArray());
            float[] gradient = Tape.record(c, () -> c.run(new Losses.CrossEntropy(logits, labels, smoothing, 3)))
                    .of(logits).toArray();
            gradient("grad_student", gradient, golden.tensor("grad_student").toArray());
            List<Integer> kept = new ArrayList<>();
            for (int b = 0; b < labels.length; b++) {
                if (gradient[b * 250] != 0) {
                    kept.add(b);
                }
            }
            assertThat(kept.stream().mapToInt(Integer::intValue))
                    .containsExactly(java.util.Arrays.stream(golden.ints("ousm_kept")).boxed().toArray(Integer[]::new));
        }
    }

    /// Of a batch of padded clips in training: batch norms count the padding.
    @TestFactory
    Stream<DynamicTest> thePassOfTrainingIsTheOriginals() {
        return Stream.of("student", "teacher", "distilled")
                .map(model -> DynamicTest.dynamicTest(model, () -> training(model)));
    }

    private void training(String model) throws IOException {
        Parameters parameters = weights("train/" + model);
        SixthNetwork network = network("train/" + model, Tail.FITTING, parameters);
        try (SafetensorsFile batches = Goldens.open(folder().resolve("train/batch.safetensors"));
                SafetensorsFile golden = Goldens.open(folder().resolve("train/one_step.safetensors"))) {
            Batch batch = batch(batches, model + "/");
            Tensor logits = network.logits(c.training(new SplittableRandom(1)), batch);
            Close.relative(model, logits.toArray(), golden.tensor(model + "_logits").toArray(), Close.RELATIVE);
            for (String name : golden.entries().keySet()) {
                String prefix = "bn_after/" + model + "/";
                if (name.startsWith(prefix)) {
                    near(name, parameters.state().get(name.substring(prefix.length())).toArray(),
                            golden.tensor(name).toArray());
                }
            }
        }
    }
}
