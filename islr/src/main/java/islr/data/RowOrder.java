package islr.data;

import islr.data.internal.parquet.Column;
import islr.data.internal.parquet.ParquetFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Sorts the rows of a clip by the columns that label them: `frame`, `type` and `landmark_index`.
///
/// Nearly every clip is already in order. [OrderCheck] detects that at a small fraction of the cost of reading the
/// coordinates, and this class is then not needed. It sorts the other clips, and if the labels of a clip are wrong, it
/// says what is wrong with them.
final class RowOrder {

    private static final int MISSING = -1;
    private static final int UNKNOWN = -2;

    private final ParquetFile file;
    private final String name;
    private final int rows;
    private String unknownType;

    private RowOrder(ParquetFile file, String name) {
        this.file = file;
        this.name = name;
        rows = (int) file.rows();
    }

    /// The landmarks in order: the given array itself if it is in order already, or if the file does not label its
    /// rows.
    ///
    /// @param landmarks `[T·543, 3]` in the file's order
    static float[] sort(ParquetFile file, float[] landmarks, String name) throws IOException {
        return new RowOrder(file, name).sort(landmarks);
    }

    private float[] sort(float[] landmarks) throws IOException {
        Column type = label("type");
        Column index = label("landmark_index");
        if (type == null || index == null) {
            return landmarks;
        }
        int[] places = places(type, index);
        Column frame = label("frame");
        double[] frames = frame == null ? null : frames(frame);
        if (inOrder(places, frames)) {
            return landmarks;
        }
        int[] targets = targets(places, frames);
        float[] sorted = new float[landmarks.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(landmarks, row * Skeleton.AXES, sorted, targets[row] * Skeleton.AXES, Skeleton.AXES);
        }
        return sorted;
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

    /// For each row, its place in the frame, 0 to 542.
    private int[] places(Column type, Column index) throws IOException {
        int[] places = new int[rows];
        file.readCodes(type, this::part, MISSING,
                (codes, count, first) -> System.arraycopy(codes, 0, places, first, count));
        double[] indices = numbers(index);
        Skeleton.Part[] parts = Skeleton.Part.values();
        for (int row = 0; row < rows; row++) {
            if (places[row] < 0) {
                throw refused(row, places[row] == MISSING ? "has no type"
                        : "has type '" + unknownType + "', which is not one of face, left_hand, pose, right_hand");
            }
            Skeleton.Part part = parts[places[row]];
            int at = (int) indices[row];
            if (at != indices[row] || at < 0 || at >= part.count()) {
                throw refused(row, ClipException.format("has landmark_index %s; %s has 0 to %d", number(indices[row]),
                        part.label(), part.count() - 1));
            }
            places[row] = part.first() + at;
        }
        return places;
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

    private double[] frames(Column column) throws IOException {
        double[] frames = numbers(column);
        for (int row = 0; row < rows; row++) {
            if (Double.isNaN(frames[row])) {
                throw refused(row, "has no frame number");
            }
        }
        return frames;
    }

    private static boolean inOrder(int[] places, double[] frames) {
        for (int row = 0; row < places.length; row++) {
            int place = row % Skeleton.ROWS;
            if (places[row] != place) {
                return false;
            }
            if (frames != null && row > 0
                    && (place == 0 ? frames[row] < frames[row - 1] : frames[row] != frames[row - 1])) {
                return false;
            }
        }
        return true;
    }

    /// For each row, its place in the clip. Without frame numbers, every 543 rows form a frame.
    private int[] targets(int[] places, double[] frames) throws ClipException {
        double[] numbers = frames == null ? null : Arrays.stream(frames).sorted().distinct().toArray();
        if (numbers != null && numbers.length != rows / Skeleton.ROWS) {
            throw new ClipException(name, ClipException.format(
                    "its rows are not in order and have %,d different frame numbers, but %,d rows make %,d frames; "
                            + "write each frame as 543 rows",
                    numbers.length, rows, rows / Skeleton.ROWS));
        }
        int[] targets = new int[rows];
        var taken = new BitSet(rows);
        for (int row = 0; row < rows; row++) {
            int frame = numbers == null ? row / Skeleton.ROWS : Arrays.binarySearch(numbers, frames[row]);
            targets[row] = frame * Skeleton.ROWS + places[row];
            // There are as many rows as places, so if no place is taken twice, none remains free.
            if (taken.get(targets[row])) {
                throw refused(row, ClipException.format("is %s of frame %s, which occurs twice",
                        Skeleton.name(places[row]), numbers == null ? Integer.toString(frame) : number(frames[row])));
            }
            taken.set(targets[row]);
        }
        return targets;
    }

    private ClipException refused(int row, String reason) {
        return new ClipException(name,
                ClipException.format("row %,d %s; write each frame as 543 labelled rows", row, reason));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value)
                : Double.toString(value);
    }
}
