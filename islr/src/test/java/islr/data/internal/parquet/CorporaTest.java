package islr.data.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/// The public parquet files of Apache parquet-testing and of Arrow's fuzzer, read column by column, in the memory of a
/// small JVM (`-Xmx256m`, see the pom). Where pyarrow reads a column too, the values are the same; otherwise the reader
/// says why not in one sentence. Either takes less than a second.
///
/// `corpora/verdicts.tsv` has a line for each file: its name, then what is expected of its columns. What pyarrow reads
/// is in `corpora/pyarrow.tsv`, which `tools/golden/parquet_corpora.py` writes.
class CorporaTest {

    private static final long SECOND = 1_000_000_000;
    /// Characters that do not belong in a line, and words that only developers understand.
    private static final Pattern UNFIT = Pattern
            .compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]|Exception|\\bnull\\b|Error:|org\\.apache|java\\.");

    @Test
    void everyFileIsReadAsPyarrowReadsItOrRefusedInOneSentenceWithinASecond() throws IOException {
        Path root = Path.of(System.getProperty("islr.root", "..")).toAbsolutePath().normalize()
                .resolveSibling("shared/corpora/parquet");
        assumeTrue(Files.isDirectory(root), "skipped: there is no " + root);
        Map<String, String> expected = table("verdicts.tsv");
        Map<String, String> pyarrow = table("pyarrow.tsv");
        var verdicts = new LinkedHashMap<String, String>();
        var slow = new ArrayList<String>();
        for (Path file : files(root)) {
            String name = root.relativize(file).toString().replace('\\', '/');
            Map<String, String> reference = columns(pyarrow.getOrDefault(name, ""));
            long start = System.nanoTime();
            verdicts.put(name, verdict(file, reference));
            if (System.nanoTime() - start > SECOND) {
                // Another process may have had the CPU.
                start = System.nanoTime();
                verdict(file, reference);
                if (System.nanoTime() - start > SECOND) {
                    slow.add(name);
                }
            }
        }
        // For whoever changes the reader: the table as it is now.
        Files.write(Files.createDirectories(Path.of("target")).resolve("verdicts.tsv"),
                verdicts.entrySet().stream().map(verdict -> verdict.getKey() + "\t" + verdict.getValue()).toList());
        assertThat(slow).as("over a second").isEmpty();
        assertThat(verdicts).allSatisfy((file, verdict) -> assertThat(verdict).doesNotContain("FAULT"));
        assertThat(verdicts).containsExactlyInAnyOrderEntriesOf(expected);
    }

    /// The verdict of each column; columns next to each other with the same verdict are named together.
    private static String verdict(Path file, Map<String, String> pyarrow) {
        var verdicts = new LinkedHashMap<String, List<String>>();
        try (ParquetFile parquet = ParquetFile.open(file)) {
            for (int i = 0; i < parquet.columns().size(); i++) {
                Column column = parquet.columns().get(i);
                String verdict = verdict(parquet, column, pyarrow.get(Integer.toString(i)));
                verdicts.computeIfAbsent(verdict, v -> new ArrayList<>()).add(Integer.toString(i));
            }
        } catch (ParquetException e) {
            return sentence(e) + (pyarrow.isEmpty() ? "" : " (pyarrow reads columns)");
        } catch (Throwable e) {
            return "FAULT " + e;
        }
        return verdicts.entrySet().stream().map(e -> String.join(",", e.getValue()) + ": " + e.getKey())
                .collect(Collectors.joining("\t"));
    }

    private static String verdict(ParquetFile file, Column column, String pyarrow) {
        if (!column.isNumber() && !column.isText()) {
            return "no number and no text";
        }
        try {
            // Before memory is taken, as a clip's reader does.
            String read = file.rows() > 1_000_000 ? "too many rows" : file.rows() + ":" + crc(file, column);
            return pyarrow == null ? "read" : pyarrow.equals(read) ? "as pyarrow" : "FAULT other values than pyarrow's";
        } catch (ParquetException e) {
            String sentence = sentence(e).replace("column " + column.name() + ",", "column,");
            return sentence + (pyarrow == null ? "" : " (pyarrow reads it)");
        } catch (Throwable e) {
            return "FAULT " + e;
        }
    }

    private static String sentence(ParquetException e) {
        String message = e.getMessage();
        return UNFIT.matcher(message).find() ? "FAULT unfit: " + message : message;
    }

    private static long crc(ParquetFile file, Column column) throws IOException {
        var crc = new CRC32();
        if (column.isNumber()) {
            file.readNumbers(column, (numbers, count, firstRow) -> {
                ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < count; i++) {
                    bytes.putLong(Double.doubleToLongBits(numbers[i]));
                }
                crc.update(bytes.flip());
            });
            return crc.getValue();
        }
        var texts = new ArrayList<String>();
        var codes = new HashMap<String, Integer>();
        file.readCodes(column, text -> codes.computeIfAbsent(text, t -> {
            texts.add(t);
            return texts.size() - 1;
        }), -1, (page, count, firstRow) -> {
            var bytes = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                byte[] text = page[i] < 0 ? null : texts.get(page[i]).getBytes(StandardCharsets.UTF_8);
                bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(text == null ? -1 : text.length).array());
                bytes.writeBytes(text == null ? new byte[0] : text);
            }
            crc.update(bytes.toByteArray());
        });
        return crc.getValue();
    }

    private static Map<String, String> columns(String line) {
        return Stream.of(line.split("\t")).filter(column -> !column.isEmpty())
                .collect(Collectors.toMap(column -> column.substring(0, column.indexOf(':')),
                        column -> column.substring(column.indexOf(':') + 1)));
    }

    private static Map<String, String> table(String name) throws IOException {
        try (var in = CorporaTest.class.getResourceAsStream("/islr/data/corpora/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().collect(Collectors
                    .toMap(line -> line.split("\t", 2)[0], line -> line.contains("\t") ? line.split("\t", 2)[1] : ""));
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
