package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import islr.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Wherever a row stands in the file, its labels say what it is.
class LabelledRowsTest {
    /// Numbers of the frames, with gaps.
    private static final int[] NUMBERS = {17, 20, 21};
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            "message clip { optional int32 frame; " + "optional binary type (UTF8); optional int32 landmark_index; "
                    + "optional float x; optional float y; optional float z; }");

    @TempDir
    private Path folder;

    /// @param frame null if it is missing
    /// @param frameOfValues which frame's coordinates it has: 0 to 2
    private record Row(Integer frame, int place, int frameOfValues) {
        Row numbered(Integer number) {
            return new Row(number, place, frameOfValues);
        }

        Group group() {
            Skeleton.Part part = Skeleton.Part.of(place);
            SimpleGroup group = new SimpleGroup(SCHEMA);
            if (frame != null) {
                group.add("frame", frame);
            }
            group.add("type", part.label());
            group.add("landmark_index", place - part.first());
            for (int axis = 0; axis < Skeleton.AXES; axis++) {
                group.add("xyz".substring(axis, axis + 1), value(frameOfValues, place, axis));
            }
            return group;
        }
    }

    /// Another one for each coordinate.
    private static float value(int frame, int place, int axis) {
        return 1 + (frame * Skeleton.ROWS + place) * 3 + axis;
    }

    /// Three frames in order.
    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < NUMBERS.length * Skeleton.ROWS; i++) {
            int frame = i / Skeleton.ROWS;
            rows.add(new Row(NUMBERS[frame], i % Skeleton.ROWS, frame));
        }
        return rows;
    }

    private static float[] landmarks() {
        float[] landmarks = new float[NUMBERS.length * Skeleton.ROWS * Skeleton.AXES];
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] = value(0, 0, i);
        }
        return landmarks;
    }

    private Path write(List<Row> rows, int rowsPerPage, int rowsPerGroup) throws IOException {
        Path file = folder.resolve(rowsPerPage + "-" + rowsPerGroup + ".parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration()).withCodecFactory(new TestCodecs())
                .withWriteMode(Mode.OVERWRITE).withType(SCHEMA).withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withPageRowCountLimit(rowsPerPage).withRowGroupRowCountLimit(rowsPerGroup).build()) {
            for (Row row : rows) {
                writer.write(row.group());
            }
        }
        return file;
    }

    private static Arguments disorder(String what, Consumer<List<Row>> change) {
        return Arguments.argumentSet(what, change);
    }

    /// Exchanges the rows of one place between two frames, so that types and indices are in order as before.
    private static Arguments exchanged(int a, int b, int... places) {
        return disorder("frames " + a + " and " + b + " exchanged at " + places.length + " places from " + places[0],
                rows -> {
                    for (int place : places) {
                        Collections.swap(rows, a * Skeleton.ROWS + place, b * Skeleton.ROWS + place);
                    }
                });
    }

    static Stream<Arguments> disorders() {
        int[] half = IntStream.range(272, 543).toArray();
        // As many as a page has: inside a page nothing changes.
        int[] third = IntStream.range(181, 362).toArray();
        return Stream.of(disorder("in order", rows -> {}),
                disorder("the last frame first", rows -> Collections.rotate(rows, Skeleton.ROWS)),
                disorder("the first frame last", rows -> Collections.rotate(rows, -Skeleton.ROWS)),
                disorder("the last two frames exchanged",
                        rows -> Collections.rotate(rows.subList(Skeleton.ROWS, rows.size()), Skeleton.ROWS)),
                exchanged(0, 1, 0), exchanged(0, 1, 542), exchanged(1, 2, 1), exchanged(0, 2, 300),
                exchanged(1, 2, 541, 542), exchanged(1, 2, half), exchanged(0, 1, third),
                disorder("two neighbours of the face", rows -> Collections.swap(rows, 600, 601)),
                disorder("two points of the same index", rows -> Collections.swap(rows, 470, 491)),
                disorder("the last two rows", rows -> Collections.swap(rows, rows.size() - 1, rows.size() - 2)),
                disorder("a row too early", rows -> Collections.rotate(rows.subList(5, rows.size()), 1)),
                disorder("shuffled", rows -> Collections.shuffle(rows, new Random(4))));
    }

    @ParameterizedTest
    @MethodSource("disorders")
    void labelsSayWhatARowIs(Consumer<List<Row>> change) throws IOException {
        List<Row> rows = rows();
        change.accept(rows);
        SkeletonRows some = SkeletonRows.of(542, 0, 1, 61, 300, 470, 491, 488, 541);
        for (int[] cut : new int[][] {{100, 700}, {181, Integer.MAX_VALUE}, {20_000, Integer.MAX_VALUE}}) {
            Path file = write(rows, cut[0], cut[1]);
            assertThat(ClipReader.read(file).landmarks()).isEqualTo(landmarks());
            assertThat(ClipReader.read(file, some, Parallel.sequential()).landmarks())
                    .isEqualTo(TestClips.some(landmarks(), some));
        }
    }

    @Test
    void twoFramesOfTheSameNumberInOrderAreTwoFrames() throws IOException {
        List<Row> rows = rows();
        rows.replaceAll(row -> row.numbered(5));
        assertThat(ClipReader.read(write(rows, 100, 700)).landmarks()).isEqualTo(landmarks());
    }

    @Test
    void aNumberThatIsNotTheOneOfItsFrameIsRefused() throws IOException {
        for (int row : new int[] {0, 1, 542, 543, 700, 1085, 1628}) {
            List<Row> rows = rows();
            rows.set(row, rows.get(row).numbered(19));
            assertRefused(rows, "its rows are not in order and have 4 different frame numbers, but 1,629 rows make 3 "
                    + "frames; write each frame as 543 rows");
        }
        List<Row> rows = rows();
        rows.set(600, rows.get(600).numbered(17));
        assertRefused(rows, "row 600 is face 57 of frame 17, which occurs twice; label every row with"
                + " frame, type and landmark_index");
    }

    @Test
    void aRowWithoutItsFrameIsRefused() throws IOException {
        for (int row : new int[] {0, 700, 1628}) {
            List<Row> rows = rows();
            rows.set(row, rows.get(row).numbered(null));
            assertRefused(rows, ClipException
                    .format("row %,d has no frame number; label every row with frame, type and landmark_index", row));
        }
    }

    private void assertRefused(List<Row> rows, String reason) throws IOException {
        Path file = write(rows, 100, Integer.MAX_VALUE);
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read(file))
                .withMessage(file + ": " + reason);
        Files.delete(file);
    }
}
