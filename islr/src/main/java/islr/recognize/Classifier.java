package islr.recognize;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Whatever can say of a clip which sign is in it: a trained model, an ensemble of several. Thread-safe.
public interface Classifier {
    /// The signs that it tells apart.
    SignList signs();

    /// The landmarks that it needs of a clip.
    SkeletonRows rows();

    /// What a user should know about a clip because of what is read of it, see [islr.system.Features#notes].
    default Set<ClipNote> notes(Clip clip) {
        return Set.of();
    }

    /// How far its probabilities can be believed, and which answers are sure.
    default Certainty certainty() {
        return Certainty.UNKNOWN;
    }

    /// The scores of one clip, in the memory of `c`.
    ///
    /// @throws IllegalArgumentException if the clip lacks a landmark of [#rows()]
    Scores scores(Compute c, Clip clip);

    /// The same with what training does to samples at random, for models whose original does so also when it predicts.
    default Scores scores(Compute c, Clip clip, RandomGenerator random) {
        return scores(c, clip);
    }

    /// What is said of a clip.
    ///
    /// @param probabilities `[classes]`; empty if there is nothing in the clip that could be looked at
    /// @param logits `[classes]`, where the probabilities are the softmax of these divided by the temperature
    /// @param distance of the most probable sign, see [SignDistances]; empty if the model has none
    /// @param whyNothing why there are no probabilities, the part of a sentence
    record Scores(Optional<Tensor> probabilities, Optional<Tensor> logits, OptionalDouble distance, String whyNothing) {
        public Scores {
            Objects.requireNonNull(probabilities, "probabilities");
            Objects.requireNonNull(logits, "logits");
            Objects.requireNonNull(distance, "distance");
            Objects.requireNonNull(whyNothing, "whyNothing");
        }

        static Scores nothing(String why) {
            return new Scores(Optional.empty(), Optional.empty(), OptionalDouble.empty(), why);
        }
    }
}
