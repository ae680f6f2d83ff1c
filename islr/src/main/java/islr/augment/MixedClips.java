package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Objects;

/// Two clips in one, each with its share, whatever their signs: a model that has to say how much there is of each does
/// not become sure beyond its evidence.
///
/// ```
/// clip    ├────────────────┤      landmark of the mixture = share·a + (1 − share)·b
/// other   ├──────────────────────┤   played in the time of the clip
/// ```
///
/// A landmark that only one of them has is that of this one.
///
/// Source: Zhang et al., *mixup: Beyond Empirical Risk Minimization* (2018).
public final class MixedClips {
    private MixedClips() {}

    /// @param other with the same landmarks
    /// @param share of `clip`, 0 to 1
    /// @return a clip of as many frames as `clip` has
    /// @throws IllegalArgumentException if the clips have other landmarks
    public static Clip of(Clip clip, Clip other, double share) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(other, "other");
        if (!clip.rows().equals(other.rows())) {
            throw new IllegalArgumentException("mixed clips: " + clip.name() + " has " + clip.rows().count()
                    + " landmarks, " + other.name() + " has " + other.rows().count() + ", and not the same ones");
        }
        float[] a = clip.landmarks();
        float[] b = Stretch.to(other, clip.frames()).landmarks();
        float[] mixed = a.clone();
        for (int i = 0; i < mixed.length; i += Skeleton.AXES) {
            boolean here = !Float.isNaN(a[i]) && !Float.isNaN(a[i + 1]);
            boolean there = !Float.isNaN(b[i]) && !Float.isNaN(b[i + 1]);
            for (int axis = i; axis < i + Skeleton.AXES; axis++) {
                mixed[axis] = here && there ? (float) (share * a[axis] + (1 - share) * b[axis])
                        : there ? b[axis] : a[axis];
            }
        }
        return clip.with(mixed);
    }
}
