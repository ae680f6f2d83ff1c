package islr.system;

import islr.nn.Parameters;
import java.util.List;
import java.util.Map;

/// A named choice of all settings of an architecture.
///
/// @param id as `--preset` and checkpoints have it
/// @param aliases other names under which checkpoints may know it
/// @param description a line of help
/// @param architecture what is set
/// @param defaults values for all of its settings
/// @param reported the accuracy that is reported of it and where, or empty
/// @param source where it comes from
public record Preset(String id, List<String> aliases, String description, Architecture architecture, Settings defaults,
        String reported, String source) implements NamedSettings {

    /// An architecture with its defaults.
    public static Preset of(String id, String description, Architecture architecture) {
        return new Preset(id, List.of(), description, architecture, Settings.defaults(architecture.settings()), "", "");
    }

    /// The same with other defaults.
    ///
    /// @param changes by key, as on the command line
    public Preset with(Map<String, String> changes) {
        Settings changed = defaults;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            changed = changed.with(change.getKey(), change.getValue());
        }
        return new Preset(id, aliases, description, architecture, changed, reported, source);
    }

    /// The same with what others say of it.
    public Preset from(String origin, String accuracy) {
        return new Preset(id, aliases, description, architecture, defaults, accuracy, origin);
    }

    /// The same, also known by other names.
    public Preset alsoKnownAs(String... names) {
        return new Preset(id, List.of(names), description, architecture, defaults, reported, source);
    }

    @Override
    public Features features(Settings settings) {
        return architecture.features(settings);
    }

    @Override
    public Parameters blank(Settings settings, int classes) {
        Parameters parameters = Parameters.blank();
        architecture.features(settings);
        architecture.model(settings, classes, parameters);
        return parameters;
    }
}
