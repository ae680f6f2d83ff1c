package islr.dataset;

import islr.data.Clip;
import islr.data.ClipReader;
import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.internal.Fingerprint;
import islr.tensor.Parallel;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/// A folder in the layout of the competition's data set:
///
/// ```
/// train.csv                             path, participant_id, sequence_id, sign
/// sign_to_prediction_index_map.json     {"TV": 0, "after": 1, …}
/// train_landmark_files/26734/1000035562.parquet …
/// ```
///
/// `train.csv` may have more columns, in any order. Every row is checked before anything is read: its clip is there,
/// its sign is known, and no clip is listed twice.
public final class DataSet implements ClipSource {
    private static final String INDEX = "train.csv";
    private static final String SIGNS = "sign_to_prediction_index_map.json";
    private static final List<String> COLUMNS = List.of("path", "participant_id", "sign");
    private static final int LONGEST_HEADER = 200;

    private final Path folder;
    private final SignList signs;
    private final List<Recording> recordings;

    private DataSet(Path folder, SignList signs, List<Recording> recordings) {
        this.folder = folder;
        this.signs = signs;
        this.recordings = recordings;
    }

    /// @throws IOException whose message names the file, the row and what is wrong with it
    public static DataSet read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    folder + ": there is no such folder; a data set is a folder with " + INDEX + " and " + SIGNS);
        }
        SignList signs = SignList.read(folder.resolve(SIGNS));
        Path index = folder.resolve(INDEX);
        String table = text(index);
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true)
                .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW).setIgnoreSurroundingSpaces(true).get();
        try (CSVParser csv = CSVParser.parse(table, format)) {
            List<String> missing = COLUMNS.stream().filter(column -> !csv.getHeaderNames().contains(column)).toList();
            if (!missing.isEmpty()) {
                String header = String.join(", ", csv.getHeaderNames());
                throw new IOException(index + ": it has no column " + String.join(", ", missing) + (header.isBlank()
                        ? "; it is empty"
                        : "; its columns are " + header.substring(0, Math.min(LONGEST_HEADER, header.length()))));
            }
            List<Recording> recordings = new Rows(folder, index, signs).read(csv);
            if (recordings.isEmpty()) {
                throw new IOException(index + ": it lists no clip");
            }
            return new DataSet(folder, signs, List.copyOf(recordings));
        } catch (CSVException | UncheckedIOException | IllegalArgumentException e) {
            Throwable why = e instanceof UncheckedIOException ? e.getCause() : e;
            throw new IOException(index + ": this is no table of comma-separated values: " + why.getMessage(), e);
        }
    }

    private static String text(Path index) throws IOException {
        if (!Files.isRegularFile(index)) {
            throw new IOException(index + ": there is no such file; a data set lists its clips there");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(index)))
                    .toString();
            // Some programs on Windows begin a table with this mark.
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException(index + ": this is no UTF-8 text; a table of comma-separated values is needed", e);
        } catch (IOException e) {
            throw new IOException(index + ": it cannot be read: " + Reasons.of(e, index), e);
        }
    }

    /// Checks rows one by one.
    private record Rows(Path folder, Path index, SignList signs) {
        List<Recording> read(CSVParser csv) throws IOException {
            List<Recording> recordings = new ArrayList<>();
            Map<Path, Long> lines = new HashMap<>();
            Map<String, Integer> numbers = new HashMap<>();
            for (String name : signs.names()) {
                numbers.put(name, numbers.size());
            }
            for (CSVRecord row : csv) {
                long line = row.getRecordNumber() + 1;
                if (!row.isConsistent()) {
                    throw problem(line, row.size() + " values for " + csv.getHeaderNames().size() + " columns");
                }
                String path = row.get("path");
                Integer label = numbers.get(row.get("sign"));
                if (label == null) {
                    throw problem(line, "the sign '" + row.get("sign") + "' is not in " + SIGNS);
                }
                String signer = row.get("participant_id");
                if (signer.isBlank()) {
                    throw problem(line, "it has no participant_id; who signs decides who can be held out");
                }
                if (signer.contains(",") || signer.equals(Split.NOBODY)) {
                    throw problem(line, "participant_id '" + signer
                            + "' could not be held out by that name; give this signer another one");
                }
                Path file = file(line, path);
                Long before = lines.put(file, line);
                if (before != null) {
                    throw problem(line, "'" + path + "' is listed in row " + before + " already; keep one of them");
                }
                if (!Files.isRegularFile(file)) {
                    throw problem(line, "the clip '" + path + "' is not there; restore the file or remove the row");
                }
                recordings.add(new Recording(path, signer, label));
            }
            return recordings;
        }

        private Path file(long line, String path) throws IOException {
            try {
                return folder.resolve(path).normalize();
            } catch (InvalidPathException e) {
                throw problem(line, "the path '" + path + "' cannot be the name of a file: " + e.getReason());
            }
        }

        private IOException problem(long line, String what) {
            return new IOException(index + ", row " + line + ": " + what);
        }
    }

    @Override
    public SignList signs() {
        return signs;
    }

    @Override
    public String origin() {
        return folder.toAbsolutePath().normalize().toString();
    }

    @Override
    public Path example(Predicate<Recording> chosen, Path unused) {
        return folder.resolve(recordings.stream().filter(chosen).findFirst().orElse(recordings.getFirst()).name());
    }

    @Override
    public List<Recording> recordings() {
        return recordings;
    }

    @Override
    public Clip read(int index, SkeletonRows rows) throws IOException {
        return ClipReader.read(folder.resolve(recordings.get(index).name()), rows, Parallel.sequential());
    }

    @Override
    public String fingerprint() {
        Fingerprint fingerprint = new Fingerprint().add(signs.toJson());
        recordings.forEach(fingerprint::add);
        return fingerprint.hex();
    }

    @Override
    public String version() {
        Fingerprint fingerprint = new Fingerprint().add(fingerprint());
        for (Recording recording : recordings) {
            Path file = folder.resolve(recording.name());
            try {
                fingerprint.add(Files.size(file)).add(Files.getLastModifiedTime(file));
            } catch (IOException e) {
                fingerprint.add("gone");
            }
        }
        return fingerprint.hex();
    }
}
