package islr.data;

import islr.data.internal.parquet.Column;
import islr.data.internal.parquet.ParquetFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Puts the rows of a clip in their places, by the columns that label them: `frame`, `type` and `landmark_index`.
///
/// Nearly every clip is complete and in order. [OrderCheck] detects that at a small fraction of the cost of reading the
/// coordinates, and this class is then not needed. It reads the other clips: rows may be in any order, landmarks may
/// have no row (they are missing in that frame), and the face may have the ten iris points that newer models of
/// MediaPipe add (they are left out). If the labels of a clip are wrong, it says what is wrong with them.
final class LabelledRows {

    /// The iris points, which follow the 468 points of the face.
    private static final int IRISES = 10;
    /// The rows of a frame with iris points.
    static final int ROWS_WITH_IRISES = Skeleton.ROWS + IRISES;

    /// Instead of a place, 0 to 542: the row has no type, or an unknown type.
    private static final int MISSING = -1;
    private static final int UNKNOWN = -2;

    private final ParquetFile file;
    private final String name;
    private final int rows;
    /// For each row its place in the frame: 0 to 542, or 543 to 552 for an iris point.
    private final int[] places;
    private final boolean irises;
    private String unknownType;

    private LabelledRows(ParquetFile file, String name) throws IOException {
        this.file = file;
        this.name = name;
        rows = (int) file.rows();
        places = places();
        irises = Arrays.stream(places).anyMatch(place -> place >= Skeleton.ROWS);
    }

    /// True if the file says which landmark each row is.
    static boolean areIn(ParquetFile file) {
        return !ClipColumns.find(file, "type").isEmpty() && !ClipColumns.find(file, "landmark_index").isEmpty();
    }

    /// Reads the labels.
    ///
    /// @throws ClipException if they cannot be what they should be
    static LabelledRows read(ParquetFile file, String name) throws IOException {
        return new LabelledRows(file, name);
    }

    /// The clip, from the coordinates of all rows.
    ///
    /// @param coordinates `[rows, 3]` in the file's order
    /// @param wanted the landmarks that the clip is to hold
    Clip clip(float[] coordinates, SkeletonRows wanted) throws IOException {
        double[] frames = frames();
        double[] numbers = frames == null ? null : Arrays.stream(frames).sorted().distinct().toArray();
        int count = numbers == null ? rows / rowsOfFrame() : numbers.length;
        requireFrames(count, frames != null);
        float[] landmarks = new float[count * wanted.count() * Skeleton.AXES];
        Arrays.fill(landmarks, Float.NaN);
        var taken = new BitSet(count * ROWS_WITH_IRISES);
        for (int row = 0; row < rows; row++) {
            int frame = frames == null ? row / rowsOfFrame() : Arrays.binarySearch(numbers, frames[row]);
            int place = frame * ROWS_WITH_IRISES + places[row];
            if (taken.get(place)) {
                throw refused(row, ClipException.format("is %s of frame %s, which occurs twice", label(places[row]),
                        frames == null ? Integer.toString(frame) : number(frames[row])));
            }
            taken.set(place);
            int at = places[row] < Skeleton.ROWS ? wanted.place(places[row]) : -1;
            if (at >= 0) {
                ClipReader.requireFinite(coordinates, row, row, name);
                System.arraycopy(coordinates, row * Skeleton.AXES, landmarks,
                        (frame * wanted.count() + at) * Skeleton.AXES, Skeleton.AXES);
            }
        }
        return new Clip(name, wanted, landmarks, notes(count));
    }

    private Set<ClipNote> notes(int frames) {
        Set<ClipNote> notes = EnumSet.noneOf(ClipNote.class);
        if (irises) {
            notes.add(ClipNote.IRISES);
        }
        long points = Arrays.stream(places).filter(place -> place < Skeleton.ROWS).count();
        if (points < (long) frames * Skeleton.ROWS) {
            notes.add(ClipNote.ABSENT_ROWS);
        }
        return notes;
    }

    private int rowsOfFrame() {
        return irises ? ROWS_WITH_IRISES : Skeleton.ROWS;
    }

