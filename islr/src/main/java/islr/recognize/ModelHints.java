package islr.recognize;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a user says of a file of weights that does not say it itself: a file of another program, usually.
///
/// @param preset of which preset it is a model, an id of [Presets]; empty if it is to be found from the tensors
/// @param settings values by key, as `--set` takes them; they go before everything else
/// @param statistics a file of any format with the statistics of the training set, where the model's own has none
public record ModelHints(Optional<String> preset, Map<String, String> settings, Optional<Path> statistics) {
    /// Nothing.
    public static final ModelHints NONE = new ModelHints(Optional.empty(), Map.of(), Optional.empty());

    public ModelHints {
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(statistics, "statistics");
        settings = Map.copyOf(Objects.requireNonNull(settings, "settings"));
    }

    /// The preset alone. What neither the file nor its tensors say is then as the preset has it.
    public static ModelHints preset(String id) {
        Objects.requireNonNull(id, "id");
        return new ModelHints(Optional.of(id), Map.of(), Optional.empty());
    }
}
