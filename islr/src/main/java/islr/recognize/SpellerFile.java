package islr.recognize;

import islr.system.NamedSettings;
import islr.system.Settings;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One file is the whole speller.
public final class SpellerFile {
    private SpellerFile() {}

    /// Writes a model: beside the file first, then moved into its place.
    ///
    /// @param state all tensors of the network
    /// @param trainedOn signers that it has seen
    /// @param more further metadata
    public static void write(Path file, NamedSettings preset, Settings settings, Map<String, Tensor> state,
            List<String> trainedOn, Map<String, String> more) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(preset, "preset");
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("preset", preset.id());
        metadata.putAll(settings.toMap());
        if (!trainedOn.isEmpty()) {
            metadata.put("trained_on", String.join(",", trainedOn));
        }
        more.forEach(metadata::putIfAbsent);
        Safetensors.write(file, new Checkpoint(state, metadata));
    }
}
