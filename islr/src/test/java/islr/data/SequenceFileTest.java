package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.data.SequenceFile.Sequence;
import islr.tensor.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequenceFileTest {
    private static final Parallel ALONE = Parallel.sequential();

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("1.parquet");
    }

    private void assertRefused(String reason) {
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> {
            try (SequenceFile opened = SequenceFile.open(file())) {
                opened.read(opened.sequences(), TestSequences.FEW, ALONE);
            }
        }).withMessage(file() + ": " + reason);
    }

    @Test
    void whatIsWrittenIsReadBackBitByBit() throws IOException {
        Random random = new Random(1);
        List<SequenceWriter.Entry> entries = new ArrayList<>();
        for (long id : new long[] {1816796431L, 7, 1_000_000_000_000L, 0, 8}) {
            entries.add(new SequenceWriter.Entry(id,
                    TestSequences.clip("clip", SkeletonRows.ALL, 1 + random.nextInt(9), random)));
        }
        SequenceWriter.write(file(), entries);
        try (SequenceFile opened = SequenceFile.open(file()); Parallel two = Parallel.threads(2)) {
            assertThat(opened.sequences()).extracting(Sequence::id).containsExactly(1816796431L, 7L, 1_000_000_000_000L,
                    0L, 8L);
            List<Clip> clips = opened.read(opened.sequences(), SkeletonRows.ALL, two);
            for (int i = 0; i < clips.size(); i++) {
                assertThat(clips.get(i).name()).isEqualTo(file() + "#" + entries.get(i).id());
                assertThat(clips.get(i).landmarks()).isEqualTo(entries.get(i).clip().landmarks());
            }
        }
    }

    /// Ranges of rows that begin and end in the middle of pages and row groups, with and without dictionaries.
    @Test
    void anyChoiceOfSequencesAndLandmarksIsReadAsFromTheWholeFile() throws IOException {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            SkeletonRows held = TestSequences.FEW;
            List<Clip> clips = new ArrayList<>();
            for (int s = 0; s < 12; s++) {
                clips.add(TestSequences.clip("clip", held, 1 + random.nextInt(random.nextInt(40) + 1), random));
                if (seed % 2 == 0) {
                    // Few different numbers, which the writer puts into dictionaries.
                    for (int i = 0; i < clips.getLast().landmarks().length; i++) {
                        clips.getLast().landmarks()[i] = Math.round(clips.getLast().landmarks()[i]);
                    }
                }
            }
            write(clips, held, random);
            try (SequenceFile opened = SequenceFile.open(file())) {
                List<Sequence> some = new ArrayList<>(opened.sequences());
                Collections.shuffle(some, random);
                some = some.subList(0, 1 + random.nextInt(some.size()));
                SkeletonRows wanted = SkeletonRows.of(held.toArray()[random.nextInt(8)], 468, 542);
                List<Clip> read = opened.read(some, wanted, ALONE);
                for (int i = 0; i < some.size(); i++) {
                    Clip expected = clips.get((int) some.get(i).id() - 100).only(wanted);
                    assertThat(read.get(i).landmarks()).isEqualTo(expected.landmarks());
                    assertThat(opened.read(some.get(i), wanted, ALONE).landmarks()).isEqualTo(expected.landmarks());
                }
            }
            Files.delete(file());
        }
    }

    /// In columns of random order; sequence 100 + s is clip s.
    private void write(List<Clip> clips, SkeletonRows held, Random random) throws IOException {
        List<String> columns = TestSequences.columns(held);
        List<String> shuffled = new ArrayList<>(columns);
        Collections.shuffle(shuffled, random);
        int[] clipOf = IntStream.range(0, clips.size())
                .flatMap(s -> IntStream.range(0, clips.get(s).frames()).map(t -> s)).toArray();
        int[] frameOf = clips.stream().flatMapToInt(clip -> IntStream.range(0, clip.frames())).toArray();
        TestSequences.write(file(), PrimitiveTypeName.INT64, shuffled, clipOf.length, (row, column) -> switch (column) {
            case "sequence_id" -> 100 + clipOf[row];
            case "frame" -> frameOf[row];
            default -> {
                int at = columns.indexOf(column);
                Clip clip = clips.get(clipOf[row]);
                int index = clip.index(frameOf[row], held.toArray()[at % held.count()]);
                yield clip.landmarks()[index + at / held.count()];
            }
        });
    }

    @Test
    void aSequenceThatIsNotThereIsToldWithSomeThatAre() throws IOException {
        TestSequences.write(file(), TestSequences.runs(5, 2, 6, 1, 9, 1, 10, 1, 11, 1, 4, 1, 3, 1), 0, 1, 0, 0, 0, 0, 0,
                0);
        try (SequenceFile opened = SequenceFile.open(file())) {
            assertThat(opened.sequence(6)).isEqualTo(new Sequence(6, 2, 1));
            assertThatExceptionOfType(ClipException.class).isThrownBy(() -> opened.sequence(7))
                    .withMessage(file() + ": there is no sequence 7; there are 5, 6, 9, 10, 11 and 2 more");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> opened.read(new Sequence(6, 2, 2), TestSequences.FEW, ALONE));
            Sequence five = opened.sequence(5);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> opened.read(List.of(five, five), TestSequences.FEW, ALONE));
        }
    }

    @Test
    void aFileWithoutRowsHasNoSequence() throws IOException {
        SequenceWriter.write(file(), List.of());
        try (SequenceFile opened = SequenceFile.open(file())) {
            assertThat(opened.sequences()).isEmpty();
            assertThat(opened.read(List.of(), SkeletonRows.ALL, ALONE)).isEmpty();
            assertThatExceptionOfType(ClipException.class).isThrownBy(() -> opened.sequence(7))
                    .withMessage(file() + ": there is no sequence 7; the file has columns but no rows");
        }
    }

    @Test
    void framesMayLackNumbersInBetweenButMustBeInOrder() throws IOException {
        TestSequences.write(file(), TestSequences.runs(5, 3, 6, 3), 0, 2, 3, 4, 1, 2);
        try (SequenceFile opened = SequenceFile.open(file())) {
            assertThat(opened.read(opened.sequence(5), TestSequences.FEW, ALONE).frames()).isEqualTo(3);
        }
        assertRefused("sequence 6: row 4 has frame 1 behind frame 4; sort the file by sequence_id and frame");
    }

    @Test
    void theRowsOfASequenceStandTogether() throws IOException {
        TestSequences.write(file(), TestSequences.runs(5, 3, 6, 2, 5, 1), 0, 1, 2, 0, 1, 3);
        try (SequenceFile opened = SequenceFile.open(file())) {
            assertThat(opened.sequences()).containsExactly(new Sequence(5, 0, 3), new Sequence(6, 3, 2));
            assertThat(opened.read(opened.sequence(6), TestSequences.FEW, ALONE).frames()).isEqualTo(2);
        }
        assertRefused("sequence 5: its rows are in two places, from row 0 and from row 5; sort the file by sequence_id "
                + "and frame");
    }

    @Test
    void aSequenceMayBeLongButNotWithoutEnd() throws IOException {
        List<String> one = TestSequences.columns(SkeletonRows.of(3));
        for (int frames : new int[] {ClipReader.MAX_FRAMES, ClipReader.MAX_FRAMES + 1}) {
            TestSequences.write(file(), PrimitiveTypeName.INT32, one, frames + 1,
                    (row, column) -> column.equals("sequence_id") ? (row < frames ? 3 : 4) : row);
            try (SequenceFile opened = SequenceFile.open(file())) {
                assertThat(opened.sequence(3).frames()).isEqualTo(frames);
                if (frames == ClipReader.MAX_FRAMES) {
                    Clip clip = opened.read(opened.sequence(3), SkeletonRows.of(3), ALONE);
                    assertThat(clip.x(frames - 1, 3)).isEqualTo(frames - 1);
                }
            }
            Files.delete(file());
            if (frames > ClipReader.MAX_FRAMES) {
                TestSequences.write(file(), TestSequences.runs(3, frames), IntStream.range(0, frames).toArray());
                assertRefused("sequence 3: 20,001 frames are more than the 20,000 that a sequence may have; cut it "
                        + "into phrases");
            }
        }
    }

    @Test
    void anInfiniteCoordinateIsRefusedWithItsPlace() throws IOException {
        TestSequences.write(file(), PrimitiveTypeName.INT64, TestSequences.columns(TestSequences.FEW), 50,
                (row, column) -> column.equals("sequence_id") ? row / 20
                        : column.equals("y_left_hand_0") && row == 33 ? Double.NEGATIVE_INFINITY : row);
        assertRefused("row 33 (sequence 1): y_left_hand_0 is infinite as a float; a coordinate must be finite, or NULL "
                + "or NaN where missing");
        try (SequenceFile opened = SequenceFile.open(file())) {
            assertThat(opened.read(opened.sequence(2), TestSequences.FEW, ALONE).frames()).isEqualTo(10);
        }
    }

    @Test
    void idsAreWholeNumbers() throws IOException {
        TestSequences.write(file(), PrimitiveTypeName.DOUBLE, TestSequences.columns(TestSequences.FEW), 5,
                (row, column) -> column.equals("sequence_id") ? 1.5 : row);
        assertRefused("row 0: sequence_id 1.5 is not a whole number below 2^53");
        Files.delete(file());
        TestSequences.write(file(), PrimitiveTypeName.INT64, TestSequences.columns(TestSequences.FEW), 5,
                (row, column) -> column.equals("sequence_id") && row == 3 ? Double.NaN : row);
        assertRefused("row 3 has no sequence_id; write the number of its sequence, or leave the row out");
        Files.delete(file());
        TestSequences.write(file(), PrimitiveTypeName.BINARY, TestSequences.columns(TestSequences.FEW), 5,
                (row, column) -> row);
        assertRefused("column sequence_id is BYTE_ARRAY; it must be a whole number");
    }

    @Test
    void missingColumnsAreNamed() throws IOException {
        List<String> columns = TestSequences.columns(TestSequences.FEW);
        List<String> some = columns.stream().filter(name -> !name.contains("pose")).toList();
        TestSequences.write(file(), PrimitiveTypeName.INT64, some, 3, (row, column) -> row);
        assertRefused("no column x_pose_0, y_pose_0, z_pose_0 and 3 more, of the 24 columns that are read; write all "
                + "1,629 columns of coordinates, with NULL or NaN where a landmark is missing");
        Files.delete(file());
        TestSequences.write(file(), PrimitiveTypeName.INT64, List.of("nose", "chin"), 3, (row, column) -> row);
        assertRefused("no column of coordinates among its columns (nose, chin, frame, sequence_id); fingerspelling "
                + "needs a row for each frame, with the columns sequence_id, frame, and x_face_0 to z_right_hand_20");
    }

    @Test
    void aClipOfASignIsToldFromSequencesAndTheOtherWayRound() throws IOException {
        Clip clip = TestSequences.clip("clip", SkeletonRows.ALL, 3, new Random(2));
        ClipWriter.write(file(), clip);
        assertRefused("this is a clip of one sign, with a row for each landmark; fingerspelling needs a row for each "
                + "frame, with the columns sequence_id, frame, and x_face_0 to z_right_hand_20");
        SequenceWriter.write(file(), List.of(new SequenceWriter.Entry(1, clip)));
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read(file()))
                .withMessage(file() + ": this is a file of fingerspelled sequences, with a row for each frame; a model "
                        + "of signs reads clips with a row for each landmark, so name a model of fingerspelling");
    }

    @Test
    void filesThatAreNoneAreRefused() throws IOException {
        assertRefused("there is no such file; is the path right?");
        Files.writeString(file(), "path,file_id");
        assertRefused("this is not a parquet file; a clip is a .parquet file of landmarks");
        SequenceWriter.write(file(),
                List.of(new SequenceWriter.Entry(1, TestSequences.clip("clip", SkeletonRows.ALL, 3, new Random(3)))));
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused("the parquet file is truncated: its end is missing; copy or download it again");
    }

    @Test
    void whatNoReaderWouldAcceptIsNotWritten() {
        Clip clip = TestSequences.clip("c", SkeletonRows.ALL, 2, new Random(4));
        assertThatExceptionOfType(ClipException.class)
                .isThrownBy(() -> SequenceWriter.write(file(),
                        List.of(new SequenceWriter.Entry(4, clip), new SequenceWriter.Entry(4, clip))))
                .withMessage(file() + ": sequence 4 cannot be written twice to the same file");
        assertThatExceptionOfType(ClipException.class).isThrownBy(
                () -> SequenceWriter.write(file(), List.of(new SequenceWriter.Entry(4, clip.only(TestSequences.FEW)))))
                .withMessage("c: 8 landmarks per frame cannot be written; a file has all 543");
        assertThat(file()).doesNotExist();
    }
}
