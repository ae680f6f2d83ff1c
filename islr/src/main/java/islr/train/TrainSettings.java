package islr.train;

import islr.features.FeatureSet;
import islr.features.Features;
import islr.model.Gislr64;
import islr.model.Padding;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// All settings of a run: a preset's, with changes.
public final class TrainSettings {
    private final Preset preset;
    private final Map<Setting, Double> values;

    private TrainSettings(Preset preset, Map<Setting, Double> values) {
        this.preset = preset;
        this.values = values;
    }

    public static TrainSettings of(Preset preset) {
        return new TrainSettings(preset, preset.settings());
    }

    /// The same with one setting changed.
    ///
    /// @throws IllegalArgumentException if the value is out of range
    public TrainSettings with(Setting setting, String value) {
        Map<Setting, Double> changed = new EnumMap<>(values);
        changed.put(setting, setting.parse(value));
        return new TrainSettings(preset, changed);
    }

    public Preset preset() {
        return preset;
    }

    public double get(Setting setting) {
        return values.get(setting);
    }

    public int whole(Setting setting) {
        return (int) get(setting);
    }

    public long seed() {
        return (long) get(Setting.SEED);
    }

    /// The sizes of the model.
    ///
    /// @throws IllegalArgumentException if they do not fit together
    public Gislr64.Settings model(int classes) {
        return new Gislr64.Settings(whole(Setting.FRAMES), whole(Setting.UNITS), whole(Setting.LANDMARK_UNITS),
                whole(Setting.HEADS), whole(Setting.BLOCKS), classes, featureSet(),
                Padding.values()[whole(Setting.PADDING)]);
    }

    private FeatureSet featureSet() {
        return FeatureSet.values()[whole(Setting.FEATURES)];
    }

    /// What is read of clips.
    public Features features() {
        return featureSet().of(whole(Setting.FRAMES));
    }

    /// Share of every weight that a step takes away.
    double decay(double rate) {
        return get(Setting.DECAY) * Math.pow(rate, get(Setting.DECAY_POWER));
    }

    /// As texts: the preset and every setting by its key.
    public SequencedMap<String, String> toMap() {
        SequencedMap<String, String> map = new LinkedHashMap<>();
        map.put("preset", preset.id());
        values.forEach((setting, value) -> map.put(setting.key(), setting.format(value)));
        return map;
    }

    /// The inverse of [#toMap()]; other keys are passed over.
    ///
    /// @throws IllegalArgumentException if a setting is missing or out of range
    public static TrainSettings of(Map<String, String> map) {
        if (map.get("preset") == null) {
            throw new IllegalArgumentException("'preset' is missing");
        }
        TrainSettings settings = of(Preset.of(map.get("preset")));
        for (Setting setting : Setting.values()) {
            String value = map.get(setting.key());
            if (value == null) {
                throw new IllegalArgumentException("'" + setting.key() + "' is missing");
            }
            settings = settings.with(setting, value);
        }
        return settings;
    }
}
