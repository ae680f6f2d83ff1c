package islr.system.fingerspelling;

import islr.nn.Parameters;
import islr.system.Features;
import islr.system.NamedSettings;
import islr.system.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A named choice of all settings of [Fingerspelling].
public record SpellingPreset(String id, List<String> aliases, String description, Settings defaults, String reported,
        String source) implements NamedSettings {
    public SpellingPreset {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(aliases, "aliases");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(defaults, "defaults");
        Objects.requireNonNull(reported, "reported");
        Objects.requireNonNull(source, "source");
    }

    /// The defaults.
    public static SpellingPreset of(String id, String description) {
        return new SpellingPreset(id, List.of(), description, Settings.defaults(Fingerspelling.settings()), "", "");
    }

    /// The same with other defaults.
    ///
    /// @param changes by key, as on the command line
    public SpellingPreset with(Map<String, String> changes) {
        Objects.requireNonNull(changes, "changes");
        Settings changed = defaults;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            changed = changed.with(change.getKey(), change.getValue());
        }
        return new SpellingPreset(id, aliases, description, changed, reported, source);
    }

    /// The same with what others say of it.
    public SpellingPreset from(String origin, String score) {
        return new SpellingPreset(id, aliases, description, defaults, score, origin);
    }

    @Override
    public Features features(Settings settings) {
        return Fingerspelling.features(settings);
    }

    @Override
    public Parameters blank(Settings settings, int classes) {
        Parameters parameters = Parameters.blank();
        Fingerspelling.network(settings, parameters);
        return parameters;
    }
}
