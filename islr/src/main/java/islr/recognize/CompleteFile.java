package islr.recognize;

import islr.weights.Checkpoint;
import islr.weights.Formats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Models for programs that cannot be told what a file does not say, because they have no options for it. Where
/// something is missing, the message names the program that adds it.
public final class CompleteFile {
    private static final String PRESET = "--preset";
    private static final String STATISTICS = "--statistics";

    private CompleteFile() {}

    /// Reads a file of any format that says everything or whose tensors show it.
    ///
    /// @return the model in it
    /// @throws IOException whose message names the file, what is wrong and what to do
    public static ModelFile read(Path file) throws IOException {
        return read(file, ModelHints.NONE, List.of(PRESET, STATISTICS));
    }

    /// The same for a program that knows preset and settings, for files that do not name their preset. One that does
    /// says all of this itself.
    ///
    /// @return the model in it
    /// @throws IOException as [#read(Path)]
    public static ModelFile read(Path file, ModelHints hints) throws IOException {
        return read(file, hints, List.of(STATISTICS));
    }

    private static ModelFile read(Path file, ModelHints hints, List<String> lacking) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(hints, "hints");
        Checkpoint tensors = Formats.read(file);
        try {
            return ModelFile.of(tensors, namesPreset(tensors.metadata()) ? ModelHints.NONE : hints);
        } catch (IOException e) {
            for (String option : lacking) {
                if (e.getMessage().contains(option) && !namesPreset(tensors.metadata())) {
                    throw new IOException(e.getMessage() + "; `islr-tools.jar convert` has this option, and writes a "
                            + "file that says it itself", e);
                }
            }
            throw e;
        }
    }

    /// Whether a file says as a model of which preset it can be used, as all files do that are written here.
    ///
    /// @param metadata of the file
    public static boolean namesPreset(Map<String, String> metadata) {
        Objects.requireNonNull(metadata, "metadata");
        return ModelFile.named(metadata).isPresent();
    }

    /// @return the model
    /// @throws IOException if it has no list of signs
    public static ModelFile requireSigns(ModelFile model) throws IOException {
        Objects.requireNonNull(model, "model");
        if (model.signs().isEmpty()) {
            throw new IOException(model.source() + ": it has no list of signs; `islr-tools.jar convert` with --labels "
                    + "writes a file that has one");
        }
        return model;
    }
}
