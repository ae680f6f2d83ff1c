package islr.recognize;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/// How far an answer is from what the model said of the clips that it learned from.
///
/// The logits of the clips of one sign lie around their mean. The distance of a clip is that of its logits from the
/// mean of the sign that is answered, in units of how far the clips that were learned from are from theirs: about 1 is
/// usual, whatever the model. A clip that shows none of the signs mostly lies far from all of them, also where one
/// logit stands out and the probability is high. It is the Mahalanobis distance (K. Lee et al., "A Simple Unified
/// Framework for Detecting Out-of-Distribution Samples", 2018), divided by √C.
///
/// @param means of the logits of each sign, `[C, C]`
/// @param whitening `[C, C]`, lower triangular: for the difference `d` of logits to a mean, the distance is
///     `‖whitening · d‖`
public record SignDistances(Tensor means, Tensor whitening) {
    private static final String PREFIX = "sign_distances.";
    private static final String MEANS = PREFIX + "means";
    private static final String WHITENING = PREFIX + "whitening";

    /// @throws IllegalArgumentException if they are not two square matrices of the same size
    public SignDistances {
        Objects.requireNonNull(means, "means");
        Objects.requireNonNull(whitening, "whitening");
        int classes = means.shape().dim(0);
        requireSquare(MEANS, means, classes);
        requireSquare(WHITENING, whitening, classes);
    }

    private static void requireSquare(String name, Tensor tensor, int classes) {
        if (!tensor.shape().equals(Shape.of(classes, classes))) {
            throw new IllegalArgumentException("'" + name + "' is " + tensor.shape() + "; " + Shape.of(classes, classes)
                    + " is needed, a row for each sign");
        }
    }

    /// @param logits `[C]`, before the temperature
    /// @param sign that is answered, 0 to C − 1
    /// @return 0 or more; infinite or NaN if a logit is
    /// @throws IllegalArgumentException if there are not C logits
    public double distance(float[] logits, int sign) {
        Objects.requireNonNull(logits, "logits");
        int classes = means.shape().dim(0);
        if (logits.length != classes) {
            throw new IllegalArgumentException(
                    "sign distances: " + logits.length + " logits; " + classes + " are needed");
        }
        Objects.checkIndex(sign, classes);
        return distance(logits, 0, sign);
    }

    /// The same of logits inside an array, without a copy: `at` is where they begin.
    double distance(float[] logits, int at, int sign) {
        int classes = means.shape().dim(0);
        float[] mean = means.array();
        int meanAt = means.offset() + sign * classes;
        float[] white = whitening.array();
        double square = 0;
        for (int i = 0; i < classes; i++) {
            int row = whitening.offset() + i * classes;
            double sum = 0;
            for (int j = 0; j <= i; j++) {
                sum += white[row + j] * ((double) logits[at + j] - mean[meanAt + j]);
            }
            square += sum * sum;
        }
        return Math.sqrt(square);
    }

    /// Those of a checkpoint.
    ///
    /// @param classes number of signs
    /// @return empty if it has none
    /// @throws IllegalArgumentException if one of the tensors is missing or of another shape
    static Optional<SignDistances> of(Map<String, Tensor> tensors, int classes) {
        Tensor means = tensors.get(MEANS);
        Tensor whitening = tensors.get(WHITENING);
        if (means == null && whitening == null) {
            return Optional.empty();
        }
        if (means == null || whitening == null) {
            throw new IllegalArgumentException("'" + (means == null ? MEANS : WHITENING) + "' is missing, which '"
                    + (means == null ? WHITENING : MEANS) + "' needs");
        }
        requireSquare(MEANS, means, classes);
        return Optional.of(new SignDistances(means, whitening));
    }

    /// The other tensors of a checkpoint.
    static Map<String, Tensor> without(Map<String, Tensor> tensors) {
        if (!tensors.containsKey(MEANS) && !tensors.containsKey(WHITENING)) {
            return tensors;
        }
        Map<String, Tensor> others = new LinkedHashMap<>(tensors);
        others.remove(MEANS);
        others.remove(WHITENING);
        return others;
    }

    /// As tensors of a checkpoint.
    SequencedMap<String, Tensor> toTensors() {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(MEANS, means);
        tensors.put(WHITENING, whitening);
        return tensors;
    }
}
