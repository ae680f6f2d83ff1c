package islr.train.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import islr.data.WholeFile;
import islr.dataset.ClipSource;
import islr.train.report.EpochMetrics;
import islr.train.report.Evaluation;
import islr.train.report.EvaluationTables;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import islr.weights.SafetensorsFile;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The folder of a run. Every file is written beside itself and then moved, so each is whole at any moment.
///
/// | file | what |
/// |---|---|
/// | `settings.json` | everything that was used |
/// | `metrics.jsonl` | an object for each epoch, see [EpochMetrics] |
/// | `report.txt` | precision and recall of every sign on the held-out clips, when the run is complete |
/// | `predictions.csv`, `confusions.csv` | then, too: see [EvaluationTables] |
/// | `errors.svg` | then, too: see [islr.train.report.ErrorDrawings] |
/// | `confidence.csv` | what confidences learn, of runs that learn phrases and were told (`--confidence`) |
/// | `log.txt` | what the user was told, see [RunLog] |
/// | `model.safetensors` | the model after the last epoch: all that recognising needs |
/// | `best.safetensors` | the model after the best epoch, see [BestEpoch]; only if something is held out |
/// | `resume.safetensors` | the state after the last whole epoch: all that going on needs |
///
/// @param isOurs whether the folder itself was made for this run
public record RunFolder(Path path, boolean isOurs) {
    private static final JsonFactory JSON = new JsonFactory();

    public RunFolder {
        Objects.requireNonNull(path, "path");
    }

    /// `parent/<name>-1`, or the first number that is free.
    public static RunFolder next(Path parent, String name) throws IOException {
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(name, "name");
        Path path = parent;
        try {
            Files.createDirectories(parent);
            for (int number = 1;; number++) {
                path = parent.resolve(name + "-" + number);
                try {
                    return new RunFolder(Files.createDirectory(path), true);
                } catch (FileAlreadyExistsException e) {
                    // Another run has this number.
                }
            }
        } catch (IOException e) {
            throw notMade(path, e);
        }
    }

