package islr.tools.model;

import islr.data.SignList;
import islr.recognize.ModelHints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What a user says of a file of weights that does not say it itself, as options of a command.
public final class ModelOptions {
    @Option(names = "--preset", paramLabel = "NAME",
            description = "The preset that a file is a model of, if neither its metadata nor its tensors tell. "
                    + "Settings that nothing tells are as this preset has them.")
    private String preset;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "A setting of the preset that a file does not tell, such as heads=4.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--statistics", paramLabel = "FILE",
            description = "A file with the statistics of the training set, for a model that has none.")
    private Path statistics;

    @Option(names = "--labels", paramLabel = "FILE",
            description = "The signs, if a model has no list or another is wanted: a JSON map from sign to class "
                    + "number, a JSON list, or one sign a line.")
    private Path labels;

    /// For the command line, which makes one itself.
    public ModelOptions() {}

    /// All but the signs.
    public ModelHints hints() {
        return new ModelHints(Optional.ofNullable(preset), settings, Optional.ofNullable(statistics));
    }

    /// The list of signs, if one is named.
    ///
    /// @throws IOException if it cannot be read
    public Optional<SignList> signs() throws IOException {
        return labels == null ? Optional.empty() : Optional.of(SignList.read(labels));
    }

    /// Whether something is said that is of use for a model only.
    public boolean saySomethingOfAModel() {
        return labels != null || statistics != null || !settings.isEmpty();
    }
}
