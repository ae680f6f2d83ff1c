package islr.train;

import islr.features.FeatureSet;
import islr.model.Padding;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A named choice of all settings.
public enum Preset {
    /// The original's sizes and training, but for the batch: an epoch is a pass over the clips in batches of 64, not 94
    /// balanced batches of 1,000.
    GISLR_64("gislr-64", "the original's sizes: 5.3 million parameters with 250 signs", Map.of()),
    /// The same architecture, small enough to learn synthetic signers in a minute.
    GISLR_64_SMALL("gislr-64-small", "the same architecture, small: 0.35 million parameters",
            Map.of(Setting.UNITS, 128.0, Setting.LANDMARK_UNITS, 96.0, Setting.HEADS, 4.0, Setting.EPOCHS, 24.0,
                    Setting.SMOOTHING, 0.1, Setting.DROPOUT, 0.1));

    private static final Map<Setting, Double> ORIGINAL = Map.ofEntries(
            Map.entry(Setting.FEATURES, (double) FeatureSet.DOMINANT_HAND.ordinal()),
            Map.entry(Setting.PADDING, (double) Padding.ATTENDED.ordinal()), Map.entry(Setting.FRAMES, 64.0),
            Map.entry(Setting.UNITS, 512.0), Map.entry(Setting.LANDMARK_UNITS, 384.0), Map.entry(Setting.HEADS, 8.0),
            Map.entry(Setting.BLOCKS, 2.0), Map.entry(Setting.EPOCHS, 100.0), Map.entry(Setting.BATCH, 64.0),
            Map.entry(Setting.RATE, 1e-3), Map.entry(Setting.WARM_UP, 0.0), Map.entry(Setting.DECAY, 0.05),
            Map.entry(Setting.DECAY_POWER, 1.0), Map.entry(Setting.SMOOTHING, 0.25),
            Map.entry(Setting.FRAME_MASKING, 0.25), Map.entry(Setting.DROPOUT, 0.3),
            Map.entry(Setting.CLASSIFIER_DROPOUT, 0.1), Map.entry(Setting.SEED, 42.0));

    private final String id;
    private final String description;
    private final Map<Setting, Double> changes;

    Preset(String id, String description, Map<Setting, Double> changes) {
        this.id = id;
        this.description = description;
        this.changes = changes;
    }

    public String id() {
        return id;
    }

    public String description() {
        return description;
    }

    Map<Setting, Double> settings() {
        Map<Setting, Double> settings = new EnumMap<>(ORIGINAL);
        settings.putAll(changes);
        return settings;
    }

    /// @throws IllegalArgumentException if there is no such preset, naming those that there are
    public static Preset of(String id) {
        return Arrays.stream(values()).filter(preset -> preset.id.equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no preset '" + id + "'; there are "
                        + Arrays.stream(values()).map(Preset::id).collect(Collectors.joining(", "))));
    }
}
