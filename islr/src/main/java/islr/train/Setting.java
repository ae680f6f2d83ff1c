package islr.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A number that a run can be given with `--set key=value`, with its range.
public enum Setting {
    FRAMES("frames a clip is pooled or padded to", 2, 1024, true),
    UNITS("width of the model", 1, 8192, true),
    LANDMARK_UNITS("width of the landmark embeddings", 1, 8192, true),
    HEADS("attention heads; they divide the width", 1, 1024, true),
    BLOCKS("transformer blocks", 1, 64, true),
    EPOCHS("passes over the clips", 1, 100_000, true),
    BATCH("clips in a step", 1, 100_000, true),
    RATE("learning rate at the start; it falls along half a cosine", 0, 10, false),
    WARM_UP("epochs in which the learning rate first rises", 0, 10_000, true),
    DECAY("weight decay, as a multiple of the learning rate", 0, 1000, false),
    SMOOTHING("label smoothing", 0, 0.99, false),
    FRAME_MASKING("share of the frames masked at random", 0, 0.99, false),
    DROPOUT("dropout inside the feed-forward networks", 0, 0.99, false),
    CLASSIFIER_DROPOUT("dropout before the classifier", 0, 0.99, false),
    SEED("seed of everything random", 0, 1L << 53, true);

    private final String description;
    private final double least;
    private final double most;
    private final boolean whole;

    Setting(String description, double least, double most, boolean whole) {
        this.description = description;
        this.least = least;
        this.most = most;
        this.whole = whole;
    }

    /// Its name on the command line: `landmark_units`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String description() {
        return description;
    }

    /// `1 to 64`.
    public String range() {
        return plain(least) + " to " + plain(most);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /// @throws IllegalArgumentException if there is no such setting, naming those that there are
    public static Setting of(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no setting '" + key + "'; there are "
                                + Arrays.stream(values()).map(Setting::key).collect(Collectors.joining(", "))));
    }

    /// @throws IllegalArgumentException if the text is no number in this setting's range
    public double parse(String text) {
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
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
