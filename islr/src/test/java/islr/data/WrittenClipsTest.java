package islr.data;

import static org.assertj.core.api.Assertions.assertThat;

import islr.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/// Clips written by Apache's own parquet-java, in every combination of its settings, are read back exactly.
class WrittenClipsTest {

    enum Missing {
        NULL, NAN, NAN_IN_REQUIRED_COLUMNS
    }

    record Form(CompressionCodecName codec, WriterVersion version, boolean dictionary, boolean streamSplit,
            boolean checksums, Missing missing, boolean doubles, int rowsPerGroup, int rowsPerPage, long columnOrder) {

        static final Form PLAIN = new Form(CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0, false, false,
                false, Missing.NULL, false, Integer.MAX_VALUE, 20_000, 0);

        MessageType schema() {
            String need = missing == Missing.NAN_IN_REQUIRED_COLUMNS ? "required" : "optional";
            String number = doubles ? "double" : "float";
            var columns = new ArrayList<>(List.of("optional int32 frame", "optional binary type (UTF8)",
                    "required int64 landmark_index", "optional binary row_id", need + " " + number + " x",
                    need + " " + number + " y", need + " " + number + " z"));
            Collections.shuffle(columns, new Random(columnOrder));
            return MessageTypeParser.parseMessageType("message clip { " + String.join("; ", columns) + "; }");
        }
    }

    @Provide
    Arbitrary<Form> forms() {
        return Combinators
                .combine(
                        Arbitraries.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY,
                                CompressionCodecName.GZIP, CompressionCodecName.ZSTD),
                        Arbitraries.of(WriterVersion.values()),
                        Combinators
                                .combine(Arbitraries.of(true, false), Arbitraries.of(true, false),
                                        Arbitraries.of(true, false))
                                .as((dictionary, split, checksums) -> new boolean[] {dictionary, split, checksums}),
                        Arbitraries.of(Missing.values()), Arbitraries.of(true, false),
                        Arbitraries.of(100, 543, 700, Integer.MAX_VALUE), Arbitraries.of(7, 500, 20_000),
                        Arbitraries.longs())
                .as((codec, version, flags, missing, doubles, group, page, order) -> new Form(codec, version, flags[0],
                        flags[1], flags[2], missing, doubles, group, page, order));
    }

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void aClipIsReadBackExactly(@ForAll("forms") Form form) throws IOException {
        Path file = Files.createTempFile("written", ".parquet");
        try {
            write(file, form, TestClips.FRAMES);
            assertThat(ClipReader.read(file).landmarks()).isEqualTo(TestClips.landmarks());
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<SkeletonRows> rows() {
        return Arbitraries.integers().between(0, Skeleton.ROWS - 1).array(int[].class).ofMinSize(1).ofMaxSize(100)
                .map(SkeletonRows::of);
    }

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void someLandmarksAreThoseOfTheWholeClip(@ForAll("forms") Form form, @ForAll("rows") SkeletonRows rows)
            throws IOException {
        Path file = Files.createTempFile("written", ".parquet");
        try {
            write(file, form, TestClips.FRAMES);
            assertThat(ClipReader.read(file, rows, Parallel.sequential()).landmarks())
                    .isEqualTo(TestClips.landmarks(rows));
        } finally {
            Files.delete(file);
        }
    }

    @Example
    void tenThousandFramesAreReadWell() throws IOException {
        Path file = Files.createTempFile("long", ".parquet");
        try {
            write(file, Form.PLAIN, 10_000);
            Clip clip = ClipReader.read(file);
            assertThat(clip.frames()).isEqualTo(10_000);
            assertThat(clip.x(9_999, 7)).isEqualTo(TestClips.value(9_999, 7, 0));
        } finally {
            Files.delete(file);
        }
    }

    static void write(Path file, Form form, int frames) throws IOException {
        MessageType schema = form.schema();
        ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration()).withCodecFactory(new TestCodecs())
                .withWriteMode(Mode.OVERWRITE).withType(schema).withCompressionCodec(form.codec)
                .withWriterVersion(form.version).withDictionaryEncoding(form.dictionary)
                .withByteStreamSplitEncoding(form.streamSplit).withPageWriteChecksumEnabled(form.checksums)
                .withRowGroupRowCountLimit(form.rowsPerGroup).withPageRowCountLimit(form.rowsPerPage).build();
        try (writer) {
            for (int frame = 0; frame < frames; frame++) {
                for (int row = 0; row < Skeleton.ROWS; row++) {
                    writer.write(row(form, schema, frame, row));
                }
            }
        }
    }

    private static Group row(Form form, MessageType schema, int frame, int row) {
        Skeleton.Part part = Skeleton.Part.of(row);
        var group = new SimpleGroup(schema);
        group.add("frame", frame - 1);
        group.add("type", part.label());
        group.add("landmark_index", (long) row - part.first());
        group.add("row_id", Skeleton.name(row));
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            float value = TestClips.value(frame, row, axis);
            String name = "xyz".substring(axis, axis + 1);
            if (!Float.isNaN(value) || form.missing != Missing.NULL) {
                if (form.doubles) {
                    group.add(name, (double) value);
                } else {
                    group.add(name, value);
                }
            }
        }
        return group;
    }
}
