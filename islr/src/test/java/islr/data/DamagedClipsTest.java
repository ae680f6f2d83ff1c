package islr.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// A damaged file gives a clip or a [ClipException], quickly, and nothing else.
class DamagedClipsTest {

    private static final String[] FIXTURES = {"snappy-dictionary-doubles", "zstd-strongest-v2-pages",
        "gzip-small-v2-pages", "lz4-byte-stream-split", "zstd-delta-labels", "zstd-delta-length-labels",
        "none-byte-stream-split-doubles", "zstd-half-floats", "fastparquet-snappy"};

    private static final byte[][] SOUND = new byte[FIXTURES.length][];
    private static Path file;

    @BeforeContainer
    static void readFixtures() throws IOException {
        for (int i = 0; i < FIXTURES.length; i++) {
            SOUND[i] = Files.readAllBytes(TestClips.resource("fixtures/" + FIXTURES[i] + ".parquet"));
        }
        file = Files.createTempFile("damaged", ".parquet");
    }

    @AfterContainer
    static void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Property(tries = 800, edgeCases = EdgeCasesMode.NONE)
    void changedBytesGiveAClipOrAClipException(@ForAll @IntRange(max = 8) int fixture,
            @ForAll @IntRange(min = 1, max = 12) int changes, @ForAll boolean inFooter, @ForAll long seed)
            throws IOException {
        byte[] bytes = SOUND[fixture].clone();
        var random = new Random(seed);
        // Half of the tries damage the end of the file, where the sizes and offsets are.
        int from = inFooter ? bytes.length - 1500 : 0;
        for (int i = 0; i < changes; i++) {
            bytes[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt(256);
        }
        readOrRefuse(bytes);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void flippedBitsGiveAClipOrAClipException(@ForAll @IntRange(max = 8) int fixture, @ForAll long seed)
            throws IOException {
        byte[] bytes = SOUND[fixture].clone();
        int bit = new Random(seed).nextInt(8 * bytes.length);
        bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
        readOrRefuse(bytes);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aMissingPieceGivesAClipOrAClipException(@ForAll @IntRange(max = 8) int fixture, @ForAll long seed)
            throws IOException {
        byte[] bytes = SOUND[fixture];
        var random = new Random(seed);
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(bytes.length - from);
        byte[] rest = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, from + length, rest, from, bytes.length - from - length);
        readOrRefuse(rest);
    }

    private static void readOrRefuse(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        long start = System.nanoTime();
        try {
            Clip clip = ClipReader.read(file);
            assertThat(clip.frames()).isLessThanOrEqualTo(TestClips.FRAMES);
        } catch (ClipException e) {
            assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContainingAny("Exception", "null", "\n");
        }
        assertThat(System.nanoTime() - start).as("ns").isLessThan(10_000_000_000L);
    }
}
