package islr.data;

import islr.data.internal.parquet.ParquetOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/// Writes fingerspelled sequences as a parquet file in the layout of the competition, which [SequenceFile] describes:
/// `frame` as int16, all 1,629 coordinates as float, NULL where a landmark is missing, and `sequence_id` as int64.
public final class SequenceWriter {

    private static final List<String> AXES = List.of("x", "y", "z");
    private static final String[] COORDINATES = coordinates();
    private static final MessageType SCHEMA = schema();

    private SequenceWriter() {}

    /// A sequence to be written.
    ///
    /// @param id its number, the only one of the file
    /// @param clip of 1 to [ClipReader#MAX_FRAMES] frames with all 543 landmarks
    public record Entry(long id, Clip clip) {
        public Entry {
            Objects.requireNonNull(clip, "clip");
        }
    }

    /// Writes a file. An existing one is replaced in one step.
    ///
    /// @throws IOException if it cannot be written, or no reader would accept it; the message says why in one sentence,
    ///     and no new file exists
    public static void write(Path path, List<Entry> entries) throws IOException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(entries, "entries");
        Set<Long> ids = new HashSet<>();
        int rows = 0;
        for (Entry entry : entries) {
            ClipWriter.requireWritable(entry.clip());
            if (!ids.add(entry.id())) {
                throw new ClipException(path.toString(),
                        ClipException.format("sequence %d cannot be written twice to the same file", entry.id()));
            }
            rows = Math.addExact(rows, entry.clip().frames());
        }
        Rows content = new Rows(entries);
        WholeFile.write(path, ParquetOutput.bytes(SCHEMA, rows, (row, out) -> content.next(out), COORDINATES));
    }

    /// Gives the rows of all sequences, one after the other.
    private static final class Rows {
        private final List<Entry> entries;
        private int entry;
        private int frame;

        Rows(List<Entry> entries) {
            this.entries = entries;
        }

        void next(RecordConsumer out) {
            while (frame == entries.get(entry).clip().frames()) {
                entry++;
                frame = 0;
            }
            write(entries.get(entry), frame++, out);
        }
    }

    private static void write(Entry entry, int frame, RecordConsumer out) {
        out.startField(SequenceColumns.FRAME, 0);
        out.addInteger(frame);
        out.endField(SequenceColumns.FRAME, 0);
        float[] landmarks = entry.clip().landmarks();
        int from = frame * COORDINATES.length;
        for (int i = 0; i < COORDINATES.length; i++) {
            float value = landmarks[from + i % Skeleton.ROWS * Skeleton.AXES + i / Skeleton.ROWS];
            // A field that is left out is NULL.
            if (!Float.isNaN(value)) {
                out.startField(COORDINATES[i], 1 + i);
                out.addFloat(value);
                out.endField(COORDINATES[i], 1 + i);
            }
        }
        out.startField(SequenceColumns.ID, 1 + COORDINATES.length);
        out.addLong(entry.id());
        out.endField(SequenceColumns.ID, 1 + COORDINATES.length);
    }

    private static String[] coordinates() {
        List<String> names = new ArrayList<>();
        for (String axis : AXES) {
            for (int row = 0; row < Skeleton.ROWS; row++) {
                names.add(SequenceColumns.name(axis, row));
            }
        }
        return names.toArray(String[]::new);
    }

    private static MessageType schema() {
        Types.MessageTypeBuilder schema = Types.buildMessage();
        schema.optional(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.intType(16, true))
                .named(SequenceColumns.FRAME);
        for (String name : COORDINATES) {
            schema.optional(PrimitiveTypeName.FLOAT).named(name);
        }
        schema.optional(PrimitiveTypeName.INT64).named(SequenceColumns.ID);
        return schema.named("schema");
    }
}
