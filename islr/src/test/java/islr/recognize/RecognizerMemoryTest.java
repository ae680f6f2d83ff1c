package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.SignList;
import islr.golden.Goldens;
import islr.system.Preset;
import islr.system.Settings;
import islr.tensor.kernel.ScalarKernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.management.JMException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Counts the arrays of floats of the whole heap, those that nobody holds any more included: the JVM's own count, in
/// which nothing hides.
///
/// With the scalar kernels: until it is compiled, vector code makes objects of its vectors, arrays among them. That it
/// stops doing so, a test of the kernels holds.
class RecognizerMemoryTest {
    /// Shorter than the model's eight frames, as long, longer, so long that frames are averaged, and without a hand.
    private static final List<Clip> CLIPS = List.of(TestModels.clip("short", 5, 1), TestModels.clip("as long", 12, 2),
            TestModels.clip("long", 40, 3), TestModels.clip("averaged", 120, 4), TestModels.nothing("nothing", 9));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("islr.recognize.TestModels#presets")
    void aClipTakesNoArrayOfFloatsOnceItsSizeWasSeen(Preset preset) throws Exception {
        Settings tiny = TestModels.tiny(preset);
        List<Settings> all = new ArrayList<>(List.of(tiny));
        if (tiny.has("padding")) {
            all.add(tiny.with("padding", "masked"));
            all.add(tiny.with("features", "both-hands"));
        }
        for (Settings settings : all) {
            for (int threads = 1; threads <= 2; threads++) {
                Path file = TestModels.write(folder.resolve("model.safetensors"), preset, settings);
                try (Recognizer recognizer = recognizer(ModelFile.read(file), threads)) {
                    assertThat(arraysTaken(recognizer)).as("%s, %d threads", settings, threads).isZero();
                }
            }
        }
    }

    @Test
    void theModelThatComesAlongTakesNone() throws Exception {
        try (Recognizer recognizer = recognizer(ModelFile.bundled(), 1)) {
            assertThat(arraysTaken(recognizer)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"system-logits", "system-probabilities"})
    void aSubmissionTakesNone(String name) throws Exception {
        Path graph = SubmissionTest.graph(name);
        SignList signs = new SignList(List.of("a", "b", "c", "d", "e"));
        try (Recognizer recognizer = new Recognizer(Classifiers.read(graph, ModelHints.NONE, Optional.of(signs)),
                new ScalarKernels(), 1)) {
            assertThat(arraysTaken(recognizer)).isZero();
        }
    }

    @Test
    void aRealSubmissionTakesNone() throws Exception {
        Path graph = Goldens.shared().resolve("checkpoints/cls-distances-250.tflite");
        SignList signs = SignList.read(Goldens.shared().resolve("clips/sign_to_prediction_index_map.json"));
        try (Recognizer recognizer = new Recognizer(Classifiers.read(graph, ModelHints.NONE, Optional.of(signs)),
                new ScalarKernels(), 2)) {
            assertThat(arraysTaken(recognizer)).isZero();
        }
    }

    @Test
    void theCountSeesASingleArray() throws JMException {
        List<float[]> held = new ArrayList<>();
        assertThat(HeapArrays.floats(() -> held.add(new float[held.size() + 1]))).isPositive();
    }

    private static Recognizer recognizer(ModelFile file, int threads) throws IOException {
        return new Recognizer(file.classifier(Optional.empty()), new ScalarKernels(), threads);
    }

    private static long arraysTaken(Recognizer recognizer) throws JMException {
        // The second time, what did not fit into the workspace becomes one slab.
        recognizeAll(recognizer);
        recognizeAll(recognizer);
        return HeapArrays.floats(() -> recognizeAll(recognizer));
    }

    private static void recognizeAll(Recognizer recognizer) {
        for (Clip clip : CLIPS) {
            recognizer.recognize(clip);
            recognizer.recognize(clip, new SplittableRandom(1));
        }
    }
}
