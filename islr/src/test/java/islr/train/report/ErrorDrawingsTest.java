package islr.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.dataset.ToyClips;
import islr.draw.Drawn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorDrawingsTest {
    private static final List<String> SIGNS = List.of("a & b", "<c>", "d");

    private static String svg(ToyClips clips, List<Integer> numbers, float[][] probabilities, int... labels) {
        return ErrorDrawings.svg(clips, numbers, new Evaluation(probabilities, labels), SIGNS::get);
    }

    /// The judged clips are numbers 5, 0, 4, 3 of the source; 0 is answered rightly.
    @Test
    void wrongAnswersAreDrawnTheMostProbableFirst() {
        ToyClips clips = new ToyClips(3, 2, 1);
        Drawn page = Drawn.of(svg(clips, List.of(5, 0, 4, 3),
                new float[][] {{0.5f, 0.2f, 0.3f}, {1, 0, 0}, {0.75f, 0.2f, 0.05f}, {0.125f, 0.625f, 0.25f}}, 1, 0, 2,
                0));
        assertThat(page.words()).startsWith("3 of 4 clips are answered wrongly");
        assertThat(page.strips()).hasSize(3);
        assertThat(page.strips().stream().map(strip -> Drawn.words(strip).getFirst())).containsExactly(
                "toy/4.parquet, signer b: 'd', answered 'a & b' with 75.0 %",
                "toy/3.parquet, signer b: 'a & b', answered '<c>' with 62.5 %",
                "toy/5.parquet, signer b: '<c>', answered 'a & b' with 50.0 %");
        assertThat(page.words()).containsSubsequence("The true sign has 5.0 % and rank 3.",
                "The true sign has 12.5 % and rank 3.", "The true sign has 20.0 % and rank 3.");
        // Clip 4 has 6 + 4 · 5 mod 7 frames, of which number 4 and 9 lack the left hand.
        assertThat(Drawn.words(page.strips().getFirst())).anyMatch(line -> line.startsWith(
                "12 frames; the left hand is missing in 2 (17 %); the right hand is never seen; no hand at all in 2"));
        assertThat(clips.reads()).isEqualTo(3);
    }

    @Test
    void atMostAHundredAreDrawnAndItIsSaidHowManyAreLeftOut() {
        ToyClips clips = new ToyClips(3, 1, 35);
        float[][] probabilities = new float[105][];
        Arrays.setAll(probabilities, i -> new float[] {0, 0.5f + i / 1000f, 0.5f - i / 1000f});
        int[] labels = new int[105];
        labels[104] = 1;
        Drawn page = Drawn.of(svg(clips, IntStream.range(0, 105).boxed().toList(), probabilities, labels));
        assertThat(page.strips()).hasSize(100);
        assertThat(Drawn.words(page.strips().getFirst()).getFirst()).startsWith("toy/103.parquet,").endsWith("60.3 %");
        assertThat(page.words()).startsWith("104 of 105 clips are answered wrongly",
                "The 100 most probable wrong answers are drawn; 4 are left out.");
        assertThat(clips.reads()).isEqualTo(100);
    }

    @Test
    void aClipThatCannotBeReadAnyMoreIsNamedWithTheReason() {
        ToyClips clips = new ToyClips(3, 1, 1).unreadable(1);
        Drawn page = Drawn.of(svg(clips, List.of(1, 2), new float[][] {{0.9f, 0.1f, 0}, {0.8f, 0.1f, 0.1f}}, 1, 2));
        assertThat(Drawn.words(page.strips().getFirst())).containsExactly(
                "toy/1.parquet, signer a: '<c>', answered 'a & b' with 90.0 %",
                "Not drawn: toy/1.parquet: it is broken");
        assertThat(Drawn.words(page.strips().get(1))).hasSizeGreaterThan(10);
    }

    @Test
    void withoutErrorsThePageSaysSo() {
        assertThat(Drawn.of(svg(new ToyClips(3, 1, 1), List.of(2), new float[][] {{0, 0, 1}}, 2)).words())
                .containsExactly("No clip is answered wrongly.");
    }

    @Test
    void otherClipsThanThoseJudgedAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> svg(new ToyClips(3, 1, 1), List.of(2, 1), new float[][] {{0, 0, 1}}, 2))
                .withMessage("errors: 2 clips, 1 of them judged");
    }
}
