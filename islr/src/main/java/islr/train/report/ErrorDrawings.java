package islr.train.report;

import islr.data.WholeFile;
import islr.dataset.ClipSource;
import islr.draw.ClipDrawing;
import islr.draw.DrawnPage;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The clips that a model answered wrongly, drawn: which they are, what was seen in them, and what is remarkable about
/// them.
public final class ErrorDrawings {
    /// More are not looked at by anybody.
    static final int MOST = 100;

    private static final String LEGEND = "Left hand blue, right hand vermilion, as the signer has them; the bars show "
            + "in which frames each is seen.";

    private ErrorDrawings() {}

    /// Writes `errors.svg`: at most 100 clips, those first whose wrong answer is the most probable. Each is read again,
    /// and is not kept. One that cannot be read any more is named, with the reason.
    ///
    /// @param source where the clips come from
    /// @param clips their numbers there, in the order of the evaluation
    /// @param sign name of each class
    /// @throws IllegalArgumentException if there are not as many clips as were judged
    public static void write(Path folder, ClipSource source, List<Integer> clips, Evaluation evaluation,
            IntFunction<String> sign) throws IOException {
        Objects.requireNonNull(folder, "folder");
        WholeFile.write(folder.resolve("errors.svg"),
                svg(source, clips, evaluation, sign).getBytes(StandardCharsets.UTF_8));
    }

    /// The same as a text.
    ///
    /// @param source where the clips come from
    /// @param clips their numbers there, in the order of the evaluation
    /// @param sign name of each class
    /// @throws IllegalArgumentException if there are not as many clips as were judged
    public static String svg(ClipSource source, List<Integer> clips, Evaluation evaluation, IntFunction<String> sign) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(clips, "clips");
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(sign, "sign");
        int[] answers = evaluation.answers();
        if (clips.size() != answers.length) {
            throw new IllegalArgumentException(
                    "errors: " + clips.size() + " clips, " + answers.length + " of them judged");
        }
        List<Integer> wrong = IntStream.range(0, answers.length).filter(i -> answers[i] != evaluation.labels()[i])
                .boxed().sorted(Comparator.comparingDouble(i -> -evaluation.probabilities()[i][answers[i]])).toList();
        DrawnPage page = new DrawnPage(
                wrong.isEmpty() ? "No clip is answered wrongly."
                        : Counts.of(wrong.size()) + " of " + Counts.of(answers.length) + " clips are answered wrongly",
                wrong.isEmpty() ? List.of() : List.of(which(wrong.size()), LEGEND));
        wrong.stream().limit(MOST).forEach(i -> page.add(drawing(source, clips.get(i), evaluation.probabilities()[i],
                evaluation.labels()[i], answers[i], sign)));
        return page.svg();
    }

    private static String which(int wrong) {
        return wrong <= MOST ? "The most probable wrong answers come first." : "The " + MOST
                + " most probable wrong answers are drawn; " + Counts.of(wrong - MOST) + " are left out.";
    }

    private static ClipDrawing drawing(ClipSource source, int number, float[] probabilities, int label, int answer,
            IntFunction<String> sign) {
        ClipSource.Recording clip = source.recordings().get(number);
        String title = clip.name() + ", signer " + clip.signer() + ": " + OneLine.quoted(sign.apply(label))
                + ", answered " + OneLine.quoted(sign.apply(answer)) + " with " + percent(probabilities[answer]);
        try {
            return ClipDrawing.of(source.read(number, ClipDrawing.rows()), title,
                    List.of("The true sign has " + percent(probabilities[label]) + " and rank "
                            + EvaluationTables.rank(probabilities, label) + "."));
        } catch (IOException e) {
            return ClipDrawing.missing(title, Objects.requireNonNullElse(e.getMessage(), "it cannot be read"));
        }
    }

    private static String percent(float probability) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * probability);
    }
}
