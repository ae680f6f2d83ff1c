package islr.system.fingerspelling;

import java.util.Objects;

/// A sequence with its phrase, as training reads it: before it is brought to L frames.
///
/// @param points `[T, 390]`, standardised
/// @param phrase what is spelled
/// @param score how like the truth an answer may be expected to be
public record SpelledPoints(float[] points, String phrase, double score) {
    public SpelledPoints {
        Objects.requireNonNull(points, "points");
        Objects.requireNonNull(phrase, "phrase");
    }

    /// The same phrase with other points.
    SpelledPoints with(float[] other) {
        return new SpelledPoints(other, phrase, score);
    }

    /// The end of one sequence and the beginning of another one of the same signer; both are cut at the same part, and
    /// so are their phrases.
    ///
    /// @param second not mirrored, if this one may be
    /// @param part 0 to 1
    /// @param secondFirst whether the end of the second comes in front of the beginning of this one, instead of the end
    ///     of this one in front of the beginning of the second
    public SpelledPoints mixed(SpelledPoints second, double part, boolean secondFirst) {
        Objects.requireNonNull(second, "second");
        SpelledPoints front = secondFirst ? second : this;
        SpelledPoints behind = secondFirst ? this : second;
        int frontFrames = cut(FrameChanges.frames(front.points), part) * SpellingFeatures.WIDTH;
        int behindFrames = cut(FrameChanges.frames(behind.points), part) * SpellingFeatures.WIDTH;
        float[] mixed = new float[front.points.length - frontFrames + behindFrames];
        System.arraycopy(front.points, frontFrames, mixed, 0, front.points.length - frontFrames);
        System.arraycopy(behind.points, 0, mixed, front.points.length - frontFrames, behindFrames);
        return new SpelledPoints(mixed,
                front.phrase.substring(cut(front.phrase.length(), part))
                        + behind.phrase.substring(0, cut(behind.phrase.length(), part)),
                part * behind.score + (1 - part) * front.score);
    }

    /// Where a length is cut: not in front of the first, and in front of the last at most; a length of 1 at 0.
    private static int cut(int length, double part) {
        return Math.min(Math.max((int) Math.rint(length * part), 1), length - 1);
    }
}
