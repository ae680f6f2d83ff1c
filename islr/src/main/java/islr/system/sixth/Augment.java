package islr.system.sixth;

import islr.system.Augmentation;
import java.util.List;

/// How much the points of a clip are changed in training.
public enum Augment {
    NONE,
    /// What the original does in the second half of its training.
    LIGHT,
    /// What it does in the first half, but for faces of other people: a hand is filled where it is missing.
    STRONG,
    /// The same with the hands as they come out in the original's code, see `HandFilling`.
    ORIGINAL;

    /// In their order.
    List<Augmentation> changes() {
        return switch (this) {
            case NONE -> List.of();
            case LIGHT -> List.of(new Interpolation(0.5), new Flip(0.5), new Rotation(0.5), new Scaling(0.25),
                    new Crop(0.25));
            case STRONG, ORIGINAL -> List.of(new HandFilling(0.25, this == ORIGINAL), new Interpolation(0.5),
                    new Flip(0.5), new Rotation(0.5), new Crop(0.5), new Scaling(0.25));
        };
    }
}
