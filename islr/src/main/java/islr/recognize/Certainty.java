package islr.recognize;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// How far the probabilities of a model can be believed: measured on clips of people that it was not trained on, and
/// kept in the metadata of its checkpoint.
///
/// The probabilities are `softmax(logits / temperature)`. With the right temperature, of the answers that are given
/// 82 %, 82 in a hundred are right. A temperature above 1 makes a model less certain, one below 1 more so; the order of
/// the signs stays. An answer is sure if its probability is [#sureFrom()] or more.
///
/// @param temperature 0.01 to 100; 1 if none was measured
/// @param sureFrom 0 to 1; empty if none was measured: then it is not said whether an answer is sure
public record Certainty(double temperature, OptionalDouble sureFrom) {
    /// Nothing was measured.
    public static final Certainty UNKNOWN = new Certainty(1, OptionalDouble.empty());

    /// The key of the temperature in metadata.
    public static final String TEMPERATURE = "temperature";
    /// The key of [#sureFrom()] in metadata.
    public static final String SURE_FROM = "sure_from";

    private static final double LEAST = 0.01;
    private static final double MOST = 100;

    /// @throws IllegalArgumentException if a number is out of its range
    public Certainty {
        Objects.requireNonNull(sureFrom, "sureFrom");
        requireIn(TEMPERATURE, temperature, LEAST, MOST);
        if (sureFrom.isPresent()) {
            requireIn(SURE_FROM, sureFrom.getAsDouble(), 0, 1);
        }
    }

    private static void requireIn(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "certainty: '" + key + "' is " + value + "; a number from " + range(least, most) + " is needed");
        }
    }

    private static String range(double least, double most) {
        return (least == 0 ? "0" : Double.toString(least)) + " to " + (int) most;
    }

    /// `softmax(logits / temperature)` of each row, `[N, C]` → `[N, C]`, in the memory of `c`.
    public Tensor probabilities(Compute c, Tensor logits) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(logits, "logits");
        return (temperature == 1 ? logits : logits.scale(c, (float) (1 / temperature))).softmax(c);
    }

    /// What metadata say; [#UNKNOWN] if they say nothing.
    ///
    /// @throws IllegalArgumentException if they say something else than a number in its range
    static Certainty of(Map<String, String> metadata) {
        String temperature = metadata.get(TEMPERATURE);
        String sureFrom = metadata.get(SURE_FROM);
        if (temperature == null && sureFrom == null) {
            return UNKNOWN;
        }
        return new Certainty(temperature == null ? 1 : number(TEMPERATURE, temperature, LEAST, MOST),
                sureFrom == null ? OptionalDouble.empty() : OptionalDouble.of(number(SURE_FROM, sureFrom, 0, 1)));
    }

    private static double number(String key, String text, double least, double most) {
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
        return value;
    }

    /// As metadata of a checkpoint.
    public SequencedMap<String, String> toMetadata() {
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        metadata.put(TEMPERATURE, Double.toString(temperature));
        sureFrom.ifPresent(from -> metadata.put(SURE_FROM, Double.toString(from)));
        return metadata;
    }
}
