package islr.system;

import islr.weights.text.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// How much training changes clips at random, in a word that stands for values of all settings of [Augmenting] but
/// `balance`, which changes no clip.
///
/// A system with a setting of its own called `augment` gets that one set instead: its values are the same words.
public enum AugmentLevel {
    /// All are 0.
    NONE,
    /// A little of what leaves a sign as it is for certain: other places, sizes and tempos.
    LIGHT,
    /// What the preset has by itself.
    ORIGINAL,
    /// Much of nearly everything.
    STRONG;

    private static final String OWN = "augment";

    /// As on the command line.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @return the level whose [#text()] this is
    /// @throws IllegalArgumentException naming those that there are
    public static AugmentLevel of(String text) {
        Objects.requireNonNull(text, "text");
        List<String> all = Stream.of(values()).map(AugmentLevel::text).toList();
        return Stream.of(values()).filter(each -> each.text().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "augment: '" + text + "' is none of " + String.join(", ", all) + Nearest.meant(text, all)));
    }

    /// The settings that this level stands for.
    ///
    /// @return values as text, by key
    public SequencedMap<String, String> settings(Preset preset) {
        Objects.requireNonNull(preset, "preset");
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        if (preset.defaults().has(OWN)) {
            settings.put(OWN, text());
            return settings;
        }
        Map<Setting<Double>, Double> amounts = amounts();
        for (Setting<Double> setting : Augmenting.SETTINGS) {
            if (setting != Augmenting.BALANCE) {
                settings.put(setting.key(), this == ORIGINAL ? preset.defaults().text(setting)
                        : setting.format(amounts.getOrDefault(setting, 0.0)));
            }
        }
        return settings;
    }

    /// Those that are not 0, of a level that is not the preset's.
    private Map<Setting<Double>, Double> amounts() {
        return switch (this) {
            case NONE, ORIGINAL -> Map.of();
            case LIGHT -> Map.of(Augmenting.TIME, 0.3, Augmenting.CROP, 0.25, Augmenting.ROTATE, 0.3, Augmenting.SCALE,
                    0.5, Augmenting.SHIFT, 0.5, Augmenting.LOSS, 0.1);
            case STRONG -> Map.ofEntries(Map.entry(Augmenting.INTERPOLATE, 0.5), Map.entry(Augmenting.FILL_HAND, 0.25),
                    Map.entry(Augmenting.FACE_MIX, 0.25), Map.entry(Augmenting.PART_MIX, 0.25),
                    Map.entry(Augmenting.MIRROR, 0.5), Map.entry(Augmenting.TIME, 1.0),
                    Map.entry(Augmenting.STRETCH, 0.5), Map.entry(Augmenting.CROP, 0.5),
                    Map.entry(Augmenting.BODY, 1.0), Map.entry(Augmenting.HANDS, 1.0),
                    Map.entry(Augmenting.ROTATE, 0.5), Map.entry(Augmenting.SCALE, 1.0),
                    Map.entry(Augmenting.SHEAR, 0.5), Map.entry(Augmenting.SHIFT, 1.0), Map.entry(Augmenting.LOSS, 0.2),
                    Map.entry(Augmenting.CUTOUT, 0.25), Map.entry(Augmenting.LANDMARK_DROPOUT, 0.1),
                    Map.entry(Augmenting.FRAME_DROPOUT, 0.1));
        };
    }
}
