package islr.train.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/// Precision, recall and F1 of every class, as scikit-learn's `classification_report` counts them.
///
/// Only classes that occur, as a label or as an answer, take part. A quotient by zero counts as 0.
///
/// @param classes by class number
/// @param accuracy share of right answers
/// @param macro plain mean over the classes
/// @param weighted mean over the classes, weighted with their support
public record ClassificationReport(SequencedMap<Integer, Row> classes, double accuracy, Row macro, Row weighted) {
    public ClassificationReport {
        Objects.requireNonNull(classes, "classes");
        Objects.requireNonNull(macro, "macro");
        Objects.requireNonNull(weighted, "weighted");
    }

    /// @param precision share of the answers that were right
    /// @param recall share of the clips that were found
    /// @param f1 harmonic mean of both
    /// @param support number of clips
    public record Row(double precision, double recall, double f1, int support) {}

    /// @return the figures of every class, and their means
    /// @throws IllegalArgumentException if there are not as many answers as labels, or none
    public static ClassificationReport of(int[] labels, int[] answers, int classCount) {
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(answers, "answers");
        if (labels.length != answers.length || labels.length == 0) {
            throw new IllegalArgumentException(
                    "report: " + answers.length + " answers for " + labels.length + " labels");
        }
        int[] support = new int[classCount];
        int[] answered = new int[classCount];
        int[] right = new int[classCount];
        int allRight = 0;
        for (int i = 0; i < labels.length; i++) {
            support[labels[i]]++;
            answered[answers[i]]++;
            if (labels[i] == answers[i]) {
                right[labels[i]]++;
                allRight++;
            }
        }
        SequencedMap<Integer, Row> rows = new LinkedHashMap<>();
        for (int c = 0; c < classCount; c++) {
            if (support[c] + answered[c] > 0) {
                rows.put(c, new Row(ratio(right[c], answered[c]), ratio(right[c], support[c]),
                        ratio(2.0 * right[c], support[c] + answered[c]), support[c]));
            }
        }
        return new ClassificationReport(rows, (double) allRight / labels.length, mean(rows, row -> 1),
                mean(rows, Row::support));
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private static Row mean(Map<Integer, Row> rows, ToDoubleFunction<Row> weight) {
        double total = rows.values().stream().mapToDouble(weight).sum();
        int support = rows.values().stream().mapToInt(Row::support).sum();
        return new Row(mean(rows, weight, Row::precision, total), mean(rows, weight, Row::recall, total),
                mean(rows, weight, Row::f1, total), support);
    }

    private static double mean(Map<Integer, Row> rows, ToDoubleFunction<Row> weight, ToDoubleFunction<Row> value,
            double total) {
        return rows.values().stream().mapToDouble(row -> weight.applyAsDouble(row) * value.applyAsDouble(row)).sum()
                / total;
    }

    /// A table, the best F1 first (equal ones in the order of the classes), rounded to two digits; spaces in names
    /// become `_`.
    public String table(IntFunction<String> name) {
        Objects.requireNonNull(name, "name");
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%-20s %9s %9s %9s %9s%n", "sign", "precision", "recall", "f1", "support"));
        classes.entrySet().stream().sorted(Comparator.comparingDouble(entry -> -entry.getValue().f1()))
                .forEach(entry -> append(table, name.apply(entry.getKey()).replace(' ', '_'), entry.getValue()));
        table.append(
                String.format(Locale.ROOT, "%-20s %9s %9s %9.2f %9d%n", "accuracy", "", "", accuracy, macro.support()));
        append(table, "macro_avg", macro);
        append(table, "weighted_avg", weighted);
        return table.toString();
    }

    private static void append(StringBuilder table, String name, Row row) {
        table.append(String.format(Locale.ROOT, "%-20s %9.2f %9.2f %9.2f %9d%n", name, row.precision, row.recall,
                row.f1, row.support));
    }
}
