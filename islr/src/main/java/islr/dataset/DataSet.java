package islr.dataset;

import islr.data.Clip;
import islr.data.ClipReader;
import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.internal.Fingerprint;
import islr.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

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

    private final Path folder;
    private final SignList signs;
    private final List<Recording> recordings;

    private DataSet(Path folder, SignList signs, List<Recording> recordings) {
        this.folder = folder;
        this.signs = signs;
        this.recordings = recordings;
    }

    /// @return the labels and places of all clips; the clips themselves are not read yet
    /// @throws IOException whose message names the file, the row and what is wrong with it
    public static DataSet read(Path folder) throws IOException {
        Objects.requireNonNull(folder, "folder");
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    folder + ": there is no such folder; a data set is a folder with " + INDEX + " and " + SIGNS);
        }
        SignList signs = SignList.read(folder.resolve(SIGNS));
        CsvTable table = ListedFiles.table(folder.resolve(INDEX));
        table.require(COLUMNS);
        List<Recording> recordings = new Rows(folder, table, signs).read();
        if (recordings.isEmpty()) {
            throw new IOException(table.file() + ": it lists no clip");
        }
        return new DataSet(folder, signs, List.copyOf(recordings));
    }

    /// Checks rows one by one.
    private record Rows(Path folder, CsvTable table, SignList signs) {
        List<Recording> read() throws IOException {
            List<Recording> recordings = new ArrayList<>();
            ListedFiles files = new ListedFiles(folder, table);
            Map<Path, Integer> lines = new HashMap<>();
            Map<String, Integer> numbers = new HashMap<>();
            for (String name : signs.names()) {
                numbers.put(name, numbers.size());
            }
            for (CsvTable.Row row : table.rows()) {
                int line = row.number();
                String path = files.found(row.get("path"));
                Integer label = numbers.get(row.get("sign"));
                if (label == null) {
                    throw table.problem(line, "the sign '" + row.get("sign") + "' is not in " + SIGNS);
                }
                String signer = row.get("participant_id");
                files.requireSigner(line, signer);
                Path file = files.file(line, path);
                Integer before = lines.put(file, line);
                if (before != null) {
                    throw table.problem(line,
                            "'" + path + "' is listed in row " + before + " already; keep one of them");
                }
                if (!Files.isRegularFile(file)) {
                    throw table.problem(line,
                            "the clip '" + path + "' is not there; restore the file or remove the row");
                }
                recordings.add(new Recording(path, signer, label));
            }
            return recordings;
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
        Objects.requireNonNull(chosen, "chosen");
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
