package islr.data;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/// Whether the coordinates of a clip are such as MediaPipe gives: parts of the picture's width and height, y downwards,
/// left and right as the signer has them, NaN for what is not seen.
///
/// A model answers whatever numbers it is given, so a clip in pixels gets a wrong sign with full confidence, and spoils
/// the statistics of a training set. The limits are far from everything in 1,955 real clips of four sources, of which
/// none gets a note but one without hands: there, x and y of the upper body are −0.3 to 1.4, z of hands and face −0.3
/// to 0.2, z of the pose −4.1 to 1.9.
///
/// Every statement is about most of what is seen, never about a single point: detectors err.
public final class Plausibility {
    private static final int FOREHEAD = 10;
    private static final int CHIN = 152;
    private static final int UPPER_LIP = 0;
    private static final int LOWER_LIP = 17;
    private static final int RIGHT_CORNER_OF_MOUTH = 61;
    private static final int LEFT_CORNER_OF_MOUTH = 291;
    /// Hips, legs and feet are guessed below the picture, down to y = 3.5.
    private static final int HIPS = Skeleton.POSE + 23;

    private static final float LEAST = -1;
    private static final float MOST = 2;
    /// One landmark in so many may lie outside.
    private static final int STRAYS = 20;
    private static final float SPOT = 0.01f;
    private static final float DEEPEST_BODY = 10;
    private static final float DEEPEST = 1;

    private final Clip clip;
    private final SkeletonRows wanted;
    private final float[] landmarks;
    private final Set<ClipNote> notes = EnumSet.noneOf(ClipNote.class);
    /// From one landmark to another: what [#vector] found.
    private float dx;
    private float dy;

    private Plausibility(Clip clip, SkeletonRows wanted) {
        this.clip = clip;
        this.wanted = wanted;
        landmarks = clip.landmarks();
    }

    /// The rows that a clip should hold so that it can be checked: those given, nose and shoulders.
    public static SkeletonRows rows(SkeletonRows needed) {
        Objects.requireNonNull(needed, "needed");
        int[] rows = Arrays.copyOf(needed.toArray(), needed.count() + 3);
        rows[needed.count()] = Skeleton.NOSE;
        rows[needed.count() + 1] = Skeleton.LEFT_SHOULDER;
        rows[needed.count() + 2] = Skeleton.RIGHT_SHOULDER;
        return SkeletonRows.of(rows);
    }

