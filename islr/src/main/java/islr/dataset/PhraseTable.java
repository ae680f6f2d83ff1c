package islr.dataset;

import islr.data.CharacterMap;
import islr.data.ClipException;
import islr.data.SequenceFile;
import islr.data.SequenceFile.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A table of sequences and their phrases, whose rows are checked one by one.
///
/// @param supplemental whether it is the second table
record PhraseTable(Path folder, CsvTable table, CharacterMap characters, boolean supplemental) {
    private static final List<String> COLUMNS = List.of("path", "sequence_id", "participant_id", "phrase");

    /// A row whose sequence was found.
    record Entry(PhraseSource.Recording recording, Path file, Sequence sequence) {}

    /// A row whose file was not looked into yet.
    private record Listed(int line, long id, PhraseSource.Recording recording) {}

    /// All rows, those of one file together, the files in the order of the table.
    List<Entry> read() throws IOException {
        table.require(COLUMNS);
        ListedFiles files = new ListedFiles(folder, table);
        Map<Path, List<Listed>> byFile = new LinkedHashMap<>();
        Map<Long, Integer> lines = new HashMap<>();
        for (CsvTable.Row row : table.rows()) {
            int line = row.number();
            String path = files.found(row.get("path"));
            long id = id(line, row.get("sequence_id"));
            Integer before = lines.put(id, line);
            if (before != null) {
                throw table.problem(line,
                        "sequence " + id + " is listed in row " + before + " already; keep one of them");
            }
            String signer = row.get("participant_id");
            files.requireSigner(line, signer);
            String phrase = row.get("phrase");
            requirePhrase(line, phrase);
            Path file = files.file(line, path);
            if (!byFile.containsKey(file) && !Files.isRegularFile(file)) {
                throw table.problem(line, "the file '" + path + "' is not there; restore it or remove its rows");
            }
            var recording = new PhraseSource.Recording(path + "#" + id, signer, phrase, supplemental);
            byFile.computeIfAbsent(file, key -> new ArrayList<>()).add(new Listed(line, id, recording));
        }
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<Path, List<Listed>> each : byFile.entrySet()) {
            find(each.getKey(), each.getValue(), entries);
        }
        return entries;
    }

    private long id(int line, String text) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw table.problem(line, "sequence_id '" + text + "' is not a whole number");
        }
    }

    private void requirePhrase(int line, String phrase) throws IOException {
        if (phrase.isBlank()) {
            throw table.problem(line, "it has no phrase; write what is spelled, or remove the row");
        }
        for (int i = 0; i < phrase.length(); i++) {
            if (characters.of(phrase.charAt(i)) < 0) {
                throw table.problem(line, String.format(
                        "phrase '%s': '%s' at character %d is not in %s; write the phrase without it, or remove the "
                                + "row",
                        phrase, Character.toString(phrase.codePointAt(i)), i + 1, PhraseDataSet.CHARACTERS));
            }
        }
    }

    /// Looks for the sequences of one file.
    private void find(Path file, List<Listed> rows, List<Entry> entries) throws IOException {
        try (SequenceFile opened = SequenceFile.open(file)) {
            for (Listed row : rows) {
                try {
                    entries.add(new Entry(row.recording(), file, opened.sequence(row.id())));
                } catch (ClipException e) {
                    throw new IOException(table.problem(row.line(), e.getMessage()).getMessage()
                            + "; correct the number or remove the row", e);
                }
            }
        }
    }
}
