package islr.data;

/// The 543 landmarks of a frame, as MediaPipe Holistic finds them and asl-signs orders them.
///
/// | rows | part |
/// |---|---|
/// | 0 to 467 | face |
/// | 468 to 488 | left hand |
/// | 489 to 521 | pose |
/// | 522 to 542 | right hand |
public final class Skeleton {

    /// The number of landmarks of a frame.
    public static final int ROWS = 543;
    /// The number of coordinates of a landmark: x, y, z.
    public static final int AXES = 3;

    /// First row of the face.
    public static final int FACE = 0;
    /// The number of landmarks of the face.
    public static final int FACE_ROWS = 468;
    /// First row of the left hand.
    public static final int LEFT_HAND = 468;
    /// First row of the pose.
    public static final int POSE = 489;
    /// The number of landmarks of the pose.
    public static final int POSE_ROWS = 33;
    /// The nose, of the pose.
    public static final int NOSE = POSE;
    /// The left shoulder, of the pose.
    public static final int LEFT_SHOULDER = POSE + 11;
    /// The right shoulder, of the pose.
    public static final int RIGHT_SHOULDER = POSE + 12;
    /// The left wrist, of the pose.
    public static final int LEFT_WRIST = POSE + 15;
    /// The right wrist, of the pose.
    public static final int RIGHT_WRIST = POSE + 16;
    /// First row of the right hand.
    public static final int RIGHT_HAND = 522;
    /// The number of landmarks of each hand.
    public static final int HAND_ROWS = 21;

    /// A part of the skeleton, with the name that the `type` column gives it.
    public enum Part {
        /// The face mesh.
        FACE("face", Skeleton.FACE, FACE_ROWS),
        /// The signer's left hand.
        LEFT_HAND("left_hand", Skeleton.LEFT_HAND, HAND_ROWS),
        /// The body.
        POSE("pose", Skeleton.POSE, POSE_ROWS),
        /// The signer's right hand.
        RIGHT_HAND("right_hand", Skeleton.RIGHT_HAND, HAND_ROWS);

        private final String label;
        private final int first;
        private final int count;

        Part(String label, int first, int count) {
            this.label = label;
            this.first = first;
            this.count = count;
        }

        /// The part that a row, 0 to 542, belongs to.
        public static Part of(int row) {
            return row < Skeleton.LEFT_HAND ? FACE
                    : row < Skeleton.POSE ? LEFT_HAND : row < Skeleton.RIGHT_HAND ? POSE : RIGHT_HAND;
        }

        /// Its name in the `type` column: `face`, `left_hand`, `pose`, `right_hand`.
        public String label() {
            return label;
        }

        /// Its first row.
        public int first() {
            return first;
        }

        /// Its number of landmarks.
        public int count() {
            return count;
        }
    }

    private Skeleton() {}

    /// The name of a landmark, from its `type` and `landmark_index`: `left_hand 3` for row 471.
    public static String name(int row) {
        Part part = Part.of(row);
        return part.label + " " + (row - part.first);
    }
}
