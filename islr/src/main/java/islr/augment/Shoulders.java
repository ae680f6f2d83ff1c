package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.BodyFrame;
import islr.features.Points;
import islr.tensor.Shape;
import islr.tensor.Tensor;

/// The shoulders of a clip, by which changes are measured.
final class Shoulders {
    /// Of people who sit at a desk in front of a camera.
    private static final BodyFrame USUAL = new BodyFrame(0.5f, 0.6f, 0.25f);

    private Shoulders() {}

    /// The middle and the mean width of the shoulders, usual ones where they are not seen or not held.
    static BodyFrame of(Clip clip) {
        if (clip.rows().place(Skeleton.LEFT_SHOULDER) < 0 || clip.rows().place(Skeleton.RIGHT_SHOULDER) < 0) {
            return USUAL;
        }
        Points points = new Points(
                Tensor.of(Shape.of(clip.frames(), clip.rows().count(), Skeleton.AXES), clip.landmarks()));
        BodyFrame frame = BodyFrame.of(points, clip.rows().place(Skeleton.LEFT_SHOULDER),
                clip.rows().place(Skeleton.RIGHT_SHOULDER));
        return frame.isKnown() ? frame : USUAL;
    }

    /// Their mean width.
    static double width(Clip clip) {
        return of(clip).width();
    }
}
