package islr.train.report;

import islr.data.WholeFile;
import islr.dataset.ClipSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/// What a model says of labelled clips, as tables for other programs: comma-separated values with the names of the
/// columns in the first row. Texts are in quotes.
public final class EvaluationTables {
    private EvaluationTables() {}

    /// Writes `predictions.csv`, `confusions.csv` and `report.txt`, in this order.
    ///
    /// @param clips those that were judged, in the order of the evaluation
    /// @param sign name of each class
    /// @param more lines below the report
    public static void write(Path folder, List<ClipSource.Recording> clips, Evaluation evaluation,
            IntFunction<String> sign, List<String> more) throws IOException {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(clips, "clips");
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(sign, "sign");
        Objects.requireNonNull(more, "more");
        write(folder.resolve("predictions.csv"), predictions(clips, evaluation, sign));
        write(folder.resolve("confusions.csv"), confusions(evaluation, sign));
        StringBuilder report = new StringBuilder(evaluation.report().table(sign));
        more.forEach(line -> report.append(line).append('\n'));
        write(folder.resolve("report.txt"), report.toString());
    }

    private static void write(Path file, String text) throws IOException {
        WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A row for each clip: `file,participant,sign,answer,probability,rank,sure`. The probability is the answer's; the
    /// rank is that of the true sign, 1 where the answer is right (equal probabilities share the better rank, as in
    /// [Metrics#topK]); sure is true or false, and empty if the model has no threshold.
    ///
    /// @param clips those that were judged, in the order of the evaluation
    /// @param sign name of each class
    /// @throws IllegalArgumentException if there are not as many clips as were judged
    public static String predictions(List<ClipSource.Recording> clips, Evaluation evaluation,
            IntFunction<String> sign) {
        Objects.requireNonNull(clips, "clips");
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(sign, "sign");
        if (clips.size() != evaluation.labels().length) {
            throw new IllegalArgumentException(
                    "predictions: " + clips.size() + " clips, " + evaluation.labels().length + " of them judged");
        }
        StringBuilder csv = new StringBuilder("file,participant,sign,answer,probability,rank,sure\n");
        int[] answers = evaluation.answers();
        for (int i = 0; i < answers.length; i++) {
            float[] row = evaluation.probabilities()[i];
            int label = evaluation.labels()[i];
            csv.append(quoted(clips.get(i).name())).append(',').append(quoted(clips.get(i).signer())).append(',')
                    .append(quoted(sign.apply(label))).append(',').append(quoted(sign.apply(answers[i]))).append(',')
                    .append(row[answers[i]]).append(',').append(rank(row, label)).append(',')
                    .append(evaluation.sure().isEmpty() ? "" : evaluation.isSure(i)).append('\n');
        }
        return csv.toString();
    }

    /// How many signs are more probable than this one, and 1.
    static int rank(float[] row, int label) {
        int rank = 1;
        for (float probability : row) {
            rank += probability > row[label] ? 1 : 0;
        }
        return rank;
    }

    /// A row for each pair of different signs of which one was taken for the other, the most frequent first:
    /// `sign,taken_for,clips,of`.
    ///
    /// @param sign name of each class
    public static String confusions(Evaluation evaluation, IntFunction<String> sign) {
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(sign, "sign");
        StringBuilder csv = new StringBuilder("sign,taken_for,clips,of\n");
        evaluation.confusions()
                .forEach(pair -> csv.append(quoted(sign.apply(pair.sign()))).append(',')
                        .append(quoted(sign.apply(pair.takenFor()))).append(',').append(pair.clips()).append(',')
                        .append(pair.of()).append('\n'));
        return csv.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
