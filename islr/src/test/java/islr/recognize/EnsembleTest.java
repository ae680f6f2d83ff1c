package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.SignList;
import islr.data.SkeletonRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleTest {
    @TempDir
    private Path folder;
    private Classifier gislr;
    private Classifier cls;

    @BeforeEach
    void write() throws IOException {
        gislr = classifier("gislr-64", Optional.empty());
        cls = classifier("cls", Optional.empty());
    }

    private Classifier classifier(String preset, Optional<SignList> signs) throws IOException {
        Path file = folder.resolve(preset + ".safetensors");
        TestModels.write(file, Presets.of(preset), TestModels.tiny(Presets.of(preset)));
        return ModelFile.read(file).classifier(signs);
    }

    private static float of(Prediction prediction, String sign) {
        return prediction.ranking().stream().filter(guess -> guess.sign().equals(sign)).findFirst().orElseThrow()
                .probability();
    }

    @Test
    void probabilitiesAreWeighedAndSumToOne() {
        Clip clip = TestModels.clip("clip", 20, 1);
        try (Recognizer a = new Recognizer(gislr, 1); Recognizer b = new Recognizer(cls, 1);
                Recognizer both = new Recognizer(new Ensemble(List.of(gislr, cls), List.of(3.0, 1.0)), 1)) {
            assertThat(both.rows()).isEqualTo(SkeletonRows.ALL);
            Prediction together = both.recognize(clip);
            for (String sign : TestModels.SIGNS.names()) {
                float expected = (3 * of(a.recognize(clip), sign) + of(b.recognize(clip), sign)) / 4;
                assertThat(of(together, sign)).isCloseTo(expected, within(1e-6f));
            }
            assertThat(both.logits(clip)).isEmpty();
            assertThat(a.logits(clip)).hasValueSatisfying(logits -> assertThat(logits).hasSize(5));
        }
    }

    @Test
    void membersAnswerWithTheirTemperaturesAndTheirThresholdsSayNothing() throws IOException {
        Path file = folder.resolve("cls.safetensors");
        Path cool = folder.resolve("cool.safetensors");
        ModelFileTest.rewrite(file, cool, tensors -> tensors,
                Map.of("temperature", Optional.of("0.25"), "sure_from", Optional.of("0.5")));
        Classifier cooled = ModelFile.read(cool).classifier(Optional.empty());
        Clip clip = TestModels.clip("clip", 20, 1);
        try (Recognizer a = new Recognizer(cooled, 1); Recognizer b = new Recognizer(cls, 1);
                Recognizer both = new Recognizer(new Ensemble(List.of(cooled, cls), List.of(1.0, 1.0)), 1)) {
            Prediction together = both.recognize(clip);
            for (String sign : TestModels.SIGNS.names()) {
                float expected = (of(a.recognize(clip), sign) + of(b.recognize(clip), sign)) / 2;
                assertThat(of(together, sign)).isCloseTo(expected, within(1e-6f));
            }
            assertThat(a.recognize(clip).probability()).isNotCloseTo(b.recognize(clip).probability(), within(1e-3f));
            assertThat(a.recognize(clip).sure()).isPresent();
            assertThat(together.sure()).isEmpty();
            assertThat(both.certainty()).isEqualTo(Certainty.UNKNOWN);
        }
    }

    @Test
    void whoSeesNothingDoesNotAnswer() {
        Clip clip = TestModels.nothing("nothing", 4);
        try (Recognizer b = new Recognizer(cls, 1);
                Recognizer both = new Recognizer(new Ensemble(List.of(gislr, cls), List.of(3.0, 1.0)), 1)) {
            assertThat(both.recognize(clip).notes()).containsExactly("no hand is seen in any frame");
            for (String sign : TestModels.SIGNS.names()) {
                assertThat(of(both.recognize(clip), sign)).isCloseTo(of(b.recognize(clip), sign), within(1e-6f));
            }
        }
    }

    @Test
    void membersMustHaveTheSameSignsInTheSameOrder() throws IOException {
        Classifier other = classifier("cls", Optional.of(new SignList(List.of("tree", "if", "cloud", "awake", "no"))));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ensemble(List.of(gislr, other), List.of(1.0, 1.0)))
                .withMessage(
                        "ensemble: model 2 has another list of signs than the first: class 1 is 'cloud' in one and "
                                + "'if' in the other; only models with the same signs in the same order can "
                                + "answer together");
    }

    @Test
    void weightsMustBePositiveAndAsManyAsTheModels() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ensemble(List.of(gislr, cls), List.of(1.0)))
                .withMessage("ensemble: 1 weights for 2 models; one for each is needed");
        assertThatIllegalArgumentException().isThrownBy(() -> new Ensemble(List.of(gislr, cls), List.of(1.0, 0.0)))
                .withMessage("ensemble: a weight must be positive, but one is 0.0");
    }
}
