package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.BodyFrame;
import java.util.Objects;

/// The person elsewhere in the picture, nearer, further, turned: linear maps about the middle of the shoulders.
public final class Placement {
    private Placement() {}

    /// The person smaller or larger, and moved.
    ///
    /// @param size 0.5 for half as large
    /// @param x how far to the right, in widths of the picture
    /// @param y how far down, in heights of the picture
    public static Clip of(Clip clip, double size, double x, double y) {
        Objects.requireNonNull(clip, "clip");
        BodyFrame shoulders = Shoulders.of(clip);
        float[] landmarks = clip.landmarks().clone();
        for (int i = 0; i < landmarks.length; i += Skeleton.AXES) {
            landmarks[i] = (float) (shoulders.x() + x + size * (landmarks[i] - shoulders.x()));
            landmarks[i + 1] = (float) (shoulders.y() + y + size * (landmarks[i + 1] - shoulders.y()));
            landmarks[i + 2] = (float) (size * landmarks[i + 2]);
        }
        return clip.with(landmarks);
    }

    /// `x' = xx·x + xy·y`, `y' = yx·x + yy·y` about the middle of a frame; z as it is.
    static Clip mapped(Clip clip, BodyFrame about, double xx, double xy, double yx, double yy) {
        float[] landmarks = clip.landmarks();
        float[] mapped = landmarks.clone();
        for (int i = 0; i < landmarks.length; i += Skeleton.AXES) {
            double x = landmarks[i] - about.x();
            double y = landmarks[i + 1] - about.y();
            mapped[i] = (float) (about.x() + xx * x + xy * y);
            mapped[i + 1] = (float) (about.y() + yx * x + yy * y);
        }
        return clip.with(mapped);
    }
}
