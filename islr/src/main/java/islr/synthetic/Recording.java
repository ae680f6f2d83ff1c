package islr.synthetic;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Arrays;
import java.util.function.Function;

/// Films one take: moves the body through the frames, projects it, adds jitter and drops the parts that are not found.
final class Recording {

    /// Standard deviations of the jitter: of the face and the pose in widths of the picture, of the hands in palms. The
    /// pose model locates hands less exactly.
    private static final double FACE_JITTER = 0.0008;
    private static final double POSE_JITTER = 0.004;
    private static final double POSE_HAND_JITTER = 0.014;
    private static final double HAND_JITTER = 0.03;
    private static final int FIRST_POSE_HAND = 15;
    private static final int LAST_POSE_HAND = 22;
    /// The share of clips that show no hand at all.
    private static final double NO_HANDS = 0.004;
    /// How much an idle hand and a head wander, in shoulder widths.
    private static final double WANDER = 0.012;

    private final Sign sign;
    private final Signer signer;
    private final Style style;
    private final double noise;
    private final Function<String, Stream> streams;
    private final Camera camera;
    private final Timing timing;
    private final float[] landmarks;

    /// @param streams a stream for each aspect of this take
    Recording(Sign sign, Signer signer, Style style, double noise, Function<String, Stream> streams) {
        this.sign = sign;
        this.signer = signer;
        this.style = style;
        this.noise = noise;
        this.streams = streams;
        camera = signer.camera().moved(streams.apply("seat"), noise);
        timing = Timing.random(streams.apply("timing"), signer.tempo());
        landmarks = new float[timing.frames() * Skeleton.ROWS * Skeleton.AXES];
        Arrays.fill(landmarks, Float.NaN);
    }

    Clip film(String name) {
        Hand[] leading = new Hand[timing.frames()];
        Hand[] other = new Hand[timing.frames()];
        Sway idle = Sway.random(streams.apply("idle"));
        Style otherStyle = Style.random(streams.apply("other hand"), 0.4 * noise);
        for (int t = 0; t < leading.length; t++) {
            leading[t] = Hand.signing(sign, signer.body(), style, signer.amplitude(), timing, t);
            Point wander = new Point(0, WANDER * idle.at(t), 0);
            other[t] = switch (sign.other()) {
                case RESTS -> Hand.resting(signer.body(), wander);
                case STAYS -> Hand.staying(signer.body(), wander.plus(otherStyle.place()));
                case MIRRORS ->
                        Hand.signing(sign, signer.body(), style.plus(otherStyle), signer.amplitude(), timing, t);
            };
        }
        Hand[] left = signer.leftHanded() ? leading : other;
        Hand[] right = signer.leftHanded() ? other : leading;
        filmHead(left, right);
        if (!streams.apply("no hands").chance(NO_HANDS * noise)) {
            double hidden = sign.other() == Sign.OtherHand.STAYS ? 8 : 1.5;
            filmHand(Skeleton.Part.LEFT_HAND, left, 1, signer.losses() * (left == leading ? 1 : hidden));
            filmHand(Skeleton.Part.RIGHT_HAND, right, -1, signer.losses() * (right == leading ? 1 : hidden));
        }
        return new Clip(name, landmarks);
    }

    /// Films head, face and pose.
    private void filmHead(Hand[] left, Hand[] right) {
        Stream random = streams.apply("head");
        Sway nod = Sway.random(random);
        Sway turn = Sway.random(random);
        Sway drift = Sway.random(random);
        double tilt = random.normal(0, 3);
        Stream faceJitter = streams.apply("face jitter");
        Stream poseJitter = streams.apply("pose jitter");
        boolean[] found = Detection.face(streams.apply("face detection"), timing.frames(), signer.losses());
        double[] wrong = new double[Pose.POINTS * Skeleton.AXES];
        for (int t = 0; t < found.length; t++) {
            Point centre = new Point(WANDER * drift.at(t), -signer.body().neck(), -0.1);
            Head head = new Head(Rotation.of(3 * nod.at(t), 4 * turn.at(t), tilt), centre, signer.body().head());
            if (found[t]) {
                double depth = camera.project(centre).z();
                Point[] face = mouth(timing.phase(t) * timing.raised(t));
                for (int i = 0; i < face.length; i++) {
                    Point p = camera.project(head.of(face[i]))
                            .plus(Point.random(faceJitter, FACE_JITTER * signer.steadiness()));
                    put(t, Skeleton.FACE + i, p.x(), p.y(), p.z() - depth);
                }
            }
            filmPose(t, Pose.points(head, left[t], right[t]), wrong, poseJitter);
        }
    }

    private Point[] mouth(double phase) {
        double beat = Rotation.sin(180 * sign.mouth().beats() * phase);
        double open = signer.mouthing() * sign.mouth().open() * beat * beat;
        return Face.points(0.03 + 0.9 * open, signer.mouthing() * sign.mouth().wide() * Rotation.sin(180 * phase));
    }

    /// The errors of the pose are correlated from frame to frame.
    private void filmPose(int frame, Point[] pose, double[] wrong, Stream random) {
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

    private void filmHand(Skeleton.Part part, Hand[] hands, int side, double losses) {
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
