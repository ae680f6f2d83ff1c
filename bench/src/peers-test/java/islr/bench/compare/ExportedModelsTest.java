package islr.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import islr.bench.Sizes;
import islr.data.Clip;
import islr.data.SignList;
import islr.data.Skeleton;
import islr.features.ClipNodes;
import islr.recognize.Classifier;
import islr.recognize.ModelFile;
import islr.recognize.ModelHints;
import islr.recognize.OnnxExport;
import islr.recognize.Presets;
import islr.system.Preset;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// ONNX Runtime gives the logits of every model that is exported, from the raw landmarks of real clips.
class ExportedModelsTest {
    private static final double MOST = 1e-4;
    private static final Path ROOT = root();
    private static final Path SHARED = ROOT.resolve("../shared").normalize();
    private static final int LONG = 1000;

    @TempDir
    private Path folder;

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (here.getParent() != null && !Files.isDirectory(here.resolve(".mvn"))) {
            here = here.getParent();
        }
        return here;
    }

    /// Real ones of 11 to 233 frames; one of 1,000, one of a single frame, one without a hand, one without anything.
    private static List<Clip> clips() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(SHARED), "skipped: ../shared is not there");
        List<Clip> clips = new ArrayList<>(RealClips.read(SHARED));
        Clip some = clips.get(4);
        clips.add(frames(some, 0, LONG));
        clips.add(frames(some, some.frames() / 2, 1));
        float[] hands = some.landmarks().clone();
        for (int i = 0; i < hands.length; i++) {
            Skeleton.Part part = Skeleton.Part.of(i / Skeleton.AXES % Skeleton.ROWS);
            hands[i] = part == Skeleton.Part.LEFT_HAND || part == Skeleton.Part.RIGHT_HAND ? Float.NaN : hands[i];
        }
        clips.add(new Clip("no hand", hands));
        float[] nothing = new float[2 * Skeleton.ROWS * Skeleton.AXES];
        Arrays.fill(nothing, Float.NaN);
        clips.add(new Clip("nothing", nothing));
        return clips;
    }

    /// So many frames from a frame on; behind the last one the first follows.
    private static Clip frames(Clip clip, int from, int count) {
        int frame = Skeleton.ROWS * Skeleton.AXES;
        float[] numbers = new float[count * frame];
        for (int t = 0; t < count; t++) {
            System.arraycopy(clip.landmarks(), (from + t) % clip.frames() * frame, numbers, t * frame, frame);
        }
        return new Clip(count + " frames", numbers);
    }

    static Stream<Preset> presets() {
        return Presets.all().stream();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aPresetWithRandomWeightsOfItsOwnSizes(Preset preset) throws IOException {
        assertTheSameLogits(random(preset), clips());
    }

    /// What no preset has, and changes the operators of a graph.
    static Stream<Preset> variants() {
        return Stream.of(Presets.of("gislr-64-small").with(Map.of("features", "both-hands")),
                Presets.of("gislr-64-small").with(Map.of("padding", "masked")),
                Presets.of("features-mlp").with(Map.of("axes", "xyz")),
                Presets.of("signs-small").with(Map.of("heads", "4", "places", "body")),
                Presets.of("signs-small").with(Map.of("places", "picture", "frames", "1", "leading", "no")),
                Presets.of("signs-small").with(Map.of("shape", "no", "contacts", "no", "differences", "no")),
                Presets.of("sixth-25").with(Map.of("tail", "none")),
                Presets.of("sixth-25").with(Map.of("tail", "two")));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aPresetWithOtherSettings(Preset preset) throws IOException {
        assertTheSameLogits(random(preset), clips());
    }

    private ModelFile random(Preset preset) throws IOException {
        Path file = folder.resolve(preset.id() + ".safetensors");
        SignList signs = new SignList(IntStream.range(0, Sizes.CLASSES).mapToObj(i -> "sign " + i).toList());
        ModelFile.write(file, preset, preset.defaults(), Subject.weights(preset), signs, List.of(), Map.of());
        return ModelFile.read(file);
    }

    static Stream<Arguments> checkpoints() {
        Path sixth = SHARED.resolve("goldens/sixth-place");
        return Stream.of(Arguments.of(ROOT.resolve("weights/checkpoints/words-13.safetensors"), ModelHints.NONE),
                Arguments.of(golden("gislr-64/full"), ModelHints.NONE),
                Arguments.of(golden("gislr-64/small"), ModelHints.NONE),
                Arguments.of(golden("gislr-32/small"), ModelHints.NONE),
                Arguments.of(golden("hengck-cls/small"), ModelHints.NONE),
                Arguments.of(golden("gislr-features-mlp/small"), ModelHints.NONE),
                Arguments.of(sixth.resolve("small25_h16/weights.safetensors"), ModelHints.preset("sixth-25")),
                Arguments.of(sixth.resolve("small80_h16/weights.safetensors"), ModelHints.preset("sixth-80")));
    }

    private static Path golden(String model) {
        return SHARED.resolve("goldens").resolve(model).resolve("weights.safetensors");
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void aCheckpoint(Path file, ModelHints hints) throws IOException {
        List<Clip> clips = clips();
        assertTheSameLogits(ModelFile.read(file, hints), clips);
    }

    private void assertTheSameLogits(ModelFile model, List<Clip> clips) throws IOException {
        Path onnx = folder.resolve("model.onnx");
        OnnxExport.of(model, Optional.empty()).write(onnx);
        SignList numbered = new SignList(IntStream.range(0, model.classes()).mapToObj(i -> "sign " + i).toList());
        Classifier ours = model.classifier(Optional.of(numbered));
        Compute compute = Compute.cpu();
        double largest = 0;
        double logit = 0;
        NetworkPeer peer = NetworkPeer.find(NetworkPeer.Format.ONNX).orElseThrow();
        try (NetworkPeer.Session theirs = peer.open(onnx, 1)) {
            for (Clip clip : clips) {
                float[] got = theirs.logits(new NetworkPeer.Input(ClipNodes.LANDMARKS, clip.landmarks(), clip.frames(),
                        Skeleton.ROWS, Skeleton.AXES));
                Optional<Tensor> expected = ours.scores(compute, clip).logits();
                assertThat(got).as(clip.name()).hasSize(model.classes());
                if (expected.isEmpty()) {
                    assertThat(got).as(clip.name()).containsOnly(Float.NaN);
                    continue;
                }
                for (int i = 0; i < got.length; i++) {
                    double difference = Math.abs((double) got[i] - expected.get().get(i));
                    assertThat(difference).as("%s, logit %d", clip.name(), i).isLessThanOrEqualTo(MOST);
                    largest = Math.max(largest, difference);
                    logit = Math.max(logit, Math.abs(got[i]));
                }
            }
        }
        System.out.println(String.format(Locale.ROOT, "%s, %s: logits up to %.1f, difference at most %.1e",
                model.preset().id(), peer.name(), logit, largest));
    }
}
