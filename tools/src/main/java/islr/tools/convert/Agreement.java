package islr.tools.convert;

import islr.data.Clip;
import islr.data.SignList;
import islr.dataset.SyntheticClips;
import islr.recognize.Classifier;
import islr.recognize.ModelFile;
import islr.synthetic.SyntheticSettings;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;

/// How far two models agree on synthetic clips.
///
/// @param clips how many at least one of them answered
/// @param same of how many of these both gave the same answer
/// @param difference the largest one of two logits
record Agreement(int clips, int same, double difference) {
    /// Two signers make five signs twice each.
    private static final SyntheticSettings CLIPS = new SyntheticSettings(17, 5, 2, 2,
            SyntheticSettings.DEFAULT.noise());

    /// Asks both. A clip in which neither finds anything to look at says nothing.
    static Agreement of(ModelFile one, ModelFile other) throws IOException {
        SignList numbered = new SignList(IntStream.range(0, one.classes()).mapToObj(i -> "sign " + i).toList());
        Classifier first = one.classifier(Optional.of(numbered));
        Classifier second = other.classifier(Optional.of(numbered));
        SyntheticClips source = SyntheticClips.of(CLIPS);
        Compute compute = Compute.cpu();
        int same = 0;
        double difference = 0;
        int clips = 0;
        for (int i = 0; i < source.recordings().size(); i++) {
            Clip clip = source.read(i, first.rows());
            Classifier.Scores mine = first.scores(compute, clip);
            Classifier.Scores theirs = second.scores(compute, clip);
            Optional<Tensor> a = mine.probabilities();
            Optional<Tensor> b = theirs.probabilities();
            clips += a.isPresent() || b.isPresent() ? 1 : 0;
            if (a.isEmpty() || b.isEmpty()) {
                continue;
            }
            same += answer(a.get().toArray()) == answer(b.get().toArray()) ? 1 : 0;
            // A combination of two networks has no logits.
            Tensor x = mine.logits().orElse(a.get());
            Tensor y = theirs.logits().orElse(b.get());
            difference = Math.max(difference, difference(x.toArray(), y.toArray()));
        }
        return new Agreement(clips, same, difference);
    }

    boolean isFull() {
        return clips > 0 && same == clips;
    }

    private static int answer(float... probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }

    private static double difference(float[] x, float[] y) {
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            largest = Math.max(largest, Math.abs((double) x[i] - y[i]));
        }
        return largest;
    }
}
