package islr.synthetic;

import java.util.Arrays;

/// In which frames a part of the body is found. Detection loses hands that leave the picture, blur or cross something,
/// for one frame or for many.
final class Detection {

    /// The probability that a hand is lost in a single frame, and the most that fast movement adds to it.
    private static final double LOST = 0.03;
    private static final double BLURRED = 0.2;
    /// The movement per frame, in widths of the picture, at which a hand is completely blurred.
    private static final double FAST = 0.1;
    /// The probability that a stretch of lost frames begins in a frame.
    private static final double STRETCH = 0.012;
    /// The probability that the first frames of a clip are lost, because the hand has not been found yet.
    private static final double LATE = 0.25;

    private Detection() {}

    /// The frames in which a hand is found.
    ///
    /// @param place of the hand in the picture in each frame; null where it is outside
    /// @param losses factor of these probabilities
    static boolean[] hand(Stream random, Point[] place, double losses) {
        int frames = place.length;
        boolean[] found = new boolean[frames];
        int late = random.chance(Math.min(1, LATE * losses)) ? 1 + random.below(1 + frames / 6) : 0;
        int lostUntil = Math.min(late, frames / 4);
        for (int t = 0; t < frames; t++) {
            if (random.chance(STRETCH * losses)) {
                lostUntil = Math.max(lostUntil, t + 2 + random.below(1 + Math.min(10, frames / 4)));
            }
            boolean moving = t > 0 && place[t] != null && place[t - 1] != null;
            double blur = moving ? Math.min(1, place[t].minus(place[t - 1]).length() / FAST) : 0;
            boolean lost = random.chance(losses * (LOST + BLURRED * blur * blur));
            found[t] = place[t] != null && !lost && t >= lostUntil;
        }
        return found;
    }

    /// The frames in which the face is found: nearly always all.
    static boolean[] face(Stream random, int frames, double losses) {
        boolean[] found = new boolean[frames];
        Arrays.fill(found, true);
        if (random.chance(0.015 * losses)) {
            int from = random.below(frames);
            Arrays.fill(found, from, Math.min(frames, from + 1 + random.below(12)), false);
        }
        return found;
    }

    /// Whether a hand at this place of the picture can be found.
    static boolean inPicture(Point place) {
        return place.x() > -0.08 && place.x() < 1.08 && place.y() > -0.08 && place.y() < 1.02;
    }
}
