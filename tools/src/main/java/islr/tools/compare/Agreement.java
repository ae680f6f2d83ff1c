package islr.tools.compare;

import islr.data.Clip;
import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.recognize.Classifier;
import islr.recognize.ModelFile;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// How far two models agree on some clips.
///
/// @param clips how many at least one of them answered
/// @param same of how many of these both gave the same answer
/// @param difference the largest one of two logits, or of two probabilities where a model has no logits
/// @param noun what the clips are called
public record Agreement(int clips, int same, double difference, String noun) {

    /// What becomes of each clip.
    @FunctionalInterface
    interface Listener {
        Listener NOBODY = (name, first, second, difference) -> {};

        /// @param first number of the sign that the first model answers, −1 for none
        /// @param difference of the logits, if both answer
        void clip(String name, int first, int second, double difference);
    }

    /// Asks both about synthetic clips.
    public static Agreement of(ModelFile one, ModelFile other) throws IOException {
        return of(one, other, TriedClips.of(List.of()), Listener.NOBODY);
    }

    /// Asks both. A clip in which neither finds anything to look at says nothing.
    ///
    /// @param one a model of as many signs as the other
    static Agreement of(ModelFile one, ModelFile other, TriedClips clips, Listener listener) throws IOException {
        SignList numbered = new SignList(IntStream.range(0, one.classes()).mapToObj(i -> "sign " + i).toList());
        Classifier first = one.classifier(Optional.of(numbered));
        Classifier second = other.classifier(Optional.of(numbered));
        Compute compute = Compute.cpu();
        int answered = 0;
        int same = 0;
        double largest = 0;
        for (int i = 0; i < clips.size(); i++) {
            Clip clip = clips.read(i, SkeletonRows.ALL);
            Classifier.Scores mine = first.scores(compute, clip);
            Classifier.Scores theirs = second.scores(compute, clip);
            int a = answer(mine);
            int b = answer(theirs);
            double difference = a < 0 || b < 0 ? Double.NaN : difference(numbers(mine), numbers(theirs));
            answered += a >= 0 || b >= 0 ? 1 : 0;
            same += a >= 0 && a == b ? 1 : 0;
            largest = Math.max(largest, Double.isNaN(difference) ? 0 : difference);
            listener.clip(clips.name(i), a, b, difference);
        }
        return new Agreement(answered, same, largest, clips.noun());
    }

    /// Whether there is an answer, and no other.
    public boolean isFull() {
        return clips > 0 && same == clips;
    }

    private static int answer(Classifier.Scores scores) {
        if (scores.probabilities().isEmpty()) {
            return -1;
        }
        float[] probabilities = scores.probabilities().get().toArray();
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }

    /// A combination of two networks has no logits.
    private static float[] numbers(Classifier.Scores scores) {
        return scores.logits().or(scores::probabilities).map(Tensor::toArray).orElseThrow();
    }

    private static double difference(float[] x, float[] y) {
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            largest = Math.max(largest, Math.abs((double) x[i] - y[i]));
        }
        return largest;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%d of %d %s are answered alike; the largest difference of two logits is %.2g", same, clips, noun,
                difference);
    }
}
