package islr.train;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The folder of a run. Every file is written beside itself and then moved, so each is whole at any moment.
///
/// | file | what |
/// |---|---|
/// | `settings.json` | everything that was asked for |
/// | `metrics.jsonl` | an object for each epoch, see [EpochMetrics] |
/// | `report.txt` | precision and recall of every sign on the held-out clips, when the run is complete |
/// | `model.safetensors` | the model so far: all that recognising needs |
/// | `resume.safetensors` | the state behind the last whole epoch: all that going on needs |
public record RunFolder(Path path) {
    private static final JsonFactory JSON = new JsonFactory();

    /// `parent/<name>-1`, or the first number that is free.
    public static RunFolder next(Path parent, String name) throws IOException {
        Files.createDirectories(parent);
        for (int number = 1;; number++) {
            try {
                return new RunFolder(Files.createDirectory(parent.resolve(name + "-" + number)));
            } catch (FileAlreadyExistsException e) {
                // Another run has this number.
            }
        }
    }

    /// A folder of the user's choice.
    ///
    /// @throws IOException if something is in it already, or it cannot be made
    public static RunFolder at(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (var children = Files.list(path)) {
                if (children.findAny().isPresent()) {
                    throw new IOException(path + ": this folder is not empty, and nothing is overwritten; name another one, or go on with --resume");
                }
            }
        } else if (Files.exists(path)) {
            throw new IOException(path + ": this is a file; a folder is needed");
        }
        Files.createDirectories(path);
        if (!Files.isWritable(path)) {
            throw new IOException(path + ": nothing can be written into this folder");
        }
        return new RunFolder(path);
    }

    /// A folder that holds a run.
    public static RunFolder existing(Path path) throws IOException {
        RunFolder folder = new RunFolder(path);
        if (!Files.isRegularFile(folder.settingsFile())) {
            throw new IOException(path + ": there is no run here to resume (no settings.json)");
        }
        return folder;
    }

    public Path model() {
        return path.resolve("model.safetensors");
    }

    private Path settingsFile() {
        return path.resolve("settings.json");
    }

    private Path resumeFile() {
        return path.resolve("resume.safetensors");
    }

    void writeSettings(Map<String, String> settings) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            for (Map.Entry<String, String> entry : settings.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
        write(settingsFile(), text + "\n");
    }

    /// @throws IOException whose message names the file, if it is not what [#writeSettings] wrote
    public SequencedMap<String, String> settings() throws IOException {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(Files.readString(settingsFile()))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                settings.put(key, json.getValueAsString());
            }
            return settings;
        } catch (IOException e) {
            throw new IOException(settingsFile() + ": these are not the settings of a run: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    /// Writes the report on the held-out clips.
    public void writeReport(String text) throws IOException {
        write(path.resolve("report.txt"), text);
    }

    void writeMetrics(List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        write(path.resolve("metrics.jsonl"), text.toString());
    }

    void writeState(Checkpoint state) throws IOException {
        Safetensors.write(resumeFile(), state);
    }

    /// The state behind the last whole epoch; empty if there was none yet.
    Optional<Checkpoint> state() throws IOException {
        return Files.exists(resumeFile()) ? Optional.of(Safetensors.read(resumeFile())) : Optional.empty();
    }

    private static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, text.getBytes(StandardCharsets.UTF_8));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw new IOException(file + ": cannot be written: " + e.getMessage() + "; is the disk full?", e);
        }
    }
}
