package islr.cli.options;

import islr.data.SignList;
import islr.recognize.ModelHints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What a user says of a file of weights that does not say it itself, as options of a command. The file is one of
/// another program, usually.
public final class ModelOptions {
    @Option(names = "--preset", paramLabel = "NAME",
            description = "The preset that a file is a model of, if neither its metadata nor its tensors tell. "
                    + "Settings that nothing tells are as this preset has them.")
    private String preset;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "A setting of the preset that a file does not tell, such as heads=4. Can be given several "
                    + "times.")
    private List<String> settings = List.of();

    @Option(names = "--statistics", paramLabel = "FILE",
            description = "A file with the statistics of the training set, for a model that has none.")
    private Path statistics;

    @Option(names = "--labels", paramLabel = "FILE",
            description = "The signs, if a model has no list or another is wanted: a JSON map from sign to class "
                    + "number, a JSON list, or one sign a line.")
    private Path labels;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /// For the command line, which makes one itself.
    public ModelOptions() {}

    /// All but the signs.
    ///
    /// @throws CommandLine.ParameterException if a setting has no value, or two
    public ModelHints hints() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String setting : settings) {
            int sign = setting.indexOf('=');
            if (sign < 0) {
                throw wrong("--set " + setting + ": KEY=VALUE is needed, as in --set heads=4");
            }
            String key = setting.substring(0, sign).strip();
            String value = setting.substring(sign + 1);
            String before = values.put(key, value);
            if (before != null && !before.equals(value)) {
                throw wrong("--set " + key + "=" + before + " and --set " + key + "=" + value
                        + " contradict each other; give one of them");
            }
        }
        return new ModelHints(Optional.ofNullable(preset), values, Optional.ofNullable(statistics));
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    /// The list of signs, if one is named.
    ///
    /// @throws IOException if it cannot be read
    public Optional<SignList> signs() throws IOException {
        return labels == null ? Optional.empty() : Optional.of(SignList.read(labels));
    }

    /// The file with the signs, if one is named.
    public Optional<Path> labels() {
        return Optional.ofNullable(labels);
    }

    /// Whether something is said that is of use for a model only.
    public boolean saySomethingOfAModel() {
        return labels != null || statistics != null || !settings.isEmpty();
    }

    /// The first of these options that is given, for messages.
    public Optional<String> given() {
        return preset != null ? Optional.of("--preset") : labels != null ? Optional.of("--labels") : statistics != null
                ? Optional.of("--statistics") : settings.isEmpty() ? Optional.empty() : Optional.of("--set");
    }
}