    /// The clip with what is to say about its coordinates among its notes, and landmarks at (0, 0) as missing ones.
    ///
    /// @param rows the landmarks that are looked at, as far as the clip holds them: see [#rows]
    /// @return the clip itself, if there is nothing to say
    public static Clip check(Clip clip, SkeletonRows rows) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(rows, "rows");
        Plausibility check = new Plausibility(clip, rows);
        check.places();
        check.orientation();
        if (check.notes.isEmpty()) {
            return clip;
        }
        return (check.notes.contains(ClipNote.ZEROS) ? withoutZeros(clip) : clip).with(check.notes);
    }

    private static boolean isZero(float[] landmarks, int at) {
        return landmarks[at] == 0 && landmarks[at + 1] == 0;
    }

    private static Clip withoutZeros(Clip clip) {
        float[] landmarks = clip.landmarks().clone();
        for (int at = 0; at < landmarks.length; at += Skeleton.AXES) {
            if (isZero(landmarks, at)) {
                landmarks[at] = landmarks[at + 1] = landmarks[at + 2] = Float.NaN;
            }
        }
        return clip.with(landmarks);
    }

    /// Where the landmarks are.
    private void places() {
        int[] rows = held();
        boolean[] body = new boolean[rows.length];
        boolean[] guessed = new boolean[rows.length];
        int[] places = new int[rows.length];
        for (int place = 0; place < rows.length; place++) {
            body[place] = Skeleton.Part.of(rows[place]) == Skeleton.Part.POSE;
            guessed[place] = body[place] && rows[place] >= HIPS;
            places[place] = clip.rows().place(rows[place]) * Skeleton.AXES;
        }
        int seen = 0;
        int zeros = 0;
        int far = 0;
        int outside = 0;
        int deep = 0;
        float left = Float.POSITIVE_INFINITY;
        float right = Float.NEGATIVE_INFINITY;
        float top = left;
        float bottom = right;
        for (int t = 0; t < clip.frames(); t++) {
            int frame = t * clip.rows().count() * Skeleton.AXES;
            for (int place = 0; place < rows.length; place++) {
                int at = frame + places[place];
                float x = landmarks[at];
                float y = landmarks[at + 1];
                if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
                    if (Float.isNaN(x) || Float.isNaN(y) || guessed[place]) {
                        continue;
                    }
                    outside++;
                    far += x < LEAST || x > MOST || y < LEAST || y > MOST ? 1 : 0;
                } else if (x == 0 && y == 0) {
                    zeros++;
                    continue;
                }
                seen++;
                deep += Math.abs(landmarks[at + 2]) > (body[place] ? DEEPEST_BODY : DEEPEST) ? 1 : 0;
                left = x < left ? x : left;
                right = x > right ? x : right;
                top = y < top ? y : top;
                bottom = y > bottom ? y : bottom;
            }
        }
        note(ClipNote.ZEROS, zeros > 0);
        boolean scale = STRAYS * far > seen;
        note(ClipNote.SCALE, scale);
        note(ClipNote.ORIGIN, !scale && 2 * outside > seen);
        note(ClipNote.TINY, right - left < SPOT && bottom - top < SPOT && seen > 0);
        note(ClipNote.DEPTH, !scale && STRAYS * deep > seen);
        note(ClipNote.NO_HANDS, !anyOf(Skeleton.Part.LEFT_HAND) && !anyOf(Skeleton.Part.RIGHT_HAND)
                && (holds(Skeleton.LEFT_HAND) || holds(Skeleton.RIGHT_HAND)));
    }

    private boolean holds(int row) {
        return wanted.place(row) >= 0 && clip.rows().place(row) >= 0;
    }

    private boolean anyOf(Skeleton.Part part) {
        if (!holds(part.first())) {
            return false;
        }
        for (int t = 0; t < clip.frames(); t++) {
            int at = clip.index(t, part.first());
            if (!Float.isNaN(landmarks[at]) && !isZero(landmarks, at)) {
                return true;
            }
        }
        return false;
    }

    /// Those of the wanted rows that the clip holds.
    private int[] held() {
        int[] rows = wanted.toArray();
        int count = 0;
        for (int row : rows) {
            if (clip.rows().place(row) >= 0) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private void note(ClipNote note, boolean applies) {
        if (applies) {
            notes.add(note);
        }
    }

    /// Which way the person is seen, in most frames in which it can be told.
    private void orientation() {
        int frames = 0;
        int up = 0;
        int aside = 0;
        int mirrored = 0;
        int both = 0;
        for (int t = 0; t < clip.frames(); t++) {
            if (down(t)) {
                frames++;
                aside += Math.abs(dx) > Math.abs(dy) ? 1 : 0;
                up += -dy > Math.abs(dx) ? 1 : 0;
            }
            if (vector(t, Skeleton.RIGHT_SHOULDER, Skeleton.LEFT_SHOULDER)
                    || vector(t, RIGHT_CORNER_OF_MOUTH, LEFT_CORNER_OF_MOUTH)) {
                both++;
                mirrored += -dx > Math.abs(dy) ? 1 : 0;
            }
        }
        // Not where x and y are in units of their own.
        boolean turned = 2 * aside > frames && !notes.contains(ClipNote.SCALE);
        boolean upsideDown = 2 * up > frames;
        note(ClipNote.TURNED, turned);
        note(ClipNote.UPSIDE_DOWN, upsideDown);
        note(ClipNote.MIRRORED, 2 * mirrored > both && !turned && !upsideDown);
    }

    /// Finds the way from the head to the shoulders, or down the face.
    private boolean down(int frame) {
        if (vector(frame, Skeleton.NOSE, Skeleton.LEFT_SHOULDER)) {
            float toLeftX = dx;
            float toLeftY = dy;
            if (vector(frame, Skeleton.NOSE, Skeleton.RIGHT_SHOULDER)) {
                dx += toLeftX;
                dy += toLeftY;
                return true;
            }
        }
        return vector(frame, FOREHEAD, CHIN) || vector(frame, UPPER_LIP, LOWER_LIP);
    }

    /// Finds the way from one landmark to another.
    ///
    /// @return false if one of them is not there
    private boolean vector(int frame, int from, int to) {
        if (!holds(from) || !holds(to)) {
            return false;
        }
        int a = clip.index(frame, from);
        int b = clip.index(frame, to);
        if (isZero(landmarks, a) || isZero(landmarks, b)) {
            return false;
        }
        dx = landmarks[b] - landmarks[a];
        dy = landmarks[b + 1] - landmarks[a + 1];
        return !Float.isNaN(dx + dy);
    }
}
