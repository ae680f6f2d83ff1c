package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.BodyFrame;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Another person in front of another camera, the same in all frames.
///
/// ```
/// picture    turned, sheared, narrower about the middle of the shoulders      0.3·a·v rad, 0.1·a·v, 1 + 0.2·a·v
/// reach      both arms are longer or shorter, from the middle of the shoulders 1 + 0.2·a·n, for x and y
/// movement   each arm moves further or less far from where it is on average   1 + 0.3·a·n, for x and y
/// ```
///
/// n is normal, v uniform in [−1, 1). The points of a hand and the wrist and fingers of the pose move together, the
/// elbow half as far. Size and place of the person are left alone: see [Placement] for these.
///
/// @param amount a, 0 for none to 1
public record BodyChange(double amount) implements ClipAugmentation {
    private static final double TURN = 0.3;
    private static final double SHEAR = 0.1;
    private static final double NARROW = 0.2;
    private static final double REACH = 0.2;
    private static final double MOVEMENT = 0.3;
    private static final int ELBOW = 13;
    private static final int WRIST = 15;
    private static final int HIP = 23;

    @Override
    public String stream() {
        return "body change";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        double turn = TURN * amount * random.nextDouble(-1, 1);
        double shear = SHEAR * amount * random.nextDouble(-1, 1);
        double narrow = 1 + NARROW * amount * random.nextDouble(-1, 1);
        float[] landmarks = clip.landmarks().clone();
        BodyFrame shoulders = Shoulders.of(clip);
        Reach reach = new Reach(shoulders, REACH * amount * random.nextGaussian(),
                REACH * amount * random.nextGaussian());
        for (int side = 0; side < 2; side++) {
            move(clip, landmarks, side, reach, MOVEMENT * amount * random.nextGaussian(),
                    MOVEMENT * amount * random.nextGaussian());
        }
        double cos = Math.cos(turn);
        double sin = Math.sin(turn);
        return Placement.mapped(clip.with(landmarks), shoulders, narrow * (cos + shear * sin),
                narrow * (shear * cos - sin), sin, cos);
    }

    /// By how much further from the middle of the shoulders both wrists are.
    private record Reach(BodyFrame shoulders, double x, double y) {}

    /// Moves an arm.
    ///
    /// @param side 0 left, 1 right
    private static void move(Clip clip, float[] landmarks, int side, Reach reach, double moreX, double moreY) {
        int wrist = Skeleton.POSE + WRIST + side;
        if (clip.rows().place(wrist) < 0) {
            return;
        }
        double[] mean = mean(clip, wrist);
        int hand = side == 0 ? Skeleton.LEFT_HAND : Skeleton.RIGHT_HAND;
        for (int t = 0; t < clip.frames(); t++) {
            double x = reach.x * (clip.x(t, wrist) - reach.shoulders.x()) + moreX * (clip.x(t, wrist) - mean[0]);
            double y = reach.y * (clip.y(t, wrist) - reach.shoulders.y()) + moreY * (clip.y(t, wrist) - mean[1]);
            if (!Double.isNaN(x + y)) {
                for (int row = hand; row < hand + Skeleton.HAND_ROWS; row++) {
                    shift(clip, landmarks, t, row, x, y);
                }
                for (int i = WRIST + side; i < HIP; i += 2) {
                    shift(clip, landmarks, t, Skeleton.POSE + i, x, y);
                }
                shift(clip, landmarks, t, Skeleton.POSE + ELBOW + side, x / 2, y / 2);
            }
        }
    }

    private static void shift(Clip clip, float[] landmarks, int frame, int row, double x, double y) {
        if (clip.rows().place(row) >= 0) {
            int at = clip.index(frame, row);
            landmarks[at] += (float) x;
            landmarks[at + 1] += (float) y;
        }
    }

    private static double[] mean(Clip clip, int row) {
        double x = 0;
        double y = 0;
        int seen = 0;
        for (int t = 0; t < clip.frames(); t++) {
            if (!Float.isNaN(clip.x(t, row))) {
                x += clip.x(t, row);
                y += clip.y(t, row);
                seen++;
            }
        }
        return new double[] {x / seen, y / seen};
    }
}
