package islr.system.fingerspelling;

import islr.system.Batch;
import islr.system.fingerspelling.FingerspellingNetwork.Encoded;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.op.Losses;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// What training makes small: in part one the cross-entropy of the letters, in part two
/// `0.98·(0.6·forward + 0.4·backward) + 0.02·confidence`.
///
/// Padding counts as any other letter: behind the end of a phrase a decoder learns to go on with it, the second one
/// with spaces.
///
/// @param loss the sum
/// @param forward mean over all letters
/// @param backward of the second decoder; null in part one
/// @param confidence binary cross-entropy of the confidences; null in part one
/// @param logits of the letters, `[B·letters, 63]`, from which `forward` came
public record SpellingLoss(Tensor loss, Tensor forward, Tensor backward, Tensor confidence, Tensor logits) {
    public SpellingLoss {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(forward, "forward");
        Objects.requireNonNull(logits, "logits");
    }

    private static final float OF_CONFIDENCE = 0.02f;
    private static final float OF_BACKWARD = 0.4f;

    /// What the decoders read in a step.
    ///
    /// @param forward `[B·letters]`
    /// @param backward `[B·longest]`, of the reversed phrases
    public record Read(int[] forward, int[] backward) {
        public Read {
            Objects.requireNonNull(forward, "forward");
            Objects.requireNonNull(backward, "backward");
        }

        /// Everything, as in validation.
        public static Read all(SpellingLabels labels) {
            Objects.requireNonNull(labels, "labels");
            return new Read(labels.read(), labels.reversed().read());
        }

        /// With hidden letters, by draws of its own for each decoder.
        public static Read hiding(SpellingLabels labels, RandomGenerator random, double rate) {
            Objects.requireNonNull(labels, "labels");
            Objects.requireNonNull(random, "random");
            return new Read(labels.read(random, rate), labels.reversed().read(random, rate));
        }
    }

    /// The loss of a batch.
    ///
    /// @param scores how like the truth an answer to each clip may be expected to be, clipped to [0, 1]; not used in
    ///     part one
    public static SpellingLoss of(Compute c, FingerspellingNetwork network, Batch batch, SpellingLabels labels,
            float[] scores, Read read) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(read, "read");
        if (labels.phrases() != batch.size() || network.isSecond() && scores.length != batch.size()) {
            throw new IllegalArgumentException("spelling loss: " + batch.size() + " clips, " + labels.phrases()
                    + " phrases, " + scores.length + " scores: one each is needed");
        }
        Encoded encoded = network.encode(c, batch);
        Tensor logits = network.logits(c, encoded, read.forward, labels.letters());
        Tensor forward = entropy(c, logits, labels);
        if (!network.isSecond()) {
            return new SpellingLoss(forward, forward, null, null, logits);
        }
        SpellingLabels reversed = labels.reversed();
        Tensor backward = entropy(c, network.logitsBackwards(c, encoded, read.backward, reversed.letters()), reversed);
        float[] targets = new float[scores.length];
        for (int b = 0; b < targets.length; b++) {
            targets[b] = Math.clamp(scores[b], 0, 1);
        }
        Tensor confidence = c.run(new Losses.BinaryCrossEntropy(network.confidence(c, encoded), targets));
        Tensor letters = forward.scale(c, 1 - OF_BACKWARD).add(c, backward.scale(c, OF_BACKWARD));
        return new SpellingLoss(letters.scale(c, 1 - OF_CONFIDENCE).add(c, confidence.scale(c, OF_CONFIDENCE)), forward,
                backward, confidence, logits);
    }

    /// The loss of the letters alone, when the decoder reads all true ones: how networks are judged.
    public static Tensor ofLetters(Compute c, FingerspellingNetwork network, Batch batch, SpellingLabels labels) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(labels, "labels");
        return entropy(c, network.logits(c, network.encode(c, batch), labels.read(), labels.letters()), labels);
    }

    private static Tensor entropy(Compute c, Tensor logits, SpellingLabels labels) {
        return c.run(new Losses.CrossEntropy(logits, labels.tokens(), 0));
    }
}
