package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.HandShape;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Other hands: each hand gets other proportions and a slightly other posture, the same in all frames.
///
/// ```
/// bones     longer or shorter, each by a factor of its own      e^(0.1·a·n)
/// fingers   turned about their roots                            0.1·a·n rad
/// hand      larger, turned, narrower about its wrist            1 + 0.2·a·v, 0.2·a·v rad, 1 + 0.2·a·v
/// place     moved as a whole, in widths of the shoulders        0.15·a·n
/// ```
///
/// n is normal, v uniform in [−1, 1), a draw for each hand, finger or bone. Only the 21 points of a hand move, not the
/// wrists of the pose. A point whose place cannot be computed, because one before it is missing, stays where it is, and
/// so does a hand of which the clip does not hold all points.
///
/// @param amount a, 0 for none to 1
public record HandChange(double amount) implements ClipAugmentation {
    private static final double SMALL = 0.1;
    private static final double LARGE = 0.2;
    private static final double SHIFT = 0.15;
    private static final int FINGERS = 5;
    private static final int JOINTS = 4;

    @Override
    public String stream() {
        return "hand change";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        float[] landmarks = clip.landmarks().clone();
        double width = Shoulders.width(clip);
        for (int hand : new int[] {Skeleton.LEFT_HAND, Skeleton.RIGHT_HAND}) {
            Change change = Change.draw(random, amount, width);
            for (int t = 0; t < clip.frames() && isHeld(clip, hand); t++) {
                change.apply(landmarks, clip.index(t, hand));
            }
        }
        return clip.with(landmarks);
    }

    /// Whether a clip holds all points of a hand.
    private static boolean isHeld(Clip clip, int hand) {
        int first = clip.rows().place(hand);
        int last = HandShape.POINTS - 1;
        return first >= 0 && clip.rows().place(hand + last) == first + last;
    }

    /// What happens to one hand.
    ///
    /// @param bones factor of the bone that ends in each point
    /// @param turns angle of each finger
    private record Change(double[] bones, double[] turns, double xx, double xy, double yx, double yy, double zz,
            double shiftX, double shiftY) {

        static Change draw(RandomGenerator random, double amount, double width) {
            double[] bones = new double[HandShape.POINTS];
            for (int i = 0; i < bones.length; i++) {
                bones[i] = Math.exp(SMALL * amount * random.nextGaussian());
            }
            double[] turns = new double[FINGERS];
            for (int i = 0; i < FINGERS; i++) {
                turns[i] = SMALL * amount * random.nextGaussian();
            }
            double size = 1 + LARGE * amount * random.nextDouble(-1, 1);
            double turn = LARGE * amount * random.nextDouble(-1, 1);
            double narrow = 1 + LARGE * amount * random.nextDouble(-1, 1);
            double cos = Math.cos(turn) * size;
            double sin = Math.sin(turn) * size;
            return new Change(bones, turns, narrow * cos, -narrow * sin, sin, cos, size,
                    SHIFT * amount * width * random.nextGaussian(), SHIFT * amount * width * random.nextGaussian());
        }

        /// @param wrist where the hand's first point is
        void apply(float[] landmarks, int wrist) {
            float[] from = new float[HandShape.POINTS * Skeleton.AXES];
            System.arraycopy(landmarks, wrist, from, 0, from.length);
            double[] to = new double[from.length];
            for (int end = 1; end < HandShape.POINTS; end++) {
                int root = HandShape.root(end) * Skeleton.AXES;
                int at = end * Skeleton.AXES;
                double dx = bones[end] * (from[at] - from[root]);
                double dy = bones[end] * (from[at + 1] - from[root + 1]);
                double dz = bones[end] * (from[at + 2] - from[root + 2]);
                // Bones from the wrist are the palm: only those behind them turn.
                double turn = HandShape.root(end) == HandShape.WRIST ? 0 : turns[(end - 1) / JOINTS];
                to[at] = to[root] + Math.cos(turn) * dx - Math.sin(turn) * dy;
                to[at + 1] = to[root + 1] + Math.sin(turn) * dx + Math.cos(turn) * dy;
                to[at + 2] = to[root + 2] + dz;
            }
            for (int i = 0; i < to.length; i += Skeleton.AXES) {
                put(landmarks, wrist + i, from[0] + shiftX + xx * to[i] + xy * to[i + 1]);
                put(landmarks, wrist + i + 1, from[1] + shiftY + yx * to[i] + yy * to[i + 1]);
                put(landmarks, wrist + i + 2, from[2] + zz * to[i + 2]);
            }
        }

        private static void put(float[] landmarks, int at, double place) {
            if (!Double.isNaN(place)) {
                landmarks[at] = (float) place;
            }
        }
    }
}
