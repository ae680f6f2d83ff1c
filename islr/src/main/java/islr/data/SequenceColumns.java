package islr.data;

import islr.data.internal.parquet.Column;
import islr.data.internal.parquet.ParquetFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the columns of fingerspelled sequences among those of a file, or says why the file has none.
///
/// @param id `sequence_id`
/// @param frame `frame`, if there is one
/// @param byName all columns
record SequenceColumns(String file, Column id, Optional<Column> frame, Map<String, Column> byName) {

    static final String ID = "sequence_id";
    static final String FRAME = "frame";
    /// What pandas calls an index that has no name.
    private static final String NAMELESS_INDEX = "__index_level_0__";
    private static final List<String> AXES = List.of("x", "y", "z");
    private static final int LISTED = 3;

    static final String LAYOUT = "a row for each frame, with the columns sequence_id, frame, and x_face_0 to "
            + "z_right_hand_20";

    /// Checks the schema before anything else is read.
    static SequenceColumns of(ParquetFile file, String name) throws ClipException {
        Map<String, Column> byName = new HashMap<>();
        for (Column column : file.columns()) {
            if (byName.put(column.name(), column) != null) {
                throw new ClipException(name, ClipException
                        .format("column %s occurs twice; which one counts? leave one of them out", column.name()));
            }
        }
        if (byName.keySet().containsAll(ClipColumns.AXES)) {
            throw new ClipException(name,
                    "this is a clip of one sign, with a row for each landmark; fingerspelling " + "needs " + LAYOUT);
        }
        Column id = byName.get(ID);
        if (id == null) {
            throw new ClipException(name, byName.containsKey(NAMELESS_INDEX)
                    ? "no column sequence_id, but an index without a name; call the index sequence_id and write the "
                            + "file again"
                    : "no column sequence_id among its columns (%s); fingerspelling needs %s"
                            .formatted(ClipColumns.names(file.columns()), LAYOUT));
        }
        requireNumber(id, name, "it must be a whole number");
        Column frame = byName.get(FRAME);
        if (frame != null) {
            requireNumber(frame, name, "it must be a whole number");
        }
        if (!looksLike(file)) {
            throw new ClipException(name, "no column of coordinates among its columns (%s); fingerspelling needs %s"
                    .formatted(ClipColumns.names(file.columns()), LAYOUT));
        }
        if (file.rows() > Integer.MAX_VALUE) {
            throw new ClipException(name, ClipException.format(
                    "%,d frames are more than the %,d that a file may have; split it", file.rows(), Integer.MAX_VALUE));
        }
        return new SequenceColumns(name, id, Optional.ofNullable(frame), byName);
    }

    /// Whether a file has coordinates in this layout.
    static boolean looksLike(ParquetFile file) {
        for (Column column : file.columns()) {
            for (Skeleton.Part part : Skeleton.Part.values()) {
                if (column.name().startsWith("_" + part.label() + "_", 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void requireNumber(Column column, String name, String what) throws ClipException {
        if (!column.isNumber()) {
            throw new ClipException(name,
                    ClipException.format("column %s is %s; %s", column.name(), column.typeName(), what));
        }
    }

    /// The columns of some landmarks: x, y, z of each.
    ///
    /// @throws ClipException if some are missing, or hold no numbers
    List<Column> of(SkeletonRows rows) throws ClipException {
        List<Column> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int row : rows.toArray()) {
            for (String axis : AXES) {
                String name = name(axis, row);
                Column column = byName.get(name);
                if (column == null) {
                    missing.add(name);
                } else {
                    requireNumber(column, file, "a coordinate must be a float or a double");
                    found.add(column);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new ClipException(file, ClipException.format(
                    "no column %s%s, of the %,d columns that are read; write all 1,629 columns of coordinates, with "
                            + "NULL or NaN where a landmark is missing",
                    String.join(", ", missing.subList(0, Math.min(LISTED, missing.size()))),
                    missing.size() > LISTED ? ClipException.format(" and %,d more", missing.size() - LISTED) : "",
                    rows.count() * Skeleton.AXES));
        }
        return found;
    }

    /// The column of a coordinate: `x_left_hand_3` for x of row 471.
    static String name(String axis, int row) {
        Skeleton.Part part = Skeleton.Part.of(row);
        return axis + "_" + part.label() + "_" + (row - part.first());
    }
}
