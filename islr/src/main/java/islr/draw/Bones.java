package islr.draw;

import islr.data.Skeleton;
import islr.data.SkeletonRows;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Which landmarks are drawn, and the lines between them: each line is a list of rows of the skeleton.
final class Bones {
    /// The thumb and the index finger from the wrist, the palm, then the other fingers.
    private static final int[][] HAND = {{0, 1, 2, 3, 4}, {0, 5, 6, 7, 8}, {5, 9, 13, 17, 0}, {9, 10, 11, 12},
        {13, 14, 15, 16}, {17, 18, 19, 20}};

    static final int[][] LEFT_HAND = from(Skeleton.LEFT_HAND, HAND);
    static final int[][] RIGHT_HAND = from(Skeleton.RIGHT_HAND, HAND);

    /// Both arms and the line between the shoulders.
    static final int[][] ARMS = from(Skeleton.POSE, new int[][] {{15, 13, 11, 12, 14, 16}});

    /// The head as the pose has it: ears, eyes, nose; the mouth.
    static final int[][] HEAD = from(Skeleton.POSE, new int[][] {{8, 5, 0, 2, 7}, {10, 9}});

    /// Every second point of the face's outline and of the outer edge of the lips.
    static final int[][] FACE = {{10, 297, 284, 389, 454, 361, 397, 379, 400, 152, 176, 150, 172, 93, 127, 21, 103, 10},
        {61, 40, 37, 267, 270, 291, 375, 405, 17, 181, 91, 61}};

    private static final int[] OF_FACE = rows(FACE);

    /// What has to be in the box. The pose's arms are not among it: where they are not seen, they are guessed, far
    /// below the picture, and all the rest would be small.
    static final SkeletonRows WITHIN = SkeletonRows.of(
            rows(LEFT_HAND, RIGHT_HAND, HEAD, FACE, new int[][] {{Skeleton.LEFT_SHOULDER, Skeleton.RIGHT_SHOULDER}}));

    /// All that is drawn.
    static final SkeletonRows ALL = SkeletonRows.of(rows(LEFT_HAND, RIGHT_HAND, ARMS, HEAD, FACE));

    private Bones() {}

    private static int[][] from(int first, int[][] lines) {
        return Arrays.stream(lines).map(line -> IntStream.of(line).map(row -> first + row).toArray())
                .toArray(int[][]::new);
    }

    private static int[] rows(int[][]... parts) {
        return Arrays.stream(parts).flatMap(Arrays::stream).flatMapToInt(IntStream::of).toArray();
    }

    /// The points of the face among these.
    static int[] ofFace() {
        return OF_FACE.clone();
    }
}
