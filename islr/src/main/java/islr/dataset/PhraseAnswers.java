package islr.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How like the truth models' answers to sequences are, read from tables as training and evaluation write them
/// (`predictions.csv`), or from any with the same two columns, `sequence` and `likeness`.
public final class PhraseAnswers {
    private static final List<String> COLUMNS = List.of("sequence", "likeness");

    private PhraseAnswers() {}

    /// @param files at least one; of a sequence that is in several, the mean counts
    /// @return likenesses in [0, 1], by the name of the sequence
    /// @throws IOException whose message names the file, the row and what is wrong
    public static Map<String, Double> likenesses(List<Path> files) throws IOException {
        Objects.requireNonNull(files, "files");
        Map<String, Double> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Path file : files) {
            CsvTable table = CsvTable.read(file);
            table.require(COLUMNS);
            for (CsvTable.Row row : table.rows()) {
                sums.merge(row.get("sequence"), likeness(table, row), Double::sum);
                counts.merge(row.get("sequence"), 1, Integer::sum);
            }
        }
        sums.replaceAll((sequence, sum) -> sum / counts.get(sequence));
        return sums;
    }

    private static double likeness(CsvTable table, CsvTable.Row row) throws IOException {
        String text = row.get("likeness");
        try {
            double likeness = Double.parseDouble(text);
            if (likeness >= 0 && likeness <= 1) {
                return likeness;
            }
        } catch (NumberFormatException e) {
            throw table.problem(row.number(), "likeness '" + text + "' is not a number");
        }
        throw table.problem(row.number(), "likeness " + text + " is not in 0 to 1");
    }
}
