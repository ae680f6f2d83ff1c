package islr.tools.model;

import islr.data.Clip;
import islr.data.SignList;
import islr.recognize.Classifier;
import islr.recognize.ModelFile;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.weights.text.OneLine;
import java.io.IOException;
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

    /// A model that is asked about clips.
    @FunctionalInterface
    public interface Asked {
        /// @return a score for each sign; empty if there is nothing to look at
        /// @throws IOException if the model cannot compute it
        Optional<float[]> scores(Clip clip) throws IOException;

        /// Logits or, of a combination of two networks that has none, probabilities.
        ///
        /// @throws IOException never
        static Asked of(ModelFile file) throws IOException {
            return of(file.classifier(Optional.of(numbered(file.classes()))));
        }

        /// So many signs with numbers as names.
        static SignList numbered(int classes) {
            return new SignList(IntStream.range(0, classes).mapToObj(i -> "sign " + i).toList());
        }

        /// Probabilities, also where there are logits.
        static Asked forProbabilities(Classifier classifier) {
            Compute compute = Compute.cpu();
            return clip -> {
                Classifier.Scores scores = classifier.scores(compute, clip);
                return scores.probabilities().or(() -> scores.logits().map(logits -> logits.softmax(compute)))
                        .map(Tensor::toArray);
            };
        }

        /// Logits or, where there are none, probabilities.
        static Asked of(Classifier classifier) {
            Compute compute = Compute.cpu();
            return clip -> {
                Classifier.Scores scores = classifier.scores(compute, clip);
                return scores.logits().or(scores::probabilities).map(Tensor::toArray);
            };
        }
    }

    /// What becomes of each clip.
    @FunctionalInterface
    public interface Listener {
        /// For who needs the sums alone.
        Listener NOBODY = (clip, first, second, difference) -> {};

        /// @param first number of the sign that the first model answers, −1 for none
        /// @param second of the other one
        /// @param difference the largest one of two scores; NaN unless both answer
        void clip(Clip clip, int first, int second, double difference);
    }

    /// The sums so far.
    private static final class Counter implements TriedClips.Use {
        private final Asked one;
        private final Asked other;
        private final Listener listener;
        private int answered;
        private int same;
        private double largest;

        Counter(Asked one, Asked other, Listener listener) {
            this.one = one;
            this.other = other;
            this.listener = listener;
        }

        @Override
        public Optional<String> of(Clip clip) throws IOException {
            Optional<float[]> mine = one.scores(clip);
            Optional<float[]> theirs = other.scores(clip);
            if (mine.isPresent() && hasNaN(mine.get()) && (theirs.isEmpty() || hasNaN(theirs.get()))) {
                return Optional.of(OneLine.of(clip.name())
                        + ": the answer is not a number; are all coordinates of ordinary size?");
            }
            int a = mine.map(Agreement::best).orElse(-1);
            int b = theirs.map(Agreement::best).orElse(-1);
            answered += a >= 0 || b >= 0 ? 1 : 0;
            same += a >= 0 && a == b ? 1 : 0;
            double difference = Double.NaN;
            if (a >= 0 && b >= 0) {
                difference = difference(mine.get(), theirs.get());
                largest = Math.max(largest, difference);
            }
            listener.clip(clip, a, b, difference);
            return Optional.empty();
        }
    }

    /// Asks both. A clip in which neither finds anything to look at says nothing. One whose coordinates are so large
    /// that neither answers with numbers is left out like one that cannot be read.
    ///
    /// @param one a model of as many signs as the other
    /// @param listener is told of every clip that can be read
    /// @return on how many they agree, and how far
    /// @throws IOException if no clip can be read or a model cannot be asked
    public static Agreement of(Asked one, Asked other, TriedClips clips, Listener listener) throws IOException {
        Counter counter = new Counter(one, other, listener);
        clips.forEach(counter);
        return new Agreement(counter.answered, counter.same, counter.largest, clips.noun());
    }

    /// Whether there is an answer, and no other.
    public boolean isFull() {
        return clips > 0 && same == clips;
    }

    private static int best(float... scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    private static boolean hasNaN(float... scores) {
        boolean found = false;
        for (float score : scores) {
            found |= Float.isNaN(score);
        }
        return found;
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

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%d of %d %s are answered alike; the largest difference of two logits is %.2g", same, clips, noun,
                difference);
    }
}
