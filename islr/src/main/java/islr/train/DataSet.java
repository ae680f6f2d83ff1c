package islr.train;

import islr.data.Clip;
import islr.data.ClipReader;
import islr.model.SignList;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// A folder in the layout of the competition's data set:
///
/// ```
/// train.csv                             path, participant_id, sequence_id, sign
/// sign_to_prediction_index_map.json     {"TV": 0, "after": 1, …}
/// train_landmark_files/26734/1000035562.parquet …
/// ```
///
/// `train.csv` may have more columns, in any order. Every row is checked before anything is read: its clip is there, its sign is known, and no clip is
/// listed twice.
public final class DataSet implements ClipSource {
    private static final String INDEX = "train.csv";
    private static final String SIGNS = "sign_to_prediction_index_map.json";
    private static final List<String> COLUMNS = List.of("path", "participant_id", "sign");

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
            throw new IOException(folder + ": there is no such folder; a data set is a folder with " + INDEX + " and " + SIGNS);
        }
        SignList signs = SignList.read(folder.resolve(SIGNS));
        Path index = folder.resolve(INDEX);
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).setIgnoreSurroundingSpaces(true).get();
        try (Reader reader = Files.newBufferedReader(index); CSVParser csv = format.parse(reader)) {
            List<String> missing = COLUMNS.stream().filter(column -> !csv.getHeaderNames().contains(column)).toList();
            if (!missing.isEmpty()) {
                throw new IOException(index + ": it has no column " + String.join(", ", missing) + "; its columns are "
                        + String.join(", ", csv.getHeaderNames()));
            }
            List<Recording> recordings = new Rows(folder, index, signs).read(csv);
            if (recordings.isEmpty()) {
                throw new IOException(index + ": it lists no clip");
            }
            return new DataSet(folder, signs, List.copyOf(recordings));
        } catch (NoSuchFileException e) {
            throw new IOException(index + ": there is no such file; a data set lists its clips there", e);
        } catch (CharacterCodingException | UncheckedIOException | IllegalArgumentException e) {
            throw new IOException(index + ": this is no table of comma-separated values: " + e.getMessage(), e);
        }
    }

    /// Checks rows one by one.
    private record Rows(Path folder, Path index, SignList signs) {
        List<Recording> read(CSVParser csv) throws IOException {
            List<Recording> recordings = new ArrayList<>();
            Map<String, Long> lines = new HashMap<>();
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
                if (row.get("participant_id").isBlank()) {
                    throw problem(line, "it has no participant_id; who signs decides who can be held out");
                }
                Long before = lines.put(path, line);
                if (before != null) {
                    throw problem(line, "'" + path + "' is listed in row " + before + " already; keep one of them");
                }
                if (!Files.isRegularFile(folder.resolve(path))) {
                    throw problem(line, "the clip '" + path + "' is not there; restore the file or remove the row");
                }
                recordings.add(new Recording(path, row.get("participant_id"), label));
            }
            return recordings;
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
    public Clip read(int index) throws IOException {
        return ClipReader.read(folder.resolve(recordings.get(index).name()));
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
                fingerprint.add(Files.size(file)).add(Files.getLastModifiedTime(file).toMillis());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return fingerprint.hex();
    }
}
