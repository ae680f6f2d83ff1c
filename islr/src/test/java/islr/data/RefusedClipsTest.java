package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedClipsTest {

    private static final String SOUND = "fixtures/snappy-dictionary-doubles.parquet";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        brotli | column x, row group 0: codec BROTLI is not supported; write the clip with SNAPPY, ZSTD, GZIP, LZ4_RAW or UNCOMPRESSED
        text                  | column x is BYTE_ARRAY STRING; a coordinate must be a float or a double
        list                  | column x is nested; a coordinate must be a float or a double
        dates                 | column y is INT32 DATE; a coordinate must be a float or a double
        struct                | no column x, y, z among its columns (landmark); is this an asl-signs clip?
        no-rows               | the clip has no frames: the file has columns but no rows
        forty-rows            | 40 rows are not a multiple of 543 landmarks; write a missing landmark as a row of nulls, or write the columns frame, type and landmark_index
        infinite              | row 600: z is infinite as a float; a coordinate must be finite, or NULL or NaN where missing
        unknown-type | row 5 has type 'left foot', which is not one of face, left_hand, pose, right_hand; label every row with frame, type and landmark_index
        no-type               | row 5 has no type; label every row with frame, type and landmark_index
        landmark-twice        | row 471 is left_hand 3 of frame 20, which occurs twice; label every row with frame, type and landmark_index
        landmark-out-of-range | row 0 has landmark_index 500; face has 0 to 467, and 468 to 477 with the irises; label every row with frame, type and landmark_index
        too-many-frames       | 20,001 frames are more than the 20,000 that a clip may have; cut it into signs
        encrypted             | the file is encrypted; write it without encryption
        """)
    void aFileThatIsNoClipIsRefusedByNameAndReason(String fixture, String reason) {
        Path file = TestClips.resource("fixtures/refused/" + fixture + ".parquet");
        assertRefused(file, reason);
    }

    @Test
    void theMessageIsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertRefused(TestClips.resource("fixtures/refused/too-many-frames.parquet"),
                    "20,001 frames are more than the 20,000 that a clip may have; cut it into signs");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aMissingFileIsRefused() {
        assertRefused(folder.resolve("clip.parquet"), "there is no such file; is the path right?");
    }

    @Test
    void aDirectoryIsRefused() {
        assertRefused(folder, "this is a directory, not a clip; name one of its .parquet files");
    }

    @Test
    void aDeviceIsRefusedWithoutReadingIt() {
        Path zeros = Path.of("/dev/zero");
        assumeTrue(Files.exists(zeros), "skipped: this system has no /dev/zero");
        assertRefused(zeros, "this is not a regular file; save the clip to disk first");
    }

    @Test
    void anUnreadableFileIsRefused() throws IOException {
        Path file = write(Files.readAllBytes(TestClips.resource(SOUND)));
        assumeTrue(file.toFile().setReadable(false) && !Files.isReadable(file),
                "skipped: this user may read everything");
        assertRefused(file, "the file may not be read; check its permissions");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        assertRefused(write(new byte[0]), "the file is empty; is it a failed download?");
    }

    @Test
    void aFileOfAnotherKindIsRefused() throws IOException {
        assertRefused(write("frame,x,y,z\n20,0.1,0.2,0.3\n".getBytes()),
                "this is not a parquet file; a clip is a .parquet file of landmarks");
        assertRefused(write("PK".getBytes()), "this is not a parquet file; a clip is a .parquet file of landmarks");
    }

    @Test
    void aTruncatedFileIsRefusedByNameAndReason() throws IOException {
        byte[] sound = Files.readAllBytes(TestClips.resource(SOUND));
        for (int length : new int[] {12, 1000, sound.length / 2, sound.length - 1}) {
            assertRefused(write(Arrays.copyOf(sound, length)),
                    "the parquet file is truncated: its end is missing; copy or download it again");
        }
    }

    @Test
    void aFooterOfAbsurdLengthIsRefused() throws IOException {
        byte[] file = Files.readAllBytes(TestClips.resource(SOUND));
        Arrays.fill(file, file.length - 8, file.length - 4, (byte) 0x7F);
        assertRefused(write(file),
                "the parquet file is damaged: its footer claims 2,139,062,143 bytes, the file has 22,228; copy or "
                        + "download it again");
    }

    @Test
    void aWrongChecksumIsFound() throws IOException {
        byte[] file = Files.readAllBytes(TestClips.resource("fixtures/none-nan-with-checksums.parquet"));
        file[2000] ^= 1;
        assertRefused(write(file),
                "the parquet file is damaged: column x, row group 0: a page does not match its checksum; copy or "
                        + "download it again");
    }

    private void assertRefused(Path file, String reason) {
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipReader.read(file))
                .withMessage(file + ": " + reason);
    }

    private Path write(byte[] bytes) throws IOException {
        Path file = folder.resolve("clip.parquet");
        Files.write(file, bytes);
        assertThat(file).exists();
        return file;
    }
}
