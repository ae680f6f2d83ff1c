package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipWriterTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadExactly() throws IOException {
        Path file = folder.resolve("clip.parquet");
        ClipWriter.write(file, new Clip("made up", TestClips.landmarks()));
        Clip clip = ClipReader.read(file);
        assertThat(clip.name()).isEqualTo(file.toString());
        assertThat(clip.landmarks()).isEqualTo(TestClips.landmarks());
    }

    @Test
    void everyFloatSurvives() throws IOException {
        float[] landmarks = new float[Skeleton.ROWS * Skeleton.AXES];
        Arrays.fill(landmarks, Float.NaN);
        float[] odd = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, -1e-40f, 1f / 3};
        System.arraycopy(odd, 0, landmarks, 700, odd.length);
        Path file = folder.resolve("clip.parquet");
        ClipWriter.write(file, new Clip("odd", landmarks));
        assertThat(ClipReader.read(file).landmarks()).isEqualTo(landmarks);
    }

    @Test
    void theSameClipGivesTheSameBytesAndReplacesAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("clip.parquet"), "old");
        var clip = new Clip("made up", TestClips.landmarks());
        ClipWriter.write(file, clip);
        assertThat(Files.readAllBytes(file)).isEqualTo(ClipWriter.bytes(clip));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whatNoReaderWouldTakeIsNotWritten() {
        Path file = folder.resolve("clip.parquet");
        assertThatExceptionOfType(ClipException.class)
                .isThrownBy(() -> ClipWriter.write(file, new Clip("nothing", new float[0])))
                .withMessage("nothing: 0 frames cannot be written; a clip has 1 to 20,000");
        SkeletonRows hand = SkeletonRows.of(468, 469);
        assertThatExceptionOfType(ClipException.class)
                .isThrownBy(() -> ClipWriter.write(file, new Clip("hand", hand, new float[6])))
                .withMessage("hand: 2 landmarks per frame cannot be written; a file has all 543");
        // The clip does not copy its array, which may change later.
        Clip infinite = new Clip("far", new float[Skeleton.ROWS * Skeleton.AXES]);
        infinite.landmarks()[5] = Float.NEGATIVE_INFINITY;
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipWriter.write(file, infinite))
                .withMessage("far: an infinite coordinate cannot be written; NaN means missing");
        assertThat(file).doesNotExist();
    }
}
