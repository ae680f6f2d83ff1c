package islr.data.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.xerial.snappy.Snappy;

class CodecTest {

    private interface Compressor {
        byte[] compress(byte[] data) throws IOException;
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void zstdOfEveryLevelIsDecompressed(@ForAll @IntRange(min = -5, max = 19) int level, @ForAll @IntRange(max = 5) int kind,
            @ForAll @IntRange(max = 400_000) int length, @ForAll long seed) throws IOException {
        roundTrip("ZSTD", data -> Zstd.compress(data, level), data(kind, length, seed));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void snappyIsDecompressed(@ForAll @IntRange(max = 5) int kind, @ForAll @IntRange(max = 200_000) int length, @ForAll long seed)
            throws IOException {
        roundTrip("SNAPPY", Snappy::compress, data(kind, length, seed));
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void gzipIsDecompressed(@ForAll @IntRange(max = 5) int kind, @ForAll @IntRange(max = 100_000) int length, @ForAll long seed)
            throws IOException {
        roundTrip("GZIP", CodecTest::gzip, data(kind, length, seed));
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void damagedInputGivesDataOrACodecException(@ForAll @IntRange(max = 2) int codec, @ForAll @IntRange(min = -3, max = 19) int level,
            @ForAll @IntRange(max = 5) int kind, @ForAll @IntRange(min = 1, max = 3_000) int length, @ForAll long seed) throws IOException {
        var random = new Random(seed);
        byte[] data = data(kind, length, seed);
        byte[] compressed = codec == 0 ? Zstd.compress(data, level) : codec == 1 ? Snappy.compress(data) : gzip(data);
        for (int i = 0; i < 3; i++) {
            compressed[random.nextInt(compressed.length)] = (byte) random.nextInt(256);
        }
        try {
            String name = codec == 0 ? "ZSTD" : codec == 1 ? "SNAPPY" : "GZIP";
            Codec.named(name).decompress(compressed, 0, compressed.length, new byte[length]);
        } catch (CodecException e) {
            assertThat(e.getMessage()).matches("(zstd|snappy|gzip): .+");
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void randomLz4GivesDataOrACodecException(@ForAll byte[] input, @ForAll @IntRange(max = 500) int length) {
        try {
            Codec.named("LZ4_RAW").decompress(input, 0, input.length, new byte[length]);
        } catch (CodecException e) {
            assertThat(e.getMessage()).startsWith("lz4: ");
        }
    }

    @Example
    void lz4CopiesOverlap() throws IOException {
        // Two literals "ab", then 9 bytes from 2 back, then the literals "!" and no copy.
        byte[] out = new byte[12];
        byte[] in = {0x25, 'a', 'b', 2, 0, 0x10, '!'};
        Codec.named("LZ4_RAW").decompress(in, 0, in.length, out);
        assertThat(new String(out)).isEqualTo("abababababa!");
    }

    @Example
    void zstdFramesFollowEachOther() throws IOException {
        byte[] one = Zstd.compress("one, ".getBytes());
        byte[] skippable = {0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9};
        byte[] two = Zstd.compress("two".getBytes());
        byte[] all = Arrays.copyOf(one, one.length + skippable.length + two.length);
        System.arraycopy(skippable, 0, all, one.length, skippable.length);
        System.arraycopy(two, 0, all, one.length + skippable.length, two.length);
        byte[] out = new byte[8];
        Codec.named("ZSTD").decompress(all, 0, all.length, out);
        assertThat(new String(out)).isEqualTo("one, two");
    }

    @Example
    void anUnknownCodecIsNamed() {
        assertThatExceptionOfType(CodecException.class).isThrownBy(() -> Codec.named("LZO"))
                .withMessage("codec LZO is not supported; write the clip with SNAPPY, ZSTD, GZIP, LZ4_RAW or UNCOMPRESSED");
    }

    private static void roundTrip(String name, Compressor compressor, byte[] data) throws IOException {
        byte[] compressed = compressor.compress(data);
        // Somewhere inside an array, as in a chunk of pages.
        byte[] in = new byte[compressed.length + 30];
        Arrays.fill(in, (byte) 0x55);
        System.arraycopy(compressed, 0, in, 13, compressed.length);
        byte[] out = new byte[data.length];
        Codec.named(name).decompress(in, 13, compressed.length, out);
        assertThat(out).isEqualTo(data);
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> Codec.named(name).decompress(in, 13, compressed.length, new byte[data.length + 1]));
    }

    /// Constant, random, text of few letters, doubles that were floats, long repeats, and a mixture.
    private static byte[] data(int kind, int length, long seed) {
        var random = new Random(seed);
        byte[] data = new byte[length];
        switch (kind) {
            case 0 -> Arrays.fill(data, (byte) seed);
            case 1 -> random.nextBytes(data);
            case 2 -> {
                for (int i = 0; i < length; i++) {
                    data[i] = (byte) ("etaoin shrdlu".charAt((int) Math.min(12, Math.abs(random.nextGaussian() * 4))));
                }
            }
            case 3 -> {
                for (int i = 0; i + 8 <= length; i += 8) {
                    long bits = Double.doubleToLongBits(random.nextFloat());
                    for (int k = 0; k < 8; k++) {
                        data[i + k] = (byte) (bits >>> 8 * k);
                    }
                }
            }
            case 4 -> {
                int period = 1 + random.nextInt(5000);
                for (int i = 0; i < length; i++) {
                    data[i] = i < period ? (byte) random.nextInt(256) : data[i - period];
                }
            }
            default -> {
                for (int i = 0; i < length; i++) {
                    boolean copy = i > 20 && random.nextInt(40) != 0;
                    data[i] = copy ? data[i - 1 - (i >>> 4) % 19] : (byte) random.nextInt(256);
                }
            }
        }
        return data;
    }

    private static byte[] gzip(byte[] data) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var stream = new GZIPOutputStream(bytes)) {
            stream.write(data);
        }
        return bytes.toByteArray();
    }
}
