package islr.data;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/// The raw landmarks of a clip, frame by frame: all 543, or a choice of them.
public final class Clip {

    private final String name;
    private final SkeletonRows rows;
    private final int frames;
    private final float[] landmarks;
    private final Set<ClipNote> notes;

    /// A clip of landmarks that are already in memory, from a camera for instance. The array is not copied.
    ///
    /// @param name what to call it in messages and results; for a file, its path as given
    /// @param landmarks `[T, 543, 3]`, row-major: x, y, z of each landmark in [Skeleton]'s order; NaN where the
    ///     landmark is missing
    /// @throws IllegalArgumentException if the name is blank, the length is not a multiple of 543·3, or a coordinate is
    ///     infinite
    public Clip(String name, float[] landmarks) {
        this(name, SkeletonRows.ALL, landmarks);
    }

    /// A clip that holds only some of the landmarks.
    ///
    /// @param rows which landmarks it holds: R of them
    /// @param landmarks `[T, R, 3]`
    /// @throws IllegalArgumentException if the name is blank, the length is not a multiple of R·3, or a coordinate is
    ///     infinite
    public Clip(String name, SkeletonRows rows, float[] landmarks) {
        this(name, rows, landmarks, Set.of());
        if (name.isBlank()) {
            throw new IllegalArgumentException("clip: its name is blank; messages and results call the clip by it");
        }
        for (int i = 0; i < landmarks.length; i++) {
            if (Float.isInfinite(landmarks[i])) {
                int number = i / Skeleton.AXES;
                throw new IllegalArgumentException("clip '" + name + "': " + "xyz".charAt(i % Skeleton.AXES) + " of "
                        + Skeleton.name(rows.toArray()[number % rows.count()]) + " in frame " + number / rows.count()
                        + " is infinite; a coordinate must be finite, or NaN where missing");
            }
        }
    }

    Clip(String name, SkeletonRows rows, float[] landmarks, Set<ClipNote> notes) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(landmarks, "landmarks");
        int frameSize = rows.count() * Skeleton.AXES;
        if (landmarks.length % frameSize != 0) {
            throw new IllegalArgumentException(
                    "clip '%s': %d values are not a multiple of %d landmarks of 3 coordinates (%d)".formatted(name,
                            landmarks.length, rows.count(), frameSize));
        }
        this.name = name;
        this.rows = rows;
        this.landmarks = landmarks;
        this.notes = Set.copyOf(notes);
        frames = landmarks.length / frameSize;
    }

    /// Its path as given, or the name given to the constructor.
    public String name() {
        return name;
    }

    /// T, the number of frames.
    public int frames() {
        return frames;
    }

    /// Which landmarks it holds: R of them.
    public SkeletonRows rows() {
        return rows;
    }

    /// The landmarks `[T, R, 3]` themselves, not a copy: coordinates in units of the image's width (x, z) and height
    /// (y), usually 0 to 1, NaN where missing.
    public float[] landmarks() {
        return landmarks;
    }

    /// What to know about how it was read; usually nothing.
    public Set<ClipNote> notes() {
        return notes;
    }

    /// The same clip with one more note.
    public Clip with(ClipNote note) {
        return with(Set.of(Objects.requireNonNull(note, "note")));
    }

    /// The same clip with more notes; this clip itself if there are none.
    public Clip with(Set<ClipNote> more) {
        Objects.requireNonNull(more, "more");
        if (more.isEmpty()) {
            return this;
        }
        Set<ClipNote> all = EnumSet.copyOf(more);
        all.addAll(notes);
        return new Clip(name, rows, landmarks, all);
    }

    /// The same clip with other coordinates, also of another number of frames. The array is not copied.
    ///
    /// @param others `[T', R, 3]`
    /// @throws IllegalArgumentException if the length is not a multiple of R·3
    public Clip with(float[] others) {
        return with(rows, others);
    }

    /// The same clip with other landmarks. The array is not copied.
    ///
    /// @param other which landmarks it holds: R' of them
    /// @param others `[T', R', 3]`
    /// @throws IllegalArgumentException if the length is not a multiple of R'·3
    public Clip with(SkeletonRows other, float[] others) {
        Objects.requireNonNull(other, "other");
        Objects.requireNonNull(others, "others");
        return new Clip(name, other, others, notes);
    }

    /// The index of a landmark's x in [#landmarks()]; y and z follow it.
    ///
    /// @param frame 0 to T − 1
    /// @param row 0 to 542
    /// @throws IllegalArgumentException if the clip does not hold that landmark
    public int index(int frame, int row) {
        int place = rows.place(row);
        if (place < 0) {
            throw new IllegalArgumentException(name + ": this clip was read without landmark " + Skeleton.name(row));
        }
        return (frame * rows.count() + place) * Skeleton.AXES;
    }

    /// The x coordinate of a landmark, NaN if missing.
    public float x(int frame, int row) {
        return landmarks[index(frame, row)];
    }

    /// The y coordinate of a landmark, NaN if missing.
    public float y(int frame, int row) {
        return landmarks[index(frame, row) + 1];
    }

    /// The z coordinate of a landmark, NaN if missing.
    public float z(int frame, int row) {
        return landmarks[index(frame, row) + 2];
    }

    /// The same clip with only some of its landmarks; this clip itself if it holds exactly these.
    ///
    /// @throws IllegalArgumentException if it does not hold all of them
    public Clip only(SkeletonRows some) {
        Objects.requireNonNull(some, "some");
        if (some.equals(rows)) {
            return this;
        }
        int[] chosen = some.toArray();
        float[] out = new float[frames * chosen.length * Skeleton.AXES];
        int at = 0;
        for (int frame = 0; frame < frames; frame++) {
            for (int row : chosen) {
                System.arraycopy(landmarks, index(frame, row), out, at, Skeleton.AXES);
                at += Skeleton.AXES;
            }
        }
        return new Clip(name, some, out, notes);
    }

    /// The name, the number of frames, and in how many of them at least one coordinate of each part is there.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(name).append(": ").append(frames).append(" frames");
        String separator = "; seen: ";
        for (Skeleton.Part part : Skeleton.Part.values()) {
            int[] held = IntStream.range(part.first(), part.first() + part.count()).filter(row -> rows.place(row) >= 0)
                    .toArray();
            if (held.length > 0) {
                text.append(separator).append(part.label().replace('_', ' ')).append(" in ")
                        .append(IntStream.range(0, frames).filter(frame -> isSeen(frame, held)).count());
                separator = ", ";
            }
        }
        return text.toString();
    }

    private boolean isSeen(int frame, int[] some) {
        for (int row : some) {
            if (!Float.isNaN(x(frame, row)) || !Float.isNaN(y(frame, row)) || !Float.isNaN(z(frame, row))) {
                return true;
            }
        }
        return false;
    }
}
