package islr.train.calibration;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.DoubleStream;

/// A score of answers, the greater the surer: the probability, or how near they are.
///
/// @param right of the right answers
/// @param wrong of the wrong ones
/// @param others of the answers to clips that show none of the signs
public record SureScores(double[] right, double[] wrong, double[] others) {
    public SureScores {
        Objects.requireNonNull(right, "right");
        Objects.requireNonNull(wrong, "wrong");
        Objects.requireNonNull(others, "others");
    }

    /// @param held of held-out clips
    /// @param isRight which of them are answered right
    static SureScores of(double[] held, boolean[] isRight, double[] others) {
        int right = 0;
        int wrong = 0;
        double[] rights = new double[held.length];
        double[] wrongs = new double[held.length];
        for (int i = 0; i < held.length; i++) {
            if (isRight[i]) {
                rights[right++] = held[i];
            } else {
                wrongs[wrong++] = held[i];
            }
        }
        return new SureScores(Arrays.copyOf(rights, right), Arrays.copyOf(wrongs, wrong), others);
    }

    /// How well the score tells right answers from wrong ones: see [Separation#auroc].
    public double rightFromWrong() {
        return Separation.auroc(right, wrong);
    }

    /// How well it tells the clips that show a sign, whether the answer is right or wrong, from the others.
    public double signsFromOthers() {
        return Separation.auroc(DoubleStream.concat(Arrays.stream(right), Arrays.stream(wrong)).toArray(), others);
    }
}
