package islr.recognize;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a recogniser says of a clip.
///
/// @param clip name of the clip
/// @param frames number of frames of the clip
/// @param ranking every sign with its probability, the most probable first; equal ones in the order of the sign list
/// @param nothingSeen true if the model sees nothing in the clip, so that every sign is equally probable
/// @param sure whether the answer can be counted on, by the threshold of the model, see [Certainty]; false if nothing
///     is seen; empty if the model has no threshold. An answer to a clip that shows none of the model's signs may be
///     sure, too
/// @param distance of the answer from the clips of this sign that the model learned from, 0 or more, about 1 is usual;
///     see [SignDistances]. Empty if the model has no distances or sees nothing, and for ensembles
/// @param notes what to know about this answer, for instance that no hand was seen; usually nothing
public record Prediction(String clip, int frames, List<Guess> ranking, boolean nothingSeen, Optional<Boolean> sure,
        OptionalDouble distance, List<String> notes) {
    /// The lists are copied, and cannot be changed.
    public Prediction {
        Objects.requireNonNull(clip, "clip");
        ranking = List.copyOf(Objects.requireNonNull(ranking, "ranking"));
        Objects.requireNonNull(sure, "sure");
        Objects.requireNonNull(distance, "distance");
        notes = List.copyOf(Objects.requireNonNull(notes, "notes"));
    }

    /// A sign and its probability, 0 to 1.
    public record Guess(String sign, float probability) {
        public Guess {
            Objects.requireNonNull(sign, "sign");
        }
    }

    /// The most probable sign.
    public String sign() {
        return ranking.getFirst().sign();
    }

    /// How probable [#sign()] is, 0 to 1.
    public float probability() {
        return ranking.getFirst().probability();
    }

    /// The model says that this answer is not to be counted on. It is not the opposite of [#sure()]: a model without a
    /// threshold says neither.
    public boolean isNotSure() {
        return sure.isPresent() && !sure.get();
    }

    /// The `k` most probable signs, or all if there are fewer.
    ///
    /// @throws IllegalArgumentException if `k` is negative
    public List<Guess> top(int k) {
        if (k < 0) {
            throw new IllegalArgumentException("prediction: the top " + k + " signs; 0 or more may be asked for");
        }
        return ranking.subList(0, Math.min(k, ranking.size()));
    }
}
