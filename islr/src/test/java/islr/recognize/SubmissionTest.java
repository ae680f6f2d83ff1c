package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import islr.data.Clip;
import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.golden.Goldens;
import islr.weights.TensorFile;
import islr.weights.numpy.Npz;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Graphs that were handed in to the competition, served as any other model.
class SubmissionTest {
    private static final SignList FIVE = new SignList(List.of("a", "b", "c", "d", "e"));

    @TempDir
    private Path folder;

    static Path graph(String name) {
        try {
            return Path.of(SubmissionTest.class.getResource("/islr/tflite/golden/" + name + ".tflite").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] array(String name, String array) throws IOException {
        try (TensorFile file = Npz.open(graph(name).resolveSibling(name + ".npz"))) {
            return file.tensor(array).toArray();
        }
    }

    private static float probability(Prediction prediction, String sign) {
        return prediction.ranking().stream().filter(guess -> guess.sign().equals(sign)).findFirst().orElseThrow()
                .probability();
    }

    @Test
    void scoresThatAreNoProbabilitiesAreLogits() throws IOException {
        float[] logits = array("system-logits", "out0");
        try (Recognizer recognizer = Recognizer.load(graph("system-logits"), Optional.of(FIVE), 1)) {
            Clip clip = new Clip("clip", array("system-logits", "in0"));
            assertThat(recognizer.logits(clip).orElseThrow()).containsExactly(logits, Offset.offset(1e-5f));
            Prediction prediction = recognizer.recognize(clip);
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit);
            }
            assertThat(probability(prediction, "b")).isCloseTo((float) (Math.exp(logits[1]) / sum),
                    Offset.offset(1e-5f));
            assertThat(prediction.sure()).isEmpty();
            assertThat(prediction.frames()).isEqualTo(3);
        }
    }

    @Test
    void scoresThatSumToOneAreProbabilitiesAndThereAreNoLogits() throws IOException {
        float[] probabilities = array("system-probabilities", "out0");
        try (Recognizer recognizer = Recognizer.load(graph("system-probabilities"), Optional.of(FIVE), 1)) {
            Clip clip = new Clip("clip", array("system-probabilities", "in0"));
            assertThat(probability(recognizer.recognize(clip), "c")).isCloseTo(probabilities[2], Offset.offset(1e-5f));
            assertThat(recognizer.logits(clip)).isEmpty();
        }
    }

    @Test
    void submissionsAnswerTogetherAndWithAModelOfAPreset() throws IOException {
        Path preset = folder.resolve("model.safetensors");
        TestModels.write(preset);
        Clip clip = new Clip("clip", array("system-logits", "in0"));
        List<Path> both = List.of(graph("system-logits"), graph("system-probabilities"));
        try (Recognizer first = Recognizer.load(both.get(0), Optional.of(FIVE), 1);
                Recognizer second = Recognizer.load(both.get(1), Optional.of(FIVE), 1);
                Recognizer together = new Recognizer(Classifiers.read(both, ModelHints.NONE, Optional.of(FIVE)), 1)) {
            assertThat(probability(together.recognize(clip), "a")).isCloseTo(
                    (probability(first.recognize(clip), "a") + probability(second.recognize(clip), "a")) / 2,
                    Offset.offset(1e-6f));
        }
        List<Path> mixed = List.of(graph("system-logits"), preset);
        try (Recognizer first = Recognizer.load(mixed.get(0), Optional.of(FIVE), 1);
                Recognizer second = Recognizer.load(preset, Optional.of(FIVE), 1);
                Recognizer together = new Recognizer(Classifiers.read(mixed, ModelHints.NONE, Optional.of(FIVE)), 1)) {
            assertThat(probability(together.recognize(clip), "a")).isCloseTo(
                    (probability(first.recognize(clip), "a") + probability(second.recognize(clip), "a")) / 2,
                    Offset.offset(1e-6f));
        }
    }

    @Test
    void signsOfAnotherNumberNoSignsAndOtherInputsAreRefusedInASentence() {
        Path file = graph("system-logits");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Recognizer.load(file, Optional.of(new SignList(List.of("a", "b"))), 1))
                .withMessage(file + ": it tells 5 signs apart, but the list of signs given for it (--labels on the "
                        + "command line) has 2");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Recognizer.load(file)).withMessage(
                file + ": it has no list of signs; name a file that has one (--labels on the command line)");
        Path other = graph("system-mlp");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Recognizer.load(other, Optional.of(FIVE), 1))
                .withMessage(other + ": its input is not the landmarks of a clip, one FLOAT32 tensor [frames, 543, 3]; "
                        + "it takes 'inputs' FLOAT32 [-1, 12, 3]; convert the model with such an input");
    }

    @Test
    void aClipWithoutALandmarkIsRefusedAsByOtherModels() throws IOException {
        try (Recognizer recognizer = Recognizer.load(graph("system-logits"), Optional.of(FIVE), 1)) {
            Clip some = new Clip("some", SkeletonRows.of(0, 1), new float[6]);
            assertThatThrownBy(() -> recognizer.recognize(some)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("some");
        }
    }

    @Test
    void aRealSubmissionPutsTheTrueSignFirstAndHasTheLogitsOfTheReference() throws IOException {
        Path shared = Goldens.shared();
        Path golden = Goldens.folder().resolve("tflite/cls-distances-250.json");
        Goldens.compared(golden);
        JsonNode clips = new ObjectMapper().readTree(golden.toFile()).path("clips");
        SignList signs = SignList.read(shared.resolve("clips/sign_to_prediction_index_map.json"));
        Map<String, String> labels = Map.of("100015657", "cloud", "1014384002", "fall", "239181", "awake");
        try (Recognizer one = Recognizer.load(shared.resolve("checkpoints/cls-distances-250.tflite"),
                Optional.of(signs), 1);
                Recognizer two = Recognizer.load(shared.resolve("checkpoints/cls-distances-250.tflite"),
                        Optional.of(signs), 2)) {
            assertThat(clips.size()).isEqualTo(5);
            for (Map.Entry<String, JsonNode> clip : clips.properties()) {
                Path file = shared.resolve("clips").resolve(clip.getKey());
                float[] logits = one.logits(one.read(file)).orElseThrow();
                for (int i = 0; i < logits.length; i++) {
                    assertThat(logits[i]).as(clip.getKey() + ", sign " + i)
                            .isCloseTo((float) clip.getValue().path("float32").get(i).asDouble(), Offset.offset(1e-3f));
                }
                // Once more, with what is known of this number of frames, and on two threads: the same bits.
                assertThat(one.logits(one.read(file)).orElseThrow()).isEqualTo(logits);
                assertThat(two.logits(two.read(file)).orElseThrow()).isEqualTo(logits);
                String sign = labels.get(clip.getKey().replace(".parquet", ""));
                if (sign != null) {
                    assertThat(one.recognize(file).sign()).isEqualTo(sign);
                }
            }
        }
    }
}
