package islr.train.calibration;

import islr.recognize.SignDistances;
import islr.train.report.Metrics;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a model says of clips, before the softmax.
///
/// @param logits `[N][C]`
/// @param distances of the answers, `[N]`; empty if the model has none
public record Outputs(float[][] logits, Optional<double[]> distances) {
    /// Of no clip.
    public static final Outputs NONE = new Outputs(new float[0][], Optional.of(new double[0]));

    /// @throws IllegalArgumentException if there are not as many distances as rows
    public Outputs {
        Objects.requireNonNull(logits, "logits");
        Objects.requireNonNull(distances, "distances");
        if (distances.isPresent() && distances.get().length != logits.length) {
            throw new IllegalArgumentException(
                    "outputs: " + distances.get().length + " distances for " + logits.length + " clips");
        }
    }

    /// Of a model without distances.
    public Outputs(float[][] logits) {
        this(logits, Optional.empty());
    }

    /// @param distances those of the model that gave the logits
    /// @return the logits with the distance of each answer
    public static Outputs of(float[][] logits, Optional<SignDistances> distances) {
        Objects.requireNonNull(logits, "logits");
        Objects.requireNonNull(distances, "distances");
        return new Outputs(logits, distances.map(
                from -> Arrays.stream(logits).mapToDouble(row -> from.distance(row, Metrics.argmax(row))).toArray()));
    }

    /// What several models say, each of its clips: with distances if all have them.
    public static Outputs together(List<Outputs> parts) {
        Objects.requireNonNull(parts, "parts");
        float[][] logits = parts.stream().flatMap(part -> Arrays.stream(part.logits)).toArray(float[][]::new);
        return new Outputs(logits, parts.stream().anyMatch(part -> part.distances.isEmpty()) ? Optional.empty()
                : Optional.of(parts.stream().flatMapToDouble(part -> Arrays.stream(part.distances.get())).toArray()));
    }
}
