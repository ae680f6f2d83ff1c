package islr.train;

import islr.features.FeatureSet;
import islr.model.Padding;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a run can be given with `--set key=value`: a number with its range, or one of several names (its number is then
/// its place among them).
public enum Setting {
    FEATURES("what is read of a clip", ids(FeatureSet.values(), FeatureSet::id)),
    FRAMES("frames a clip is pooled or padded to", 2, 1024, true), UNITS("width of the model", 1, 8192, true),
    LANDMARK_UNITS("width of the landmark embeddings", 1, 8192, true),
    HEADS("attention heads; they divide the width", 1, 1024, true), BLOCKS("transformer blocks", 1, 64, true),
    PADDING("whether frames look at padding", ids(Padding.values(), Padding::id)),
    EPOCHS("passes over the clips", 1, 100_000, true), BATCH("clips in a step", 1, 100_000, true),
    RATE("learning rate at the start; it falls along half a cosine", 0, 10, false),
    WARM_UP("epochs in which the learning rate first rises", 0, 10_000, true),
    DECAY("weight decay of a step, times a power of the rate", 0, 1000, false),
    DECAY_POWER("that power: 1 in the original, 2 as PyTorch's AdamW has it", 1, 2, true),
    SMOOTHING("label smoothing", 0, 0.99, false), FRAME_MASKING("share of the frames masked at random", 0, 0.99, false),
    DROPOUT("dropout inside the feed-forward networks", 0, 0.99, false),
    CLASSIFIER_DROPOUT("dropout before the classifier", 0, 0.99, false),
    SEED("seed of everything random", 0, 1L << 53, true);

    private final String description;
    private final double least;
    private final double most;
    private final boolean whole;
    private final List<String> names;

    Setting(String description, double least, double most, boolean whole) {
        this.description = description;
        this.least = least;
        this.most = most;
        this.whole = whole;
        this.names = List.of();
    }

    Setting(String description, List<String> names) {
        this.description = description;
        this.least = 0;
        this.most = names.size() - 1;
        this.whole = true;
        this.names = names;
    }

    private static <T> List<String> ids(T[] values, Function<T, String> id) {
        return Arrays.stream(values).map(id).toList();
    }

    /// Its name on the command line: `landmark_units`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String description() {
        return description;
    }

    /// `1 to 64`, or the names.
    public String range() {
        return !names.isEmpty() ? String.join(" or ", names) : plain(least) + " to " + plain(most);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /// @throws IllegalArgumentException if there is no such setting, naming those that there are
    public static Setting of(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no setting '" + key + "'; there are "
                        + Arrays.stream(values()).map(Setting::key).collect(Collectors.joining(", "))));
    }

    /// @throws IllegalArgumentException if the text is no number in this setting's range, or none of its names
    public double parse(String text) {
        if (!names.isEmpty()) {
            int place = names.indexOf(text.strip());
            if (place < 0) {
                throw new IllegalArgumentException(key() + ": '" + text + "' is not " + range());
            }
            return place;
        }
        double value;
        try {
            value = Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key() + ": '" + text + "' is no number", e);
        }
        if (!(value >= least && value <= most) || whole && value != Math.rint(value)) {
            throw new IllegalArgumentException(
                    key() + ": " + text + " is not " + (whole ? "a whole number from " : "in ") + range());
        }
        return value;
    }

    /// The value as it is written down and parsed again.
    public String format(double value) {
        return !names.isEmpty() ? names.get((int) value) : whole ? Long.toString((long) value) : Double.toString(value);
    }
}
