package islr.data;

import islr.data.parquet.ParquetOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// Writes clips as parquet files in the layout of asl-signs, for this program, pandas and whatever reads the competition's own.
///
/// One row a landmark, frames from 0, parts in [Skeleton]'s order:
///
/// | column | type | |
/// |---|---|---|
/// | `frame` | int16 | 0 to T − 1 |
/// | `row_id` | string | `<frame>-<type>-<landmark_index>` |
/// | `type` | string | `face`, `left_hand`, `pose`, `right_hand` |
/// | `landmark_index` | int16 | from 0 in each part |
/// | `x`, `y`, `z` | double | NULL where missing; every float is exact |
///
/// Gzip pages: half the size of the competition's own files.
public final class ClipWriter {

    private static final String CREATOR = "islr version 0.1.0";

    private ClipWriter() {}

    /// Writes one clip; a file that is there is replaced, in one step.
    ///
    /// @param clip of 1 to [ClipReader#MAX_FRAMES] frames; its name is not stored
    /// @throws IOException if it cannot be written, or no reader would take it: one sentence that says why; then there is no new file
    public static void write(Path path, Clip clip) throws IOException {
        WholeFile.write(path, bytes(clip));
    }

    /// The bytes of the file.
    static byte[] bytes(Clip clip) throws ClipException {
        int frames = clip.frames();
        if (frames == 0 || frames > ClipReader.MAX_FRAMES) {
            throw new ClipException(clip.name(), ClipReader.format("%,d frames cannot be written; a clip has 1 to %,d",
                    frames, ClipReader.MAX_FRAMES));
        }
        float[] landmarks = clip.landmarks();
        for (float value : landmarks) {
            if (Float.isInfinite(value)) {
                throw new ClipException(clip.name(), "an infinite coordinate cannot be written; NaN is a missing one");
            }
        }
        int rows = frames * Skeleton.ROWS;
        short[] frame = new short[rows];
        short[] index = new short[rows];
        int[] type = new int[rows];
        String[] labels = Arrays.stream(Skeleton.Part.values()).map(Skeleton.Part::label).toArray(String[]::new);
        for (int i = 0; i < rows; i++) {
            int row = i % Skeleton.ROWS;
            Skeleton.Part part = Skeleton.Part.of(row);
            frame[i] = (short) (i / Skeleton.ROWS);
            index[i] = (short) (row - part.first());
            type[i] = part.ordinal();
        }
        var out = new ParquetOutput(rows);
        out.shorts("frame", frame);
        out.texts("row_id", i -> frame[i] + "-" + labels[type[i]] + "-" + index[i]);
        out.codes("type", labels, type);
        out.shorts("landmark_index", index);
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            out.doubles("xyz".substring(axis, axis + 1), landmarks, axis, Skeleton.AXES);
        }
        return out.toBytes(CREATOR);
    }
}
