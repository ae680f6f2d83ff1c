package islr.recognize;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// How far the probabilities of a model can be believed: measured on clips of people that it was not trained on, and
/// kept in the metadata of its checkpoint.
///
/// The probabilities are `softmax(logits / temperature)`. With the right temperature, of the answers that are given
/// 82 %, 82 in a hundred are right. A temperature above 1 makes a model less certain, one below 1 more so; the order of
/// the signs stays.
///
/// An answer is sure if its distance (see [SignDistances]) is [#sureWithin()] or less, or, where that was not measured,
/// if its probability is [#sureFrom()] or more.
///
/// @param temperature 0.01 to 100; 1 if none was measured
/// @param sureFrom 0 to 1; empty if none was measured
/// @param sureWithin 0 or more; empty if none was measured. Without either it is not said whether an answer is sure
public record Certainty(double temperature, OptionalDouble sureFrom, OptionalDouble sureWithin) {
    /// Nothing was measured.
    public static final Certainty UNKNOWN = new Certainty(1, OptionalDouble.empty(), OptionalDouble.empty());

    private static final String TEMPERATURE = "temperature";
    private static final String SURE_FROM = "sure_from";
    private static final String SURE_WITHIN = "sure_within";

    private static final double LEAST = 0.01;
    private static final double MOST = 100;

    /// @throws IllegalArgumentException if a number is out of its range
    public Certainty {
        Objects.requireNonNull(sureFrom, "sureFrom");
        Objects.requireNonNull(sureWithin, "sureWithin");
        requireIn(TEMPERATURE, temperature, LEAST, MOST);
        sureFrom.ifPresent(from -> requireIn(SURE_FROM, from, 0, 1));
        sureWithin.ifPresent(within -> requireIn(SURE_WITHIN, within, 0, Double.MAX_VALUE));
    }

    private static void requireIn(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "certainty: '" + key + "' is " + value + "; a number from " + range(least, most) + " is needed");
        }
    }

    private static String range(double least, double most) {
        String from = least == 0 ? "0" : Double.toString(least);
        return from + (most == Double.MAX_VALUE ? " on" : " to " + (int) most);
    }

    /// `softmax(logits / temperature)` of each row, `[N, C]` → `[N, C]`, in the memory of `c`.
    public Tensor probabilities(Compute c, Tensor logits) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(logits, "logits");
        return (temperature == 1 ? logits : logits.scale(c, (float) (1 / temperature))).softmax(c);
    }

    /// Whether an answer is sure.
    ///
    /// @param probability of the sign that is answered
    /// @param distance of the answer, see [SignDistances#distance]; empty if the model has no distances
    /// @return empty if nothing was measured that tells it
    public Optional<Boolean> isSure(double probability, OptionalDouble distance) {
        Objects.requireNonNull(distance, "distance");
        if (sureWithin.isPresent() && distance.isPresent()) {
            return Optional.of(distance.getAsDouble() <= sureWithin.getAsDouble());
        }
        return sureFrom.isPresent() ? Optional.of(probability >= sureFrom.getAsDouble()) : Optional.empty();
    }

    /// Which answers are sure, the part of a sentence: "a distance of 3.21 or less"; empty if it is not said.
    public Optional<String> rule() {
        if (sureWithin.isPresent()) {
            return Optional.of(String.format(Locale.ROOT, "a distance of %.4g or less", sureWithin.getAsDouble()));
        }
        return sureFrom.isPresent()
                ? Optional.of(
                        String.format(Locale.ROOT, "a probability of %.2f %% or more", 100 * sureFrom.getAsDouble()))
                : Optional.empty();
    }

    /// What metadata say; [#UNKNOWN] if they say nothing.
    ///
    /// @throws IllegalArgumentException if they say something else than a number in its range
    static Certainty of(Map<String, String> metadata) {
        Certainty said = new Certainty(number(metadata, TEMPERATURE, LEAST, MOST).orElse(1),
                number(metadata, SURE_FROM, 0, 1), number(metadata, SURE_WITHIN, 0, Double.MAX_VALUE));
        return said.equals(UNKNOWN) ? UNKNOWN : said;
    }

    private static OptionalDouble number(Map<String, String> metadata, String key, double least, double most) {
        String text = metadata.get(key);
        if (text == null) {
            return OptionalDouble.empty();
        }
        double value = Double.NaN;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            // Said below.
        }
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "metadata: '" + key + "' is '" + text + "'; a number from " + range(least, most) + " is needed");
        }
        return OptionalDouble.of(value);
    }

    /// As metadata of a checkpoint.
    public SequencedMap<String, String> toMetadata() {
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        metadata.put(TEMPERATURE, Double.toString(temperature));
        sureFrom.ifPresent(from -> metadata.put(SURE_FROM, Double.toString(from)));
        sureWithin.ifPresent(within -> metadata.put(SURE_WITHIN, Double.toString(within)));
        return metadata;
    }

    /// Metadata with these numbers in the place of others.
    Map<String, String> in(Map<String, String> metadata) {
        Map<String, String> changed = new LinkedHashMap<>(metadata);
        changed.remove(SURE_FROM);
        changed.remove(SURE_WITHIN);
        changed.putAll(toMetadata());
        return changed;
    }
}
