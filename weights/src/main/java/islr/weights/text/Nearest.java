package islr.weights.text;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which name was probably meant: the one with the smallest edit distance.
///
/// ```java
/// throw new IllegalArgumentException("there is no preset " + OneLine.quoted(name) + Nearest.hint(name, presets));
/// ```
public final class Nearest {
    /// A hostile file may hold many long names; a guess is not worth more time than this.
    private static final int LONGEST = 120;
    private static final int MOST = 5_000;

    private Nearest() {}

    /// The candidate that takes the fewest insertions, deletions and replacements of characters; the first one of
    /// several equally near. Only the first 120 characters of a name and the first 5,000 candidates are compared.
    public static Optional<String> of(String name, Collection<String> candidates) {
        return candidates.stream().limit(MOST).min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /// The nearest candidate, if at most half of the longer name's characters differ.
    public static Optional<String> alike(String name, Collection<String> candidates) {
        return of(name, candidates)
                .filter(found -> distance(name, found) * 2 <= Math.max(found.length(), name.length()));
    }

    /// `; the nearest name is 'signs'` for the end of a message, or an empty text if none is similar.
    public static String hint(String name, Collection<String> candidates) {
        return alike(name, candidates).map(found -> "; the nearest name is " + OneLine.quoted(found)).orElse("");
    }

    /// `, did you mean 'signs'` for the middle of a message about what a user has typed, or an empty text if no name is
    /// similar. Capital letters count as small ones, and `_` as `-`: nobody types these wrongly for another name.
    public static String meant(String typed, Collection<String> candidates) {
        Map<String, String> names = new LinkedHashMap<>();
        candidates.forEach(candidate -> names.putIfAbsent(plain(candidate), candidate));
        return alike(plain(typed), names.keySet()).map(found -> ", did you mean " + OneLine.quoted(names.get(found)))
                .orElse("");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Levenshtein's distance, one row of the table at a time.
    public static int distance(String first, String second) {
        String a = first.substring(0, Math.min(first.length(), LONGEST));
        String b = second.substring(0, Math.min(second.length(), LONGEST));
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
