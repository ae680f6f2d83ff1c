package islr.synthetic;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntFunction;

/// The film of one take: projects the body, adds jitter and drops the parts that are not found.
final class Film {

    /// How much an idle hand and a head wander, in shoulder widths.
    static final double WANDER = 0.012;

    /// Standard deviations of the jitter: of the face and the pose in widths of the picture, of the hands in palms. The
    /// pose model locates hands less exactly.
    private static final double FACE_JITTER = 0.0008;
    private static final double POSE_JITTER = 0.004;
    private static final double POSE_HAND_JITTER = 0.014;
    private static final double HAND_JITTER = 0.03;
    private static final int FIRST_POSE_HAND = 15;
    private static final int LAST_POSE_HAND = 22;

    private final Signer signer;
    private final Function<String, Stream> streams;
    private final Camera camera;
    private final int frames;
    private final float[] landmarks;

    /// @param streams a stream for each aspect of this take
    Film(Signer signer, double noise, int frames, Function<String, Stream> streams) {
        this.signer = signer;
        this.streams = streams;
        this.frames = frames;
        camera = signer.camera().moved(streams.apply("seat"), noise);
        landmarks = new float[frames * Skeleton.ROWS * Skeleton.AXES];
        Arrays.fill(landmarks, Float.NaN);
    }

    /// What was filmed.
    Clip clip(String name) {
        return new Clip(name, landmarks);
    }

    /// Films head, face and pose.
    ///
    /// @param left the left hand in each frame
    /// @param right the right hand, still modelled as a left one
    /// @param faces the points of the face in a frame
    void head(Hand[] left, Hand[] right, IntFunction<Point[]> faces) {
        Stream random = streams.apply("head");
        Sway nod = Sway.random(random);
        Sway turn = Sway.random(random);
        Sway drift = Sway.random(random);
        double tilt = random.normal(0, 3);
        Stream faceJitter = streams.apply("face jitter");
        Stream poseJitter = streams.apply("pose jitter");
        boolean[] found = Detection.face(streams.apply("face detection"), frames, signer.losses());
        double[] wrong = new double[Pose.POINTS * Skeleton.AXES];
        for (int t = 0; t < found.length; t++) {
            Point centre = new Point(WANDER * drift.at(t), -signer.body().neck(), -0.1);
            Head head = new Head(Rotation.of(3 * nod.at(t), 4 * turn.at(t), tilt), centre, signer.body().head());
            if (found[t]) {
                double depth = camera.project(centre).z();
                Point[] face = faces.apply(t);
                for (int i = 0; i < face.length; i++) {
                    Point p = camera.project(head.of(face[i]))
                            .plus(Point.random(faceJitter, FACE_JITTER * signer.steadiness()));
                    put(t, Skeleton.FACE + i, p.x(), p.y(), p.z() - depth);
                }
            }
            pose(t, Pose.points(head, left[t], right[t]), wrong, poseJitter);
        }
    }

    /// The errors of the pose are correlated from frame to frame.
    private void pose(int frame, Point[] pose, double[] wrong, Stream random) {
        for (int i = 0; i < pose.length; i++) {
            double size = signer.steadiness()
                    * (i >= FIRST_POSE_HAND && i <= LAST_POSE_HAND ? POSE_HAND_JITTER : POSE_JITTER);
            for (int axis = 3 * i; axis < 3 * i + 3; axis++) {
                wrong[axis] = 0.8 * wrong[axis] + 0.6 * size * random.normal();
            }
            Point p = camera.project(pose[i]);
            // Depth counts from the hips, half a shoulder width behind the shoulders. It is the least exact coordinate.
            double z = camera.depth() * (p.z() - 0.5 * camera.scale()) + 8 * wrong[3 * i + 2];
            put(frame, Skeleton.POSE + i, p.x() + wrong[3 * i], p.y() + wrong[3 * i + 1], z);
        }
    }

    /// Films a hand.
    ///
    /// @param side 1 for the left hand, −1 for the right one, whose hands are mirrored
    /// @param losses factor of the rate at which it is not found
    void hand(Skeleton.Part part, Hand[] hands, int side, double losses) {
        Stream random = streams.apply(part.label() + " jitter");
        double size = HAND_JITTER * signer.steadiness() * signer.body().palm() * camera.scale();
        Point[] places = new Point[hands.length];
        for (int t = 0; t < hands.length; t++) {
            Point place = camera.project(hands[t].points()[9].mirrored(side));
            places[t] = Detection.inPicture(place) ? place : null;
        }
        boolean[] found = Detection.hand(streams.apply(part.label() + " detection"), places, losses);
        for (int t = 0; t < hands.length; t++) {
            if (found[t]) {
                Point[] points = hands[t].points();
                double depth = camera.project(points[0].mirrored(side)).z();
                for (int i = 0; i < points.length; i++) {
                    Point p = camera.project(points[i].mirrored(side)).plus(Point.random(random, size));
                    // The wrist is the origin of a hand's z, so its own z is nearly 0.
                    put(t, part.first() + i, p.x(), p.y(), (p.z() - depth) * (i == 0 ? 1e-5 : 1));
                }
            }
        }
    }

    private void put(int frame, int row, double x, double y, double z) {
        int at = (frame * Skeleton.ROWS + row) * Skeleton.AXES;
        landmarks[at] = (float) x;
        landmarks[at + 1] = (float) y;
        landmarks[at + 2] = (float) z;
    }
}
