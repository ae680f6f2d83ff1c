package islr.system.signs;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.features.BodyFrame;
import islr.features.Bounded;
import islr.features.Contacts;
import islr.features.Differences;
import islr.features.DominantHand;
import islr.features.HandShape;
import islr.features.HandSpan;
import islr.features.LandmarkSets;
import islr.features.Mirror;
import islr.features.Palm;
import islr.features.Points;
import islr.features.Resampling;
import islr.features.Selection;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.OptionalInt;
import java.util.Set;

/// Features that do not depend on the body: the same for a tall and a short person, near and far, left and right in the
/// picture, for fast and slow signing and any frame rate.
///
/// 1. From the first frame with a hand to the last, the clip is resampled to S frames ([Resampling]).
/// 2. If the left hand leads ([DominantHand]), the clip is mirrored, if so set.
/// 3. Each frame gives a row; x and y only, 0 where something is missing:
///
/// | columns | what |
/// |---|---|
/// | 16 | wrist, thumb tip, tips of index and middle finger, each of the left and the right hand, in the [BodyFrame] |
/// | 80 | the 20 other points of each hand, from its wrist, in lengths of its palm |
/// | 26 | nose, eyes, ears, mouth, shoulders, elbows and wrists of the pose in the body frame |
/// | 68 | [HandShape] of each hand, if so set |
/// | 56 | [Contacts] of wrist and three tips with nose, mouth, shoulders and the other hand, if so set |
/// | as many again | [Differences] to the row before, if so set |
/// | 2 | 1 where the left, the right hand is seen, −1 where it is not |
///
/// Clip [T, R, 3] → [S, F]; no rows if no hand is seen. Every number is finite, between −8 and 8.
///
/// @param frames S
/// @param places what coordinates are relative to; other choices than HANDS have all points of the hands in the first
///     columns, and no others
/// @param shape whether there are hand shapes
/// @param contacts whether there are distances of the hands to the body and each other
/// @param differences whether there are differences
/// @param leading whether the leading hand is always the right one
record SignsFeatures(int frames, Places places, boolean shape, boolean contacts, boolean differences, boolean leading)
        implements Features {
    private static final int[] HEAD_AND_ARMS = LandmarkSets.headAndArms();
    static final int[] LANDMARKS = Selection.concat(LandmarkSets.leftHand(), LandmarkSets.rightHand(), HEAD_AND_ARMS);
    /// For each point the number of its partner on the other side of the body.
    static final int[] PARTNERS = partners();
    private static final SkeletonRows ROWS = LandmarkSets.handsHeadAndArms();

    /// Numbers of the points, in the order of `LANDMARKS`.
    static final int LEFT = 0;
    static final int RIGHT = Skeleton.HAND_ROWS;
    static final int BODY = 2 * Skeleton.HAND_ROWS;
    static final int LEFT_SHOULDER = BODY + 7;
    static final int RIGHT_SHOULDER = BODY + 8;
    static final int LEFT_WRIST = BODY + 11;
    static final int RIGHT_WRIST = BODY + 12;
    /// Wrist, thumb tip, tips of index and middle finger.
    static final int[] PLACED = {0, 4, 8, 12};
    static final int[] LEFT_PLACED = {LEFT, LEFT + 4, LEFT + 8, LEFT + 12};
    static final int[] RIGHT_PLACED = {RIGHT, RIGHT + 4, RIGHT + 8, RIGHT + 12};
    /// Nose, corners of the mouth, shoulders.
    static final int[] TOUCHED = {BODY, BODY + 5, BODY + 6, LEFT_SHOULDER, RIGHT_SHOULDER};
    private static final int CONTACTS = PLACED.length * (2 * TOUCHED.length + PLACED.length);

    private static int[] partners() {
        int[] places = new int[Skeleton.ROWS];
        for (int point = 0; point < LANDMARKS.length; point++) {
            places[LANDMARKS[point]] = point;
        }
        int[] partners = new int[LANDMARKS.length];
        for (int point = 0; point < LANDMARKS.length; point++) {
            partners[point] = places[Mirror.partner(LANDMARKS[point])];
        }
        return partners;
    }

    @Override
    public SkeletonRows rows() {
        return ROWS;
    }

    @Override
    public int points() {
        return LANDMARKS.length;
    }

    @Override
    public OptionalInt mostFrames() {
        return OptionalInt.of(frames);
    }

    /// The numbers of a row without differences and flags.
    int single() {
        int placed = places == Places.HANDS ? 2 * (PLACED.length + Skeleton.HAND_ROWS - 1) : 2 * Skeleton.HAND_ROWS;
        return 2 * (placed + HEAD_AND_ARMS.length) + (shape ? 2 * (HandShape.SPREADS + HandShape.BENDS) : 0)
                + (contacts ? CONTACTS : 0);
    }

    @Override
    public int width() {
        return single() * (differences ? 2 : 1) + 2;
    }

    @Override
    public String version() {
        return "signs 1, " + frames + " " + places.id() + (shape ? " shape" : "") + (contacts ? " contacts" : "")
                + (differences ? " differences" : "") + (leading ? " leading" : "");
    }

    @Override
    public String whyEmpty() {
        return "no hand was seen in any frame";
    }

    /// Told of clips that have frames.
    @Override
    public Set<ClipNote> notes(Clip clip) {
        for (int t = 0; t < clip.frames(); t++) {
            if (!Float.isNaN(clip.x(t, Skeleton.LEFT_SHOULDER)) && !Float.isNaN(clip.x(t, Skeleton.RIGHT_SHOULDER))) {
                return Set.of();
            }
        }
        return Set.of(ClipNote.NO_SHOULDERS);
    }

    @Override
    public Sample of(Clip clip, Memory memory) {
        HandSpan span = HandSpan.of(clip);
        if (span.isEmpty()) {
            return new Sample(memory.allocate(Shape.of(0, width())));
        }
        Points points = new Points(Resampling.evenly(memory, clip, LANDMARKS, span.first(), span.last(), frames));
        boolean mirrored = leading && DominantHand.isLeft(points, BodyFrame.of(points, LEFT_SHOULDER, RIGHT_SHOULDER),
                LEFT_WRIST, RIGHT_WRIST, LEFT, RIGHT);
        if (mirrored) {
            mirror(points.values());
        }
        Tensor rows = memory.allocate(Shape.of(frames, width()));
        new Rows(points, rows).write();
        return new Sample(rows);
    }

    /// What [Mirror#of] does to a clip, in place: partners are exchanged, x becomes 1 − x.
    private static void mirror(Tensor points) {
        float[] values = points.array();
        for (int t = 0; t < points.shape().dim(0); t++) {
            int frame = points.offset() + t * LANDMARKS.length * Skeleton.AXES;
            for (int point = 0; point < LANDMARKS.length; point++) {
                int one = frame + point * Skeleton.AXES;
                int other = frame + PARTNERS[point] * Skeleton.AXES;
                for (int axis = 0; axis < Skeleton.AXES && one < other; axis++) {
                    float value = values[one + axis];
                    values[one + axis] = values[other + axis];
                    values[other + axis] = value;
                }
                values[one] = 1 - values[one];
            }
        }
    }

    /// The rows of a clip, as they are written.
    private final class Rows {
        private final Points points;
        private final float[] to;
        private final int start;
        private final BodyFrame body;
        private final double[] palms;
        private int at;

        private Rows(Points points, Tensor rows) {
            this.points = points;
            to = rows.array();
            start = rows.offset();
            body = places == Places.PICTURE ? BodyFrame.ofPicture()
                    : BodyFrame.of(points, LEFT_SHOULDER, RIGHT_SHOULDER);
            palms = new double[] {Palm.length(points, LEFT), Palm.length(points, RIGHT)};
        }

        private void write() {
            for (int t = 0; t < frames; t++) {
                at = start + t * width();
                row(t);
                int flags = start + (t + 1) * width() - 2;
                to[flags] = points.isSeen(t, LEFT) ? 1 : -1;
                to[flags + 1] = points.isSeen(t, RIGHT) ? 1 : -1;
            }
            if (differences) {
                Differences.of(to, frames, width(), start, start + single(), single());
            }
        }

        private void row(int t) {
            if (places == Places.HANDS) {
                for (int point : PLACED) {
                    place(t, LEFT + point);
                    place(t, RIGHT + point);
                }
                fingers(t, LEFT, palms[0]);
                fingers(t, RIGHT, palms[1]);
            } else {
                for (int point = 0; point < BODY; point++) {
                    place(t, point);
                }
            }
            for (int point = BODY; point < LANDMARKS.length; point++) {
                place(t, point);
            }
            if (shape) {
                shape(t, LEFT, palms[0]);
                shape(t, RIGHT, palms[1]);
            }
            if (contacts) {
                contacts(t, LEFT_PLACED, TOUCHED);
                contacts(t, RIGHT_PLACED, TOUCHED);
                contacts(t, LEFT_PLACED, RIGHT_PLACED);
            }
        }

        private void place(int t, int point) {
            to[at++] = Bounded.of(body.placeX(points.x(t, point)));
            to[at++] = Bounded.of(body.placeY(points.y(t, point)));
        }

        private void fingers(int t, int hand, double palm) {
            for (int point = 1; point < Skeleton.HAND_ROWS; point++) {
                to[at++] = Bounded.of((points.x(t, hand + point) - points.x(t, hand)) / palm);
                to[at++] = Bounded.of((points.y(t, hand + point) - points.y(t, hand)) / palm);
            }
        }

        private void contacts(int t, int[] some, int[] others) {
            Contacts.between(points, t, some, others, body.width(), to, at);
            at += some.length * others.length;
        }

        private void shape(int t, int hand, double palm) {
            HandShape.spreads(points, t, hand, palm, to, at);
            at += HandShape.SPREADS;
            HandShape.bends(points, t, hand, to, at);
            at += HandShape.BENDS;
        }
    }
}
