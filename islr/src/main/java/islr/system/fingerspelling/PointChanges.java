package islr.system.fingerspelling;

import java.util.stream.IntStream;

/// Points of a sequence `[T, 390]` that are left out: set to 0, as missing ones are. In place.
final class PointChanges {
    private static final int AXES = 3;
    private static final int WIDTH = SpellingFeatures.WIDTH;
    /// Fingers of both hands, and the points of each: all of a hand but the wrist.
    static final int FINGERS = 10;
    private static final int FINGER = 4;

    private PointChanges() {}

    /// Some frames of a sequence.
    ///
    /// @param to is no longer among them
    record Window(int from, int to) {
        /// All frames.
        static Window all(int frames) {
            return new Window(0, frames);
        }

        /// ⌊T·size⌋ frames.
        ///
        /// @param offset where they begin, as a part of where they may: 0 to 1
        static Window of(int frames, double size, double offset) {
            int count = (int) (frames * size);
            int from = (int) (offset * Math.clamp(frames - count, 1, frames));
            return new Window(from, Math.min(frames, from + count));
        }
    }

    /// Leaves points out in a window.
    static void drop(float[] points, Window window, int... which) {
        for (int frame = window.from; frame < window.to; frame++) {
            for (int point : which) {
                int at = frame * WIDTH + point * AXES;
                java.util.Arrays.fill(points, at, at + AXES, 0);
            }
        }
    }

    /// Leaves all points out in a window.
    static void dropAll(float[] points, Window window) {
        java.util.Arrays.fill(points, window.from * WIDTH, window.to * WIDTH, 0);
    }

    /// The points of fingers, 0 to 4 of the left hand, 5 to 9 of the right one.
    static int[] fingers(int... which) {
        return IntStream.of(which).flatMap(finger -> {
            int hand = finger < FINGERS / 2 ? SpellingPoints.LEFT_HAND : SpellingPoints.RIGHT_HAND;
            int first = hand + 1 + finger % (FINGERS / 2) * FINGER;
            return IntStream.range(first, first + FINGER);
        }).toArray();
    }

    /// Points of both hands.
    static int[] hands() {
        return IntStream.concat(IntStream.of(SpellingPoints.Kind.LEFT.points()),
                IntStream.of(SpellingPoints.Kind.RIGHT.points())).toArray();
    }

    /// Points of the arms: all but those of the first `kept` joints of each. The original's code keeps twice as many
    /// points of the right arm instead.
    ///
    /// @param kept 0 to 3
    static int[] arms(int kept, boolean published) {
        int[] all = SpellingPoints.Kind.ARMS.points();
        int joints = all.length / 2;
        return IntStream.range(0, all.length).filter(i -> published ? i >= 2 * kept : i % joints >= kept)
                .map(i -> all[i]).toArray();
    }

    /// Leaves out the points inside a rectangle.
    ///
    /// @param size of it, as a part of the ranges of x and of y
    /// @param offsetX where it begins, as a part of the range
    /// @param offsetY likewise
    static void dropInside(float[] points, double size, double offsetX, double offsetY) {
        float[] least = {Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY};
        float[] most = {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (int i = 0; i < points.length; i++) {
            int axis = i % AXES;
            if (axis < 2) {
                least[axis] = Math.min(least[axis], points[i]);
                most[axis] = Math.max(most[axis], points[i]);
            }
        }
        float x = (float) offsetX * (most[0] - least[0]) + least[0];
        float y = (float) offsetY * (most[1] - least[1]) + least[1];
        float width = (float) size * (most[0] - least[0]);
        float height = (float) size * (most[1] - least[1]);
        for (int i = 0; i < points.length; i += AXES) {
            if (points[i] > x && points[i] < x + width && points[i + 1] > y && points[i + 1] < y + height) {
                java.util.Arrays.fill(points, i, i + AXES, 0);
            }
        }
    }

    /// The picture in a mirror. Not in place.
    static float[] mirrored(float[] points) {
        int[] from = SpellingPoints.mirror();
        float[] mirrored = new float[points.length];
        for (int i = 0; i < points.length; i += AXES) {
            int frame = i / WIDTH;
            int source = frame * WIDTH + from[i % WIDTH / AXES] * AXES;
            mirrored[i] = -points[source];
            mirrored[i + 1] = points[source + 1];
            mirrored[i + 2] = points[source + 2];
        }
        return mirrored;
    }
}
