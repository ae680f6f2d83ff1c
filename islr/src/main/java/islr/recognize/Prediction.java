package islr.recognize;

import java.util.List;

/// What a recogniser says of a clip.
///
/// @param clip name of the clip
/// @param frames number of frames of the clip
/// @param ranking every sign with its probability, the most probable first; equal ones in the order of the sign list
/// @param nothingSeen true if the model sees nothing in the clip, so that every sign is equally probable
/// @param notes what to know about this answer, for instance that no hand was seen; usually nothing
public record Prediction(String clip, int frames, List<Guess> ranking, boolean nothingSeen, List<String> notes) {
    /// A sign and its probability, 0 to 1.
    public record Guess(String sign, float probability) {}

    /// The most probable sign.
    public String sign() {
        return ranking.getFirst().sign();
    }

    public float probability() {
        return ranking.getFirst().probability();
    }

    /// The `k` most probable signs, or all if there are fewer.
    public List<Guess> top(int k) {
        return ranking.subList(0, Math.min(k, ranking.size()));
    }
}
