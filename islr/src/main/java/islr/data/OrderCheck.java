package islr.data;

import islr.data.ColumnTasks.ColumnTask;
import islr.data.internal.parquet.Column;
import islr.data.internal.parquet.ParquetFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Checks whether a clip's rows are already in order, as in nearly every clip: compares the label columns with the
/// values that they have in an ordered clip, page by page.
///
/// It refuses nothing. If a label is unexpected or cannot be read, it reports that the rows are not in order, and
/// [LabelledRows] sorts them or finds out what is wrong.
final class OrderCheck {

    /// The values of `type` (as the part's ordinal) and `landmark_index` in a frame whose rows are in order.
    private static final int[] PARTS = IntStream.range(0, Skeleton.ROWS).map(row -> Skeleton.Part.of(row).ordinal())
            .toArray();
    private static final double[] INDICES = IntStream.range(0, Skeleton.ROWS)
            .mapToDouble(row -> row - Skeleton.Part.of(row).first()).toArray();

    private final ParquetFile file;
    private volatile boolean inOrder = true;
    private double lastFrame = Double.NEGATIVE_INFINITY;

    OrderCheck(ParquetFile file) {
        this.file = file;
    }

    /// One task for each column; [#inOrder()] is valid when all have run.
    List<ColumnTask> tasks() {
        return List.of(() -> check("type", column -> file.readCodes(column, OrderCheck::part, -1, this::types)),
                () -> check("landmark_index", column -> file.readNumbers(column, this::indices)),
                () -> check("frame", column -> file.readNumbers(column, this::frames)));
    }

    /// True if every label column of the file could be read and is in order.
    boolean inOrder() {
        return inOrder;
    }

    @FunctionalInterface
    private interface Reading {
        void read(Column column) throws IOException;
    }

    private void check(String name, Reading reading) {
        List<Column> found = ClipColumns.find(file, name);
        if (found.isEmpty()) {
            return;
        }
        Column column = found.getFirst();
        if (found.size() > 1 || !(name.equals("type") ? column.isText() : column.isNumber())) {
            inOrder = false;
            return;
        }
        try {
            reading.read(column);
        } catch (IOException | RuntimeException e) {
            inOrder = false;
        }
    }

    private static int part(String label) {
        for (Skeleton.Part part : Skeleton.Part.values()) {
            if (part.label().equals(label)) {
                return part.ordinal();
            }
        }
        return -1;
    }

    private void types(int[] parts, int count, int firstRow) {
        for (int i = 0, n; i < count; i += n) {
            int place = (firstRow + i) % Skeleton.ROWS;
            n = Math.min(count - i, Skeleton.ROWS - place);
            if (!Arrays.equals(parts, i, i + n, PARTS, place, place + n)) {
                inOrder = false;
            }
        }
    }

    private void indices(double[] indices, int count, int firstRow) {
        for (int i = 0, n; i < count; i += n) {
            int place = (firstRow + i) % Skeleton.ROWS;
            n = Math.min(count - i, Skeleton.ROWS - place);
            if (!Arrays.equals(indices, i, i + n, INDICES, place, place + n)) {
                inOrder = false;
            }
        }
    }

    /// Frame numbers are the same for all rows of a frame and never decrease.
    private void frames(double[] frames, int count, int firstRow) {
        for (int i = 0, n; i < count; i += n) {
            int place = (firstRow + i) % Skeleton.ROWS;
            n = Math.min(count - i, Skeleton.ROWS - place);
            boolean follows = place == 0 ? frames[i] >= lastFrame : frames[i] == lastFrame;
            if (!follows || !Arrays.equals(frames, i, i + n - 1, frames, i + 1, i + n)) {
                inOrder = false;
            }
            lastFrame = frames[i + n - 1];
        }
    }
}
