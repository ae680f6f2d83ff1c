package islr.system.fingerspelling;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// How many changes make one text of another.
public enum EditDistance {
    /// Changes are: a character more, one less, another one. The competition's.
    LEVENSHTEIN,
    /// Also two neighbours that change places, even if characters are put between them afterwards. That of the
    /// original's own score and of its confidences.
    ///
    /// Source: Lowrance, Wagner, *An Extension of the String-to-String Correction Problem* (1975).
    DAMERAU;

    /// The least number of changes from `a` to `b`.
    public int between(String a, String b) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        // of[i + 1][j + 1]: from the first i characters of a to the first j of b. Row and column 0 are out of reach.
        int[][] of = new int[a.length() + 2][b.length() + 2];
        int far = a.length() + b.length();
        of[0][0] = far;
        for (int i = 0; i <= a.length(); i++) {
            of[i + 1][0] = far;
            of[i + 1][1] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            of[0][j + 1] = far;
            of[1][j + 1] = j;
        }
        Map<Character, Integer> lastRow = new HashMap<>();
        for (int i = 1; i <= a.length(); i++) {
            int lastColumn = 0;
            for (int j = 1; j <= b.length(); j++) {
                int k = lastRow.getOrDefault(b.charAt(j - 1), 0);
                int l = lastColumn;
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int least = Math.min(of[i][j] + (same ? 0 : 1), Math.min(of[i + 1][j], of[i][j + 1]) + 1);
                if (this == DAMERAU) {
                    least = Math.min(least, of[k][l] + (i - k - 1) + 1 + (j - l - 1));
                }
                of[i + 1][j + 1] = least;
                lastColumn = same ? j : lastColumn;
            }
            lastRow.put(a.charAt(i - 1), i);
        }
        return of[a.length() + 1][b.length() + 1];
    }

    /// How like its truth a prediction is, in [0, 1]: `(n − D)/n` with n the length of the truth, 0 where that is
    /// negative. Of no characters, 1 if there are none in the prediction.
    public double likeness(String truth, String prediction) {
        Objects.requireNonNull(truth, "truth");
        Objects.requireNonNull(prediction, "prediction");
        if (truth.isEmpty()) {
            return prediction.isEmpty() ? 1 : 0;
        }
        return Math.max(0, (truth.length() - between(truth, prediction)) / (double) truth.length());
    }
}
