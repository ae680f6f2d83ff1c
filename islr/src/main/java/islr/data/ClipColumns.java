package islr.data;

import islr.data.internal.parquet.Column;
import islr.data.internal.parquet.ParquetFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Finds the columns of a clip among those of a file, or says why the file is not a clip.
final class ClipColumns {

    /// The columns that every clip has.
    static final List<String> AXES = List.of("x", "y", "z");

    /// The most column names that a message lists, and the most characters of each name.
    private static final int NAMES = 12;
    private static final int NAME_LENGTH = 24;

    private ClipColumns() {}

    /// Checks schema and size before anything else is read, and returns the columns x, y, z.
    static Column[] axes(ParquetFile file, String name) throws ClipException {
        long rows = file.rows();
        boolean wholeFrames = rows % Skeleton.ROWS == 0;
        var missing = new ArrayList<String>();
        for (String axis : AXES) {
            if (find(file, axis).isEmpty()) {
                missing.add(axis);
            }
        }
        if (!missing.isEmpty()) {
            if (SequenceColumns.looksLike(file)) {
                throw new ClipException(name, "this is a file of fingerspelled sequences, with a row for each frame; a "
                        + "model of signs reads clips with a row for each landmark, so name a model of fingerspelling");
            }
            throw new ClipException(name, ClipException.format(
                    "no column %s among its columns (%s)%s; is this an asl-signs clip?", String.join(", ", missing),
                    names(file.columns()), wholeFrames ? ""
                            : ClipException.format(", and %,d rows are not a multiple of 543 landmarks", rows)));
        }
        var axes = new Column[AXES.size()];
        for (int i = 0; i < axes.length; i++) {
            List<Column> found = find(file, AXES.get(i));
            axes[i] = found.getFirst();
            if (found.size() > 1) {
                throw new ClipException(name, ClipException.format("column %s occurs %d times; a clip has it only once",
                        AXES.get(i), found.size()));
            }
            if (!axes[i].isNumber()) {
                throw new ClipException(name,
                        ClipException.format("column %s is %s; a coordinate must be a float or a double",
                                axes[i].name(), axes[i].typeName()));
            }
        }
        if (rows == 0) {
            throw new ClipException(name, "the clip has no frames: the file has columns but no rows");
        }
        if (!wholeFrames && !LabelledRows.areIn(file)) {
            throw new ClipException(name, unlabelled(rows));
        }
        // A frame with labels may have more rows than 543, or fewer.
        requireLength(wholeFrames ? rows / Skeleton.ROWS : rows / LabelledRows.ROWS_WITH_IRISES, name);
        return axes;
    }

    private static String unlabelled(long rows) {
        if (rows % LabelledRows.ROWS_WITH_IRISES == 0) {
            return ClipException.format(
                    "%,d rows are %,d frames of 553 landmarks, which newer MediaPipe models find, with 478 points of "
                            + "the face; leave out its last ten (the irises), or write the columns frame, type and "
                            + "landmark_index",
                    rows, rows / LabelledRows.ROWS_WITH_IRISES);
        }
        return ClipException
                .format("%,d rows are not a multiple of 543 landmarks; write a missing landmark as a row of "
                        + "nulls, or write the columns frame, type and landmark_index", rows);
    }

    /// Checks the number of frames.
    static void requireLength(long frames, String name) throws ClipException {
        if (frames > ClipReader.MAX_FRAMES) {
            throw new ClipException(name,
                    ClipException.format("%,d frames are more than the %,d that a clip may have; cut it into signs",
                            frames, ClipReader.MAX_FRAMES));
        }
    }

    /// The names of columns in one line, for a message: the first few, each shortened if it is long.
    static String names(List<Column> columns) {
        String names = columns.stream().limit(NAMES).map(Column::name)
                .map(name -> name.codePointCount(0, name.length()) <= NAME_LENGTH ? name
                        : name.substring(0, name.offsetByCodePoints(0, NAME_LENGTH)) + "…")
                .collect(Collectors.joining(", "));
        return columns.size() <= NAMES ? names : ClipException.format("%s and %,d more", names, columns.size() - NAMES);
    }

    /// The columns with a name: none or one in a sound file.
    static List<Column> find(ParquetFile file, String name) {
        var found = new ArrayList<Column>();
        for (Column column : file.columns()) {
            if (column.name().equals(name)) {
                found.add(column);
            }
        }
        return found;
    }
}
