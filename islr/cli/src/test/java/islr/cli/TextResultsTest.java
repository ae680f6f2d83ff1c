package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import islr.recognize.Answer;
import islr.recognize.Prediction;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

class TextResultsTest {

    @Property(tries = 500, edgeCases = EdgeCasesMode.MIXIN)
    void numbersAreWrittenAsAFormatWouldWriteThem(@ForAll @FloatRange(max = 1) float probability,
            @ForAll @IntRange(min = 1, max = 20_000) int frames) {
        assertThat(text(probability, frames))
                .isEqualToNormalizingNewlines(String.format(Locale.ROOT, "clip.parquet (%,d %s)%n  %5.1f %%  tea%n",
                        frames, frames == 1 ? "frame" : "frames", 100 * probability));
    }

    @Example
    void certaintyHasFivePlaces() {
        assertThat(text(1, 1234)).isEqualToNormalizingNewlines("clip.parquet (1,234 frames)\n  100.0 %  tea\n");
    }

    @Example
    void onlyAnAnswerThatIsNotSureIsCalledSo() {
        assertThat(text(0.4f, 7, Optional.of(false)))
                .isEqualToNormalizingNewlines("clip.parquet (7 frames): not sure\n   40.0 %  tea\n");
        assertThat(text(0.4f, 7, Optional.of(true)))
                .isEqualToNormalizingNewlines("clip.parquet (7 frames)\n   40.0 %  tea\n");
    }

    private static String text(float probability, int frames) {
        return text(probability, frames, Optional.empty());
    }

    private static String text(float probability, int frames, Optional<Boolean> sure) {
        var out = new StringWriter();
        var prediction = new Prediction("clip.parquet", frames, List.of(new Prediction.Guess("tea", probability)),
                false, sure, OptionalDouble.empty(), List.of());
        new TextResults(new PrintWriter(out), new PrintWriter(System.err), 1)
                .write(new Answer<>("clip.parquet", Optional.of(prediction), Optional.empty(), 1, 1));
        return out.toString();
    }
}
