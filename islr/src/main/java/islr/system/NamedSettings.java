package islr.system;

import islr.nn.Parameters;
import java.util.List;

/// A named choice of all settings of a system, whether it answers with signs ([Preset]) or with phrases.
public interface NamedSettings {
    /// As `--preset` and checkpoints have it.
    String id();

    /// Other names under which checkpoints may know it.
    List<String> aliases();

    /// A line of help.
    String description();

    /// Values for all settings of its system.
    Settings defaults();

    /// What is reported of it and where, or empty.
    String reported();

    /// Where it comes from.
    String source();

    /// What is read of a clip.
    ///
    /// @throws IllegalArgumentException if settings contradict each other
    Features features(Settings settings);

    /// Names and shapes of the tensors of a model with these settings.
    ///
    /// @param classes number of signs; without meaning for a system that answers with phrases
    /// @return parameters that are all ones
    /// @throws IllegalArgumentException if settings contradict each other
    Parameters blank(Settings settings, int classes);

    /// All settings of its system.
    default List<Setting<?>> settings() {
        return defaults().list();
    }

    /// Whether this is its id or an alias of it.
    default boolean isCalled(String name) {
        return id().equals(name) || aliases().contains(name);
    }
}
