package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.SkeletonRows;
import islr.dataset.ClipSource;
import islr.dataset.DataSet;
import islr.golden.Goldens;
import islr.synthetic.SyntheticSettings;
import islr.synthetic.SyntheticSigners;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The model that comes along.
class BundledModelTest {
    private static final List<String> WORDS = List.of("can", "coffee", "get", "hello", "large", "medium", "muffin",
            "no", "please", "small", "tea", "thank-you", "water");

    @Test
    void itKnowsThirteenWordsAndAnswersWithOneOfThem() throws IOException {
        try (Recognizer recognizer = Recognizer.bundled(1)) {
            Prediction prediction = recognizer.recognize(new SyntheticSigners(SyntheticSettings.DEFAULT).clip(0, 0, 0));
            assertThat(prediction.ranking()).extracting(Prediction.Guess::sign)
                    .containsExactlyInAnyOrderElementsOf(WORDS);
            assertThat(prediction.ranking().stream().mapToDouble(Prediction.Guess::probability).sum()).isCloseTo(1,
                    within(1e-5));
        }
    }

    @Test
    void itKnowsTheClipsItLearnedFrom() throws IOException {
        DataSet words = DataSet.read(Goldens.shared().resolve("words"));
        int asked = 0;
        int right = 0;
        int sure = 0;
        try (Recognizer recognizer = Recognizer.bundled(1)) {
            for (int i = 0; i < words.recordings().size(); i += 13) {
                ClipSource.Recording clip = words.recordings().get(i);
                Prediction prediction = recognizer.recognize(words.read(i, SkeletonRows.ALL));
                right += prediction.sign().equals(words.signs().name(clip.label())) ? 1 : 0;
                sure += prediction.sure().orElseThrow() ? 1 : 0;
                asked++;
            }
        }
        // The model card says all of them; the scalar kernels may get a few wrong.
        assertThat((double) right / asked).isGreaterThan(0.95);
        assertThat((double) sure / asked).isGreaterThan(0.95);
    }

    @Test
    void itIsNotSureOfMostClipsOfOtherSigns() throws IOException {
        SyntheticSigners signers = new SyntheticSigners(SyntheticSettings.DEFAULT);
        int sure = 0;
        try (Recognizer recognizer = Recognizer.bundled(1)) {
            for (int i = 0; i < 30; i++) {
                sure += recognizer.recognize(signers.clip(i % 10, i / 10, 0)).sure().orElseThrow() ? 1 : 0;
            }
        }
        // 32 of the 300 clips that the model card tells of.
        assertThat(sure).isBetween(0, 9);
    }
}
