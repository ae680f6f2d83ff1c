package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import islr.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clips that are read whole pages at a time have the values that parquet-java reads record by record, with native
/// decompressors.
class RecordReaderTest {

    static Stream<Path> realClips() throws IOException {
        Path folder = TestClips.shared();
        assumeTrue(Files.isDirectory(folder), "skipped: there is no " + folder);
        return clips(folder).filter(file -> !file.endsWith("bad-schema.parquet"));
    }

    /// The fixtures whose rows are all landmarks in order: parquet-java does not sort its records, nor leave any out.
    static Stream<Path> fixtures() throws IOException {
        return clips(TestClips.resource("fixtures")).filter(file -> Stream.of("order", "first", "shuffled", "478")
                .noneMatch(file.getFileName().toString()::contains));
    }

    private static Stream<Path> clips(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("realClips")
    void aRealClipIsReadAsParquetJavaReadsItsRecords(Path clip) throws IOException {
        assertReadAsRecords(clip);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aClipOfAnotherWriterIsReadAsParquetJavaReadsItsRecords(Path clip) throws IOException {
        assertReadAsRecords(clip);
    }

    private static void assertReadAsRecords(Path clip) throws IOException {
        float[] records = records(clip);
        assertThat(ClipReader.read(clip).landmarks()).isEqualTo(records);
        SkeletonRows hands = SkeletonRows
                .of(IntStream.range(0, Skeleton.ROWS).filter(row -> Skeleton.name(row).contains("hand")).toArray());
        assertThat(ClipReader.read(clip, hands, Parallel.sequential()).landmarks())
                .isEqualTo(TestClips.some(records, hands));
    }

    private static float[] records(Path clip) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new TestCodecs()).build();
        try (ParquetFileReader file = ParquetFileReader.open(new LocalInputFile(clip), options)) {
            MessageType all = file.getFileMetaData().getSchema();
            var axes = new MessageType("axes", List.of(all.getType("x"), all.getType("y"), all.getType("z")));
            file.setRequestedSchema(axes);
            float[] values = new float[(int) file.getRecordCount() * Skeleton.AXES];
            int at = 0;
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(axes);
            for (PageReadStore group = file.readNextRowGroup(); group != null; group = file.readNextRowGroup()) {
                RecordReader<Group> records = columns.getRecordReader(group, new GroupRecordConverter(axes));
                for (long row = 0; row < group.getRowCount(); row++) {
                    Group record = records.read();
                    for (int axis = 0; axis < Skeleton.AXES; axis++) {
                        values[at++] = value(record, axis);
                    }
                }
            }
            return values;
        }
    }

    private static float value(Group record, int axis) {
        if (record.getFieldRepetitionCount(axis) == 0) {
            return Float.NaN;
        }
        PrimitiveTypeName type = record.getType().getType(axis).asPrimitiveType().getPrimitiveTypeName();
        return switch (type) {
            case DOUBLE -> (float) record.getDouble(axis, 0);
            case FLOAT -> record.getFloat(axis, 0);
            default -> Float.float16ToFloat(record.getBinary(axis, 0).get2BytesLittleEndian());
        };
    }
}
