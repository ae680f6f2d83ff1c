package islr.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/// Files of sequences with any columns and rows, written by the library: wrong ones too.
final class TestSequences {
    static final SkeletonRows FEW = SkeletonRows.of(0, 467, 468, 488, 489, 521, 522, 542);

    private TestSequences() {}

    /// Random landmarks; a fifth of them is missing.
    static Clip clip(String name, SkeletonRows rows, int frames, Random random) {
        float[] landmarks = new float[frames * rows.count() * Skeleton.AXES];
        for (int i = 0; i < landmarks.length; i += Skeleton.AXES) {
            boolean missing = random.nextInt(5) == 0;
            for (int axis = 0; axis < Skeleton.AXES; axis++) {
                landmarks[i + axis] = missing ? Float.NaN : (float) random.nextGaussian();
            }
        }
        return new Clip(name, rows, landmarks);
    }

    /// The names of the columns of some landmarks: x of all, then y, then z.
    static List<String> columns(SkeletonRows rows) {
        List<String> names = new ArrayList<>();
        for (String axis : List.of("x", "y", "z")) {
            for (int row : rows.toArray()) {
                names.add(SequenceColumns.name(axis, row));
            }
        }
        return names;
    }

    /// What the rows of a file hold, by column; NaN is NULL.
    interface Content {
        double at(int row, String column);
    }

    /// Writes a file of few rows a page and a row group, so that ranges of rows begin and end anywhere in them.
    static Path write(Path file, PrimitiveTypeName id, List<String> coordinates, int rows, Content content)
            throws IOException {
        Types.MessageTypeBuilder builder = Types.buildMessage();
        for (String name : coordinates) {
            builder.optional(PrimitiveTypeName.FLOAT).named(name);
        }
        builder.optional(PrimitiveTypeName.INT32).named("frame");
        MessageType schema = builder.optional(id).named("sequence_id").named("schema");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(schema)
                .withConf(new PlainParquetConfiguration()).withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withPageRowCountLimit(7).withRowGroupRowCountLimit(61).withMinRowCountForPageSizeCheck(1).build()) {
            for (int row = 0; row < rows; row++) {
                writer.write(group(schema, id, row, content));
            }
        }
        return file;
    }

    private static Group group(MessageType schema, PrimitiveTypeName id, int row, Content content) {
        Group group = new SimpleGroup(schema);
        for (int i = 0; i < schema.getFieldCount(); i++) {
            String name = schema.getFieldName(i);
            double value = content.at(row, name);
            if (Double.isNaN(value)) {
                continue;
            }
            switch (schema.getType(i).asPrimitiveType().getPrimitiveTypeName()) {
                case FLOAT -> group.add(i, (float) value);
                case INT32 -> group.add(i, (int) value);
                case INT64 -> group.add(i, (long) value);
                case DOUBLE -> group.add(i, value);
                default -> group.add(i, Double.toString(value));
            }
        }
        return group;
    }

    /// Rows of sequences, whose ids and frames are given.
    static Path write(Path file, long[] ids, int... frames) throws IOException {
        return write(file, PrimitiveTypeName.INT64, columns(FEW), ids.length, (row, column) -> switch (column) {
            case "sequence_id" -> ids[row];
            case "frame" -> frames[row];
            default -> row;
        });
    }

    /// The same id for so many rows, one after the other.
    static long[] runs(long... idsAndCounts) {
        long[] ids = {};
        for (int i = 0; i < idsAndCounts.length; i += 2) {
            int from = ids.length;
            ids = Arrays.copyOf(ids, from + (int) idsAndCounts[i + 1]);
            Arrays.fill(ids, from, ids.length, idsAndCounts[i]);
        }
        return ids;
    }
}
