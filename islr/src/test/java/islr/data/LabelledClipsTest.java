package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clips whose labels say where each row belongs: with iris points, without some landmarks, in any order.
class LabelledClipsTest {
    private static final int IRISES = 10;
    private static final int FRAMES = TestClips.FRAMES;
    private static final Path FAULTS = TestClips.shared().resolveSibling("faults");

    @TempDir
    Path folder;

    /// A row of a file. `row` is the place in a frame, 0 to 542, or 543 to 552 for an iris point.
    private record Row(int frame, int row) {
        boolean isIris() {
            return row >= Skeleton.ROWS;
        }

        String type() {
            return isIris() ? "face" : Skeleton.Part.of(row).label();
        }

        int index() {
            return isIris() ? Skeleton.FACE_ROWS + row - Skeleton.ROWS : row - Skeleton.Part.of(row).first();
        }

        float value(int axis) {
            return isIris() ? 1000 + row : TestClips.value(frame, row, axis);
        }
    }

    /// All rows of the usual test clip, in the order in which newer models find them: the irises follow the face.
    private static List<Row> rows(boolean irises) {
        var rows = new ArrayList<Row>();
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int row = 0; row < Skeleton.ROWS; row++) {
                for (int iris = 0; irises && row == Skeleton.FACE_ROWS && iris < IRISES; iris++) {
                    rows.add(new Row(frame, Skeleton.ROWS + iris));
                }
                rows.add(new Row(frame, row));
            }
        }
        return rows;
    }

    private static List<Row> rows(Predicate<Row> kept) {
        return rows(true).stream().filter(kept).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"frame,type,landmark_index", "type,landmark_index"})
    void theIrisesOfNewerModelsAreLeftOut(String labels) throws IOException {
        Clip clip = ClipReader.read(write(rows(true), labels));
        assertThat(clip.landmarks()).isEqualTo(TestClips.landmarks());
        assertThat(clip.notes()).containsExactly(ClipNote.IRISES);
    }

    @Test
    void rowsWithIrisesMayBeInAnyOrder() throws IOException {
        List<Row> rows = rows(true);
        Collections.shuffle(rows, new Random(1));
        assertThat(ClipReader.read(write(rows)).landmarks()).isEqualTo(TestClips.landmarks());
    }

    @Test
    void aLandmarkWithoutARowIsMissing() throws IOException {
        Random random = new Random(2);
        List<Row> rows = new ArrayList<>(rows(row -> !row.isIris() && random.nextInt(3) > 0));
        Collections.shuffle(rows, random);
        Clip clip = ClipReader.read(write(rows));
        float[] expected = TestClips.landmarks();
        for (int i = 0; i < expected.length; i++) {
            int point = i / Skeleton.AXES;
            if (!rows.contains(new Row(point / Skeleton.ROWS, point % Skeleton.ROWS))) {
                expected[i] = Float.NaN;
            }
        }
        assertThat(clip.landmarks()).isEqualTo(expected);
        assertThat(clip.notes()).containsExactly(ClipNote.ABSENT_ROWS);
    }

    @Test
    void aClipOfHandsAloneIsRead() throws IOException {
        Clip clip = ClipReader.read(write(rows(row -> row.type().endsWith("hand"))));
        assertThat(clip.frames()).isEqualTo(FRAMES);
        assertThat(clip.x(0, 470)).isEqualTo(TestClips.value(0, 470, 0));
        assertThat(clip.x(1, 542)).isEqualTo(TestClips.value(1, 542, 0));
        assertThat(clip.x(1, 12)).isNaN();
    }

    /// Without the face, the number of rows may be a multiple of 543 by chance.
    @Test
    void rowsThatSeemToBeWholeFramesAreStillPlacedByTheirLabels() throws IOException {
        var rows = new ArrayList<Row>();
        for (int frame = 0; frame < Skeleton.ROWS; frame++) {
            rows.add(new Row(frame, 500));
        }
        Clip clip = ClipReader.read(write(rows));
        assertThat(clip.frames()).isEqualTo(Skeleton.ROWS);
        assertThat(clip.y(77, 500)).isEqualTo(TestClips.value(77, 500, 1));
        assertThat(clip.y(77, 499)).isNaN();
    }

    @Test
    void someLandmarksAreThoseOfTheWholeClip() throws IOException {
        SkeletonRows some = SkeletonRows.of(542, 0, 7, 488, 489, 467);
        Path file = write(rows(row -> row.row != 488));
        float[] expected = ClipReader.read(file).only(some).landmarks();
        Clip clip = ClipReader.read(file, some, Parallel.sequential());
        assertThat(clip.landmarks()).isEqualTo(expected);
        assertThat(clip.notes()).containsExactlyInAnyOrder(ClipNote.IRISES, ClipNote.ABSENT_ROWS);
    }

    @Test
    void aCompleteClipInOrderHasNoNotes() throws IOException {
        assertThat(ClipReader.read(write(rows(false))).notes()).isEmpty();
        List<Row> shuffled = rows(false);
        Collections.shuffle(shuffled, new Random(3));
        assertThat(ClipReader.read(write(shuffled)).notes()).isEmpty();
    }

    @Test
    void irisesWithoutLabelsAreSaidByName() throws IOException {
        assertRefused(write(rows(true), ""),
                "1,106 rows are 2 frames of 553 landmarks, which newer MediaPipe models find, with 478 points of the "
                        + "face; leave out its last ten (the irises), or write the columns frame, type and "
                        + "landmark_index");
    }

    @Test
    void absentRowsWithoutAFrameNumberAreRefused() throws IOException {
        assertRefused(write(rows(row -> !row.isIris() && row.row != 9), "type,landmark_index"),
                "1,084 rows are not a multiple of 543 landmarks, and no column frame says which rows are of one frame; "
                        + "write that column");
    }

    @Test
    void anIrisThatOccursTwiceIsRefused() throws IOException {
        List<Row> rows = rows(true);
        rows.add(new Row(1, Skeleton.ROWS + 3));
        assertRefused(write(rows), "row 1,106 is face 471 of frame 1, which occurs twice; label every row with frame, "
                + "type and landmark_index");
    }

    @Test
    void aFacePointBehindTheIrisesIsRefused() throws IOException {
        List<Row> rows = rows(true);
        rows.add(new Row(1, Skeleton.ROWS + IRISES));
        assertRefused(write(rows), "row 1,106 has landmark_index 478; face has 0 to 467, and 468 to 477 with the "
                + "irises; label every row with frame, type and landmark_index");
    }

    /// Every landmark is there twice, so the clip has two frames.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void frameNumbersThatContradictTheRowsAreRefused(boolean irises) throws IOException {
        List<Row> rows = rows(irises);
        rows.set(700, new Row(2, rows.get(700).row));
        int frame = rows.size() / FRAMES;
        assertRefused(write(rows),
                ClipException.format("its rows are not in order and have 3 different frame numbers, but %,d rows make "
                        + "2 frames; write each frame as %d rows", rows.size(), frame));
    }

    @Test
    void tooManyFramesAreRefused() throws IOException {
        var rows = new ArrayList<Row>();
        for (int frame = 0; frame <= ClipReader.MAX_FRAMES; frame++) {
            rows.add(new Row(frame, 470));
        }
        assertRefused(write(rows), "20,001 frames are more than the 20,000 that a clip may have; cut it into signs");
    }

    @Test
    void theFileOfANewerModelIsReadAsPyarrowReadsIt() throws IOException {
        Clip clip = fault("face-478-new-mediapipe", 2, new double[] {475.90094, 464.75417, -91.73607}, 42);
        assertThat(clip.notes()).containsExactly(ClipNote.IRISES);
    }

    @Test
    void theFileOfHandsAndPoseIsReadAsPyarrowReadsIt() throws IOException {
        Clip clip = fault("labelled-hands-and-pose-dropna", 5, new double[] {138.74083, 204.64168, -204.01698},
                5 * Skeleton.ROWS - 270);
        assertThat(clip.notes()).containsExactly(ClipNote.ABSENT_ROWS);
    }

    private static Clip fault(String name, int frames, double[] sums, int missing) throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(FAULTS), "skipped: ../shared/faults is not here");
        Clip clip = ClipReader.read(FAULTS.resolve(name + ".parquet"));
        assertThat(clip.frames()).isEqualTo(frames);
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            double[] values = TestClips.axis(clip, axis);
            double[] present = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
            assertThat(Arrays.stream(present).sum()).isEqualTo(sums[axis], within(1e-4));
            assertThat(values.length - present.length).isEqualTo(missing);
        }
        return clip;
    }

    private static void assertRefused(Path file, String reason) {
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read(file))
                .withMessage(file + ": " + reason);
    }

    private Path write(List<Row> rows) throws IOException {
        return write(rows, "frame,type,landmark_index");
    }

    private Path write(List<Row> rows, String labels) throws IOException {
        Set<String> columns = Set.of(labels.split(","));
        var schema = new StringBuilder("message clip { ");
        schema.append(columns.contains("frame") ? "required int32 frame; " : "");
        schema.append(columns.contains("type") ? "required binary type (UTF8); " : "");
        schema.append(columns.contains("landmark_index") ? "required int32 landmark_index; " : "");
        MessageType type = MessageTypeParser
                .parseMessageType(schema + "optional float x; optional float y; optional float z; }");
        Path file = folder.resolve("clip.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration()).withCodecFactory(new TestCodecs())
                .withWriteMode(Mode.OVERWRITE).withType(type).build()) {
            for (Row row : rows) {
                writer.write(group(row, type, columns));
            }
        }
        return file;
    }

    private static Group group(Row row, MessageType type, Set<String> columns) {
        Group group = new SimpleGroup(type);
        if (columns.contains("frame")) {
            group.add("frame", row.frame);
        }
        if (columns.contains("type")) {
            group.add("type", row.type());
        }
        if (columns.contains("landmark_index")) {
            group.add("landmark_index", row.index());
        }
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            float value = row.value(axis);
            if (!Float.isNaN(value)) {
                group.add(ClipColumns.AXES.get(axis), value);
            }
        }
        return group;
    }
}
