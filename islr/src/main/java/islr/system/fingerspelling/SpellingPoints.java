package islr.system.fingerspelling;

import islr.data.Skeleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The 130 points that the system sees of a frame: both hands, lips, nose, eyes and arms.
public final class SpellingPoints {
    /// How many there are.
    public static final int COUNT = 130;

    /// Points of the face mesh.
    private static final int[] LIPS = {0, 61, 185, 40, 39, 37, 267, 269, 270, 409, 291, 146, 91, 181, 84, 17, 314, 405,
        321, 375, 78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308};
    private static final int[] FACE = {1, 2, 98, 327, 33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158,
        157, 173, 263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398};
    private static final int[] POSE = {12, 14, 16, 18, 20, 22, 11, 13, 15, 17, 19, 21};

    static final int LEFT_HAND = 40;
    static final int RIGHT_HAND = 61;
    static final int HAND = 21;
    static final int POSE_FROM = 118;
    private static final int RIGHT_EYE = 86;
    private static final int LEFT_EYE = 102;

    private static final int[] ROWS = rows();
    private static final int[] MIRRORED = mirrored();

    private SpellingPoints() {}

    /// A kind of points that has a feature extractor of its own in part two.
    enum Kind {
        LEFT("lhand", IntStream.range(LEFT_HAND, LEFT_HAND + HAND)),
        RIGHT("rhand", IntStream.range(RIGHT_HAND, RIGHT_HAND + HAND)),
        HEAD("face", IntStream.concat(IntStream.range(0, LEFT_HAND), IntStream.range(RIGHT_HAND + HAND, POSE_FROM))),
        ARMS("pose", IntStream.range(POSE_FROM, COUNT));

        private final String label;
        private final int[] points;

        Kind(String label, IntStream points) {
            this.label = label;
            this.points = points.toArray();
        }

        /// What the original calls it in names of parameters.
        String label() {
            return label;
        }

        /// Its points, ascending. Not a copy.
        int[] points() {
            return points;
        }
    }

    /// The rows of the 543 landmarks that hold the points, in the points' order. A copy.
    public static int[] skeletonRows() {
        return ROWS.clone();
    }

    /// For each point the one whose place it takes in a mirror. A copy.
    public static int[] mirror() {
        return MIRRORED.clone();
    }

    /// The names of the columns of the wide files: x of all points, then y, then z.
    public static List<String> columns() {
        List<String> columns = new ArrayList<>();
        for (String axis : List.of("x", "y", "z")) {
            for (int row : ROWS) {
                Skeleton.Part part = Skeleton.Part.of(row);
                columns.add(axis + "_" + part.label() + "_" + (row - part.first()));
            }
        }
        return columns;
    }

    private static int[] rows() {
        IntStream hands = IntStream.concat(IntStream.range(0, HAND).map(i -> Skeleton.Part.LEFT_HAND.first() + i),
                IntStream.range(0, HAND).map(i -> Skeleton.Part.RIGHT_HAND.first() + i));
        IntStream face = IntStream.of(FACE);
        IntStream pose = IntStream.of(POSE).map(i -> Skeleton.Part.POSE.first() + i);
        return IntStream.concat(IntStream.concat(IntStream.of(LIPS), hands), IntStream.concat(face, pose)).toArray();
    }

    /// Of the lips each half arc is turned round; hands, eyes and arms change places.
    private static int[] mirrored() {
        int[] from = IntStream.range(0, COUNT).toArray();
        turn(from, 1, 10);
        turn(from, 11, 19);
        turn(from, 21, 29);
        turn(from, 30, 38);
        exchange(from, 20, 39, 1);
        exchange(from, LEFT_HAND, RIGHT_HAND, HAND);
        exchange(from, 84, 85, 1);
        exchange(from, RIGHT_EYE, LEFT_EYE, LEFT_EYE - RIGHT_EYE);
        exchange(from, POSE_FROM, POSE_FROM + POSE.length / 2, POSE.length / 2);
        return from;
    }

    private static void turn(int[] from, int first, int last) {
        for (int i = first; i <= last; i++) {
            from[i] = first + last - i;
        }
    }

    private static void exchange(int[] from, int first, int second, int count) {
        for (int i = 0; i < count; i++) {
            from[first + i] = second + i;
            from[second + i] = first + i;
        }
    }
}
