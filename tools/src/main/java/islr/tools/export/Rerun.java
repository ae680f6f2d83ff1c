package islr.tools.export;

import islr.data.Clip;
import islr.data.SignList;
import islr.data.Skeleton;
import islr.features.ClipNodes;
import islr.recognize.Classifier;
import islr.recognize.ModelFile;
import islr.recognize.OnnxExport;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.weights.onnx.run.OnnxFile;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a model and the ONNX file that it was written to answer to the same clips.
///
/// @param clips how many at least one of them answered
/// @param same of how many of these both gave the same answer
/// @param difference the largest one of two logits
record Rerun(int clips, int same, double difference) {
    /// The largest difference that is one of rounding.
    static final double MOST = 1e-4;

    /// Asks both. A clip in which neither finds anything to look at says nothing.
    static Rerun of(ModelFile model, OnnxFile file, Iterable<Clip> clips) throws IOException {
        SignList numbered = new SignList(IntStream.range(0, model.classes()).mapToObj(i -> "sign " + i).toList());
        Classifier classifier = model.classifier(Optional.of(numbered));
        Compute compute = Compute.cpu();
        int answered = 0;
        int same = 0;
        double difference = 0;
        for (Clip clip : clips) {
            Optional<float[]> mine = classifier.scores(compute, clip).logits().map(Tensor::toArray);
            Optional<float[]> theirs = answer(file, clip);
            answered += mine.isPresent() || theirs.isPresent() ? 1 : 0;
            if (mine.isPresent() && theirs.isPresent()) {
                same += best(mine.get()) == best(theirs.get()) ? 1 : 0;
                difference = Math.max(difference, difference(mine.get(), theirs.get()));
            }
        }
        return new Rerun(answered, same, difference);
    }

    /// Empty if all logits are NaN: there is nothing in the clip to look at.
    private static Optional<float[]> answer(OnnxFile file, Clip clip) throws IOException {
        float[] logits;
        try {
            logits = file.run()
                    .with(ClipNodes.LANDMARKS, clip.landmarks(), clip.frames(), Skeleton.ROWS, Skeleton.AXES)
                    .output(OnnxExport.LOGITS);
        } catch (IllegalStateException e) {
            throw new IOException("not written: of " + clip.name() + ", it cannot be computed: " + e.getMessage(), e);
        }
        return IntStream.range(0, logits.length).allMatch(i -> Float.isNaN(logits[i])) ? Optional.empty()
                : Optional.of(logits);
    }

    private static int best(float... logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    /// Infinite if one of two is NaN.
    private static double difference(float[] x, float[] y) {
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            double each = x[i] == y[i] ? 0 : Math.abs((double) x[i] - y[i]);
            largest = Math.max(largest, Double.isNaN(each) ? Double.POSITIVE_INFINITY : each);
        }
        return largest;
    }

    /// @param file what is said of
    /// @throws IOException if there was nothing to compare, an answer differs, or a logit by more than rounding
    void requireAgreement(String file) throws IOException {
        if (clips == 0) {
            throw new IOException(
                    file + ": not written: there is nothing in these clips that the model looks at; name others");
        }
        if (same < clips || !(difference <= MOST)) {
            throw new IOException(file + ": not written: " + this
                    + String.format(Locale.ROOT, ", more than %.0e, or an answer differs", MOST));
        }
    }

    @Override
    public String toString() {
        return same + " of " + clips + " clips are answered alike; the largest difference of two logits is "
                + String.format(Locale.ROOT, "%.1e", difference);
    }
}
