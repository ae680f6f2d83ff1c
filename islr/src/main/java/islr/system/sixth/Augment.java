package islr.system.sixth;

import islr.system.Augmentation;
import java.util.List;

/// How much the points of a clip are changed in training.
public enum Augment {
    NONE,
    /// What the original does in the second half of its training.
    LIGHT,
    /// In the first half, or in the first 49 epochs of more than a hundred, faces come from other clips of the sign,
    /// too, and a hand is filled where it is missing.
    STRONG,
    /// The same with the hands as they come out in the original's code, see `HandFilling`.
    ORIGINAL;

    private static final int MOST_STRONG = 50;

    /// In their order.
    ///
    /// @param epoch from 0
    /// @param epochs of the run
    List<Augmentation> changes(int epoch, int epochs) {
        if (this == NONE) {
            return List.of();
        }
        boolean strong = this != LIGHT && epoch + 1 < Math.min(MOST_STRONG, epochs / 2);
        return strong
                ? List.of(new FaceCutmix(0.25), new HandFilling(0.25, this == ORIGINAL), new Interpolation(0.5),
                        new Flip(0.5), new Rotation(0.5), new Crop(0.5), new Scaling(0.25))
                : List.of(new Interpolation(0.5), new Flip(0.5), new Rotation(0.5), new Scaling(0.25), new Crop(0.25));
    }
}
