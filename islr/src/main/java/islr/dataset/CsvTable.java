package islr.dataset;

import islr.weights.text.Reasons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// A table of comma-separated values in UTF-8 with the names of its columns in the first row.
///
/// Columns without a name are passed over: pandas writes such an index in front, and spreadsheets leave empty columns
/// at the end. So are rows without any value.
///
/// @param columns place of each named column, in their order
/// @param width columns up to the last one with a name; a column behind it may be empty or missing
record CsvTable(Path file, Map<String, Integer> columns, int width, List<Row> rows) {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder().setIgnoreSurroundingSpaces(true).get();
    private static final int LONGEST_HEADER = 200;

    /// @param number in the file, from 1, the header included
    /// @param columns those of the table
    record Row(int number, Map<String, Integer> columns, List<String> values) {
        String get(String column) {
            return values.get(columns.get(column));
        }
    }

    /// @throws IOException whose message names the file and what is wrong with it
    static CsvTable read(Path file) throws IOException {
        String text = text(file);
        try (CSVParser csv = CSVParser.parse(text, FORMAT)) {
            Iterator<CSVRecord> records = csv.iterator();
            Map<String, Integer> columns = records.hasNext() ? columns(file, records.next()) : Map.of();
            int width = columns.values().stream().mapToInt(place -> place + 1).max().orElse(0);
            CsvTable table = new CsvTable(file, columns, width, new ArrayList<>());
            while (records.hasNext()) {
                table.add(records.next());
            }
            return table;
        } catch (CSVException | UncheckedIOException | IllegalArgumentException e) {
            // The library's own words are for programmers, but for the number of the line.
            Matcher line = Pattern.compile("\\bline:? ([0-9]+)").matcher(e.toString());
            throw new IOException(file + ": this is not a table of comma-separated values"
                    + (line.find() ? ": look at the quotes of line " + line.group(1) : "; are its quotes in pairs?"),
                    e);
        }
    }

    private static Map<String, Integer> columns(Path file, CSVRecord header) throws IOException {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (!name.isBlank() && columns.put(name, i) != null) {
                throw new IOException(file + ": two columns are called '" + name + "'; which one counts?");
            }
        }
        return columns;
    }

    private void add(CSVRecord record) throws IOException {
        List<String> values = record.toList();
        if (values.stream().allMatch(String::isBlank)) {
            return;
        }
        int number = Math.toIntExact(record.getRecordNumber());
        if (values.size() < width || values.stream().skip(width).anyMatch(value -> !value.isBlank())) {
            throw problem(number, values.size() + " values for " + width + " columns");
        }
        rows.add(new Row(number, columns, values));
    }

    /// @throws IOException naming those that are missing
    void require(List<String> needed) throws IOException {
        List<String> missing = needed.stream().filter(Predicate.not(columns::containsKey)).toList();
        if (!missing.isEmpty()) {
            String header = String.join(", ", columns.keySet());
            throw new IOException(
                    file + ": it has no column " + String.join(", ", missing) + (columns.isEmpty() ? "; it is empty"
                            : "; its columns are " + header.substring(0, Math.min(LONGEST_HEADER, header.length()))));
        }
    }

    IOException problem(int row, String what) {
        return new IOException(file + ", row " + row + ": " + what);
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": there is no such file; a data set lists its clips there");
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException(file + ": it cannot be read: " + Reasons.of(e, file), e);
        }
        String text = decoded(file, bytes);
        // Some programs on Windows begin a table with this mark.
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String decoded(Path file, byte... bytes) throws IOException {
        boolean wide = bytes.length > 1 && (bytes[0] == -1 && bytes[1] == -2 || bytes[0] == -2 && bytes[1] == -1);
        if (wide) {
            throw new IOException(file + ": it is UTF-16 text; save it as UTF-8");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
            throw new IOException(
                    String.format("%s: it is not UTF-8 text: line %d has the byte 0x%02X; save it as UTF-8", file, line,
                            bytes[in.position()]));
        }
        return out.flip().toString();
    }
}