    /// A folder of the user's choice.
    ///
    /// @throws IOException if something is in it already, or it cannot be made
    public static RunFolder at(Path path) throws IOException {
        Objects.requireNonNull(path, "path");
        requireFree(path, ", or go on with --resume");
        boolean made = !Files.exists(path);
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw notMade(path, e);
        }
        return new RunFolder(path, made);
    }

    /// Checks that results can be written to a folder later: before work of hours, not after it.
    ///
    /// @param otherwise what else can be done than naming another folder: the end of a sentence
    /// @throws IOException if the path is a file, or something is in the folder already
    public static void requireFree(Path path, String otherwise) throws IOException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(otherwise, "otherwise");
        if (!Files.exists(path)) {
            return;
        }
        if (!Files.isDirectory(path)) {
            throw new IOException(path + ": this is a file; a folder is needed");
        }
        if (files(path).stream().anyMatch(file -> !isLeftover(file))) {
            throw new IOException(
                    path + ": this folder is not empty, and nothing is overwritten; name another one" + otherwise);
        }
    }

    private static IOException notMade(Path path, IOException e) {
        return new IOException(
                path + ": this folder cannot be made: " + Reasons.of(e, path) + "; name another one with --out", e);
    }

    /// A folder that holds a run.
    public static RunFolder existing(Path path) throws IOException {
        Objects.requireNonNull(path, "path");
        RunFolder folder = new RunFolder(path, false);
        if (!folder.isThere()) {
            throw new IOException(path + ": there is no run here to resume (no settings.json)");
        }
        return folder;
    }

    private static List<Path> files(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.toList();
        } catch (IOException e) {
            throw new IOException(path + ": this folder cannot be read: " + Reasons.of(e, path), e);
        }
    }

    /// Half of a file, of a program that was killed while it wrote.
    private static boolean isLeftover(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(".part");
    }

    /// Keeps other programs from working on this run until it is closed, and removes what one that was killed may have
    /// left.
    ///
    /// @return the lock, which is to be closed
    /// @throws IOException if another program works on it now
    public RunLock lock() throws IOException {
        RunLock lock = RunLock.of(settingsFile());
        for (Path file : files(path)) {
            if (isLeftover(file)) {
                Files.deleteIfExists(file);
            }
        }
        return lock;
    }

    /// Whether there is a run in it.
    public boolean isThere() {
        return Files.isRegularFile(settingsFile());
    }

    /// Takes a run that came to nothing away again, as far as that can be done.
    public void discard() {
        try {
            Files.deleteIfExists(logFile());
            Files.deleteIfExists(path.resolve("confidence.csv"));
            Files.deleteIfExists(settingsFile());
            if (isOurs) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // Why it came to nothing is what the user should hear of.
        }
    }

    /// The file of the model after the last whole epoch.
    public Path model() {
        return path.resolve("model.safetensors");
    }

    /// The model after the best epoch.
    public Path bestModel() {
        return path.resolve("best.safetensors");
    }

    private Path settingsFile() {
        return path.resolve("settings.json");
    }

    private Path logFile() {
        return path.resolve("log.txt");
    }

    /// What this run has told its user so far.
    public RunLog log() {
        return new RunLog(logFile());
    }

    private Path resumeFile() {
        return path.resolve("resume.safetensors");
    }

    /// Begins a run in this folder: writes its settings, unless another program was quicker.
    ///
    /// @param settings as [#writeSettings] takes them
    /// @throws IOException if they cannot be written (the folder is then as it was), or another program has begun a run
    ///     here since this folder was found to be free (whose run is left alone)
    void begin(Map<String, ?> settings) throws IOException {
        // A lock, which ends with the program: a file alone would be in the way of the next run.
        Path claim = path.resolve(".islr-begin.part");
        try (RunLock _ = RunLock.claim(claim)) {
            if (isThere()) {
                throw new IOException(path + ": another program has just begun a run in this folder; name another one");
            }
            try {
                writeSettings(settings);
            } catch (IOException e) {
                discard();
                throw e;
            }
        } finally {
            Files.deleteIfExists(claim);
        }
    }

    /// @param settings by key: texts, numbers, and lists of them
    public void writeSettings(Map<String, ?> settings) throws IOException {
        Objects.requireNonNull(settings, "settings");
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            for (Map.Entry<String, ?> entry : settings.entrySet()) {
                json.writeFieldName(entry.getKey());
                write(json, entry.getValue());
            }
            json.writeEndObject();
        }
        write(settingsFile(), text + "\n");
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Integer whole -> json.writeNumber(whole);
            case Long whole -> json.writeNumber(whole);
            case Double real -> json.writeNumber(real);
            case List<?> several -> {
                json.writeStartArray();
                for (Object each : several) {
                    write(json, each);
                }
                json.writeEndArray();
            }
            default -> json.writeString(value.toString());
        }
    }

    /// What [#writeSettings] wrote, as texts: a number as it stands there, a list with commas between its parts. (Until
    /// numbers were written as numbers, all of it was texts.)
    ///
    /// @return by key, in the order of the file
    /// @throws IOException whose message names the file, if that is damaged
    public SequencedMap<String, String> settings() throws IOException {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        written().forEach((key, value) -> settings.put(key, value instanceof List<?> several
                ? several.stream().map(Object::toString).collect(Collectors.joining(",")) : value.toString()));
        return settings;
    }

    /// The settings as they are written: texts, and lists of texts.
    SequencedMap<String, Object> written() throws IOException {
        SequencedMap<String, Object> settings = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(Files.readString(settingsFile()))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                if (json.nextToken() != JsonToken.START_ARRAY) {
                    settings.put(key, value(json, key));
                    continue;
                }
                List<String> several = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    several.add(value(json, key));
                }
                settings.put(key, several);
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw new IOException("they do not end where they should");
            }
            return settings;
        } catch (IOException e) {
            throw new IOException(settingsFile() + ": these are not the settings of a run: "
                    + Reasons.of(e, settingsFile()) + "; restore the file, or start a new run", e);
        }
    }

    private static String value(JsonParser json, String key) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getText();
            case null, default -> throw new IOException("'" + key + "' is neither a text nor a number");
        };
    }

    /// Writes what is to be known of the held-out clips: the report, the predictions and the confusions.
    ///
    /// @param clips those that were judged, in the order of the evaluation, of which there are some
    /// @param sign name of each class
    /// @param more lines below the report
    public void writeReport(List<ClipSource.Recording> clips, Evaluation evaluation, IntFunction<String> sign,
            List<String> more) throws IOException {
        Objects.requireNonNull(clips, "clips");
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(sign, "sign");
        Objects.requireNonNull(more, "more");
        EvaluationTables.write(path, clips, evaluation, sign, more);
    }

    public void writeMetrics(List<String> lines) throws IOException {
        Objects.requireNonNull(lines, "lines");
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        write(path.resolve("metrics.jsonl"), text.toString());
    }

    public void writeState(Checkpoint state) throws IOException {
        Objects.requireNonNull(state, "state");
        Safetensors.write(resumeFile(), state);
    }

    /// How many epochs the state holds; 0 if there is none yet.
    ///
    /// @throws IOException if it cannot be read, with the remedy
    int epochsDone() throws IOException {
        if (!Files.exists(resumeFile())) {
            return 0;
        }
        try (SafetensorsFile state = SafetensorsFile.open(resumeFile())) {
            return RunState.epochs(state.metadata());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// The state after the last whole epoch; empty if there was none yet.
    ///
    /// @throws IOException if it cannot be used, with the remedy
    public Optional<RunState> state(RunSettings settings) throws IOException {
        Objects.requireNonNull(settings, "settings");
        if (!Files.exists(resumeFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(RunState.of(Safetensors.read(resumeFile()), settings));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// A state that cannot be used.
    public IOException unusable(Exception why) {
        Objects.requireNonNull(why, "why");
        return new IOException(resumeFile() + ": this run cannot go on from here: " + why.getMessage()
                + "; restore the file, or remove it to train this run from its beginning", why);
    }

    private static void write(Path file, String text) throws IOException {
        WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
