package islr.train.run;

import islr.recognize.Presets;
import islr.system.Features;
import islr.system.NamedSettings;
import islr.system.Preset;
import islr.system.Setting;
import islr.system.Settings;
import islr.system.Training;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/// All settings of a run: those of a preset, with changes.
///
/// @param values of all settings of the preset's system
public record RunSettings(NamedSettings preset, Settings values) {
    static final String PRESET = "preset";

    public RunSettings {
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(values, "values");
    }

    /// The defaults of a preset.
    public static RunSettings of(NamedSettings preset) {
        Objects.requireNonNull(preset, "preset");
        return new RunSettings(preset, preset.defaults());
    }

    /// The same with one setting changed.
    ///
    /// @throws IllegalArgumentException if there is no such setting, or the value is out of range
    public RunSettings with(String key, String value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return new RunSettings(preset, values.with(key, value));
    }

    /// The value of a setting.
    public <T> T get(Setting<T> setting) {
        Objects.requireNonNull(setting, "setting");
        return values.get(setting);
    }

    /// How many times every clip is learnt from.
    public int epochs() {
        return get(Training.EPOCHS);
    }

    /// What all random choices of the run begin with.
    public long seed() {
        return get(Training.SEED);
    }

    /// What is read of clips.
    ///
    /// @throws IllegalArgumentException if settings contradict each other
    public Features features() {
        return preset.features(values);
    }

    /// The preset of a run that learns signs.
    ///
    /// @throws IllegalStateException if it learns something else
    public Preset signs() {
        if (preset instanceof Preset ofSigns) {
            return ofSigns;
        }
        throw new IllegalStateException("preset " + preset.id() + " does not answer with signs");
    }

    /// As texts: the preset and every setting by its key.
    public SequencedMap<String, String> toMap() {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        map.put(PRESET, preset.id());
        map.putAll(values.toMap());
        return map;
    }

    /// The inverse of [#toMap()]; other keys are passed over.
    ///
    /// @throws IllegalArgumentException if a setting is missing or out of range
    public static RunSettings of(Map<String, String> map) {
        Objects.requireNonNull(map, "map");
        if (map.get(PRESET) == null) {
            throw new IllegalArgumentException("'" + PRESET + "' is missing");
        }
        NamedSettings preset = Presets.any(map.get(PRESET));
        return new RunSettings(preset, preset.defaults().read(map, setting -> "'" + setting.key() + "' is missing"));
    }
}
