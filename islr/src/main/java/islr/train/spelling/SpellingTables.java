package islr.train.spelling;

import islr.data.WholeFile;
import islr.dataset.PhraseSource;
import islr.system.fingerspelling.EditDistance;
import islr.system.fingerspelling.Spelling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// What a model says of sequences, as a table for other programs: comma-separated values with the names of the columns
/// in the first row. Texts are in quotes.
public final class SpellingTables {
    static final String NAME = "predictions.csv";
    static final List<String> COLUMNS = List.of("sequence", "participant", "phrase", "answer", "likeness",
            "confidence");

    private SpellingTables() {}

    /// Writes `predictions.csv`.
    ///
    /// @param sequences those that were judged, in the order of the evaluation
    public static void write(Path folder, List<PhraseSource.Recording> sequences, SpellingEvaluation evaluation)
            throws IOException {
        Objects.requireNonNull(folder, "folder");
        WholeFile.write(folder.resolve(NAME), predictions(sequences, evaluation).getBytes(StandardCharsets.UTF_8));
    }

    /// A row for each sequence: its name, who spells, the phrase, the answer, how like the phrase that is
    /// ([EditDistance#likeness] of Damerau, which confidences learn), and the model's confidence, if it has one.
    ///
    /// @throws IllegalArgumentException if there are not as many sequences as were judged
    public static String predictions(List<PhraseSource.Recording> sequences, SpellingEvaluation evaluation) {
        Objects.requireNonNull(sequences, "sequences");
        Objects.requireNonNull(evaluation, "evaluation");
        if (sequences.size() != evaluation.truths().size()) {
            throw new IllegalArgumentException("predictions: " + sequences.size() + " sequences, "
                    + evaluation.truths().size() + " of them judged");
        }
        StringBuilder csv = new StringBuilder(String.join(",", COLUMNS)).append('\n');
        for (int i = 0; i < sequences.size(); i++) {
            Spelling answer = evaluation.answers().get(i);
            csv.append(quoted(sequences.get(i).name())).append(',').append(quoted(sequences.get(i).signer()))
                    .append(',').append(quoted(evaluation.truths().get(i))).append(',').append(quoted(answer.phrase()))
                    .append(',').append(EditDistance.DAMERAU.likeness(evaluation.truths().get(i), answer.phrase()))
                    .append(',').append(Double.isNaN(answer.confidence()) ? ""
                            : String.format(Locale.ROOT, "%.4f", answer.confidence()))
                    .append('\n');
        }
        return csv.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
