package islr.train.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Which signs are taken for which others.
public final class Confusions {
    private Confusions() {}

    /// @param sign class number of the sign that it was
    /// @param takenFor class number of the answer
    /// @param clips how often
    /// @param of how many clips of the sign there were
    public record Pair(int sign, int takenFor, int clips, int of) {}

    /// Pairs of different signs, the most frequent first (equal ones in the order of the classes).
    public static List<Pair> of(int[] labels, int[] answers) {
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(answers, "answers");
        Map<Integer, Integer> support = new LinkedHashMap<>();
        Map<List<Integer>, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i++) {
            support.merge(labels[i], 1, Integer::sum);
            if (labels[i] != answers[i]) {
                counts.merge(List.of(labels[i], answers[i]), 1, Integer::sum);
            }
        }
        List<Pair> pairs = new ArrayList<>();
        counts.forEach((pair, clips) -> pairs.add(new Pair(pair.get(0), pair.get(1), clips, support.get(pair.get(0)))));
        pairs.sort(Comparator.comparingInt((Pair pair) -> -pair.clips).thenComparingInt(Pair::sign)
                .thenComparingInt(Pair::takenFor));
        return pairs;
    }
}