    /// Only with frame numbers may a frame lack rows. If every landmark occurs equally often, none lacks any, and there
    /// must be as many frame numbers as that.
    private void requireFrames(int count, boolean numbered) throws ClipException {
        if (!numbered && rows % rowsOfFrame() != 0) {
            throw new ClipException(name,
                    ClipException.format("%,d rows are not a multiple of %d landmarks, and no column frame says which "
                            + "rows are of one frame; write that column", rows, rowsOfFrame()));
        }
        int[] occurrences = new int[ROWS_WITH_IRISES];
        for (int place : places) {
            occurrences[place]++;
        }
        int times = occurrences[0];
        boolean complete = Arrays.stream(occurrences, 0, rowsOfFrame()).allMatch(n -> n == times);
        if (numbered && complete && count != times) {
            throw new ClipException(name,
                    ClipException
                            .format("its rows are not in order and have %,d different frame numbers, but %,d rows make "
                                    + "%,d frames; write each frame as %d rows", count, rows, times, rowsOfFrame()));
        }
        ClipColumns.requireLength(count, name);
    }

    private Column label(String column) throws ClipException {
        List<Column> found = ClipColumns.find(file, column);
        if (found.isEmpty()) {
            return null;
        }
        Column label = found.getFirst();
        boolean text = column.equals("type");
        if (found.size() > 1 || !(text ? label.isText() : label.isNumber())) {
            throw new ClipException(name,
                    ClipException.format("column %s is %s; it must be one column of %s, or be left out", column,
                            label.typeName(), text ? "text" : "numbers"));
        }
        return label;
    }

    private int[] places() throws IOException {
        int[] found = new int[rows];
        Column type = label("type");
        Column index = label("landmark_index");
        file.readCodes(type, this::part, MISSING,
                (codes, count, first) -> System.arraycopy(codes, 0, found, first, count));
        double[] indices = numbers(index);
        Skeleton.Part[] parts = Skeleton.Part.values();
        for (int row = 0; row < rows; row++) {
            if (found[row] < 0) {
                throw refused(row, found[row] == MISSING ? "has no type"
                        : "has type '" + unknownType + "', which is not one of face, left_hand, pose, right_hand");
            }
            found[row] = place(row, parts[found[row]], indices[row]);
        }
        return found;
    }

    private int place(int row, Skeleton.Part part, double index) throws ClipException {
        boolean face = part == Skeleton.Part.FACE;
        int at = (int) index;
        if (at != index || at < 0 || at >= part.count() + (face ? IRISES : 0)) {
            throw refused(row, ClipException.format("has landmark_index %s; %s has 0 to %d%s", number(index),
                    part.label(), part.count() - 1, face ? ", and 468 to 477 with the irises" : ""));
        }
        return at < part.count() ? part.first() + at : Skeleton.ROWS + at - part.count();
    }

    private static String label(int place) {
        return place < Skeleton.ROWS ? Skeleton.name(place)
                : Skeleton.Part.FACE.label() + " " + (Skeleton.FACE_ROWS + place - Skeleton.ROWS);
    }

    private int part(String label) {
        for (Skeleton.Part part : Skeleton.Part.values()) {
            if (part.label().equals(label)) {
                return part.ordinal();
            }
        }
        unknownType = unknownType == null ? label.substring(0, Math.min(40, label.length())) : unknownType;
        return UNKNOWN;
    }

    private double[] numbers(Column column) throws IOException {
        double[] numbers = new double[rows];
        file.readNumbers(column, (some, count, first) -> System.arraycopy(some, 0, numbers, first, count));
        return numbers;
    }

    /// The frame number of each row, or `null` if the file has none.
    private double[] frames() throws IOException {
        Column column = label("frame");
        if (column == null) {
            return null;
        }
        double[] frames = numbers(column);
        for (int row = 0; row < rows; row++) {
            if (Double.isNaN(frames[row])) {
                throw refused(row, "has no frame number");
            }
        }
        return frames;
    }

    private ClipException refused(int row, String reason) {
        return new ClipException(name,
                ClipException.format("row %,d %s; label every row with frame, type and landmark_index", row, reason));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value)
                : Double.toString(value);
    }
}
