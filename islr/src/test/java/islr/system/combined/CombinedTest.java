package islr.system.combined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.recognize.ModelFile;
import islr.recognize.Prediction;
import islr.recognize.Presets;
import islr.recognize.Recognizer;
import islr.recognize.TestModels;
import islr.system.Preset;
import islr.system.Settings;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The combination against its members, each of which is a checkpoint of its own here.
class CombinedTest {
    private static final Preset COMBINED = Presets.of("gislr-32+mlp");

    @TempDir
    private Path folder;
    private Path combined;

    @BeforeEach
    void write() throws IOException {
        combined = TestModels.write(folder.resolve("combined.safetensors"), COMBINED, TestModels.tiny(COMBINED));
    }

    private Path member(String preset, String prefix) throws IOException {
        Preset member = Presets.of(preset);
        Settings settings = TestModels.tiny(member);
        Map<String, Tensor> state = new LinkedHashMap<>();
        Safetensors.read(combined).tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                state.put(name.substring(prefix.length()), tensor);
            }
        });
        Path file = folder.resolve(preset + ".safetensors");
        ModelFile.write(file, member, settings, state, TestModels.SIGNS, List.of(), Map.of());
        return file;
    }

    private static float of(Prediction prediction, String sign) {
        return prediction.ranking().stream().filter(guess -> guess.sign().equals(sign)).findFirst().orElseThrow()
                .probability();
    }

    @Test
    void probabilitiesAreSevenTenthsOfTheTransformersAndThreeOfTheMlps() throws IOException {
        try (Recognizer both = Recognizer.load(combined);
                Recognizer transformer = Recognizer.load(member("gislr-32", "transformer."));
                Recognizer mlp = Recognizer.load(member("features-mlp", "mlp."))) {
            for (int frames : new int[] {1, 9, 60}) {
                Clip clip = TestModels.clip("clip", frames, frames);
                Prediction a = transformer.recognize(clip);
                Prediction b = mlp.recognize(clip);
                Prediction p = both.recognize(clip);
                for (String sign : TestModels.SIGNS.names()) {
                    assertThat(of(p, sign)).isCloseTo(0.7f * of(a, sign) + 0.3f * of(b, sign), within(1e-6f));
                }
            }
        }
    }

    @Test
    void whereNoHandWasSeenTheMlpAnswersAlone() throws IOException {
        Clip clip = TestModels.clip("no hand", 6, 2);
        for (int t = 0; t < 6; t++) {
            Arrays.fill(clip.landmarks(), clip.index(t, Skeleton.LEFT_HAND), clip.index(t, Skeleton.POSE), Float.NaN);
        }
        try (Recognizer both = Recognizer.load(combined);
                Recognizer mlp = Recognizer.load(member("features-mlp", "mlp."))) {
            Prediction p = both.recognize(clip);
            Prediction alone = mlp.recognize(clip);
            assertThat(p.notes()).containsExactly("no hand is seen in any frame");
            for (String sign : TestModels.SIGNS.names()) {
                assertThat(of(p, sign)).isCloseTo(of(alone, sign), within(1e-6f));
            }
        }
    }

    /// The memory of a sample is not always fresh, and samples are compared by their numbers.
    @Test
    void aSampleIsTheMlpsRowFilledUpWithZerosAndTheTransformersRowsBehindIt() {
        Settings settings = TestModels.tiny(COMBINED);
        CombinedFeatures features = (CombinedFeatures) COMBINED.architecture().features(settings);
        Clip clip = TestModels.clip("clip", 5, 1);
        Workspace poisoned = Workspace.poisoned();
        float[] sample = features.of(clip, poisoned).values().toArray();
        float[] mlp = features.mlp().of(clip).values().toArray();
        float[] frames = features.transformer().of(clip).values().toArray();
        int rest = sample.length - mlp.length - frames.length;
        assertThat(rest).isBetween(1, features.width() - 1);
        assertThat(Arrays.copyOf(sample, mlp.length)).isEqualTo(mlp);
        assertThat(Arrays.copyOfRange(sample, mlp.length, mlp.length + rest)).containsOnly(0);
        assertThat(Arrays.copyOfRange(sample, mlp.length + rest, sample.length)).isEqualTo(frames);
    }
}
