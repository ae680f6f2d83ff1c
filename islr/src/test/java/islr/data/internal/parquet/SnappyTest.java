package islr.data.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SnappyTest {

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatGooglesLibraryCompressesIsDecompressed(@ForAll @IntRange(max = 150_000) int size,
            @ForAll @IntRange(min = 1, max = 256) int letters, @ForAll @IntRange(min = 1, max = 70_000) int period,
            @ForAll long seed) throws IOException {
        byte[] data = new byte[size];
        var random = new Random(seed);
        for (int i = 0; i < size; i++) {
            data[i] = i >= period && random.nextInt(30) != 0 ? data[i - period] : (byte) random.nextInt(letters);
        }
        assertThat(decompress(org.xerial.snappy.Snappy.compress(data), size)).isEqualTo(data);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void floatsInDoublesAreDecompressed(@ForAll @IntRange(max = 20_000) int count, @ForAll long seed)
            throws IOException {
        var random = new Random(seed);
        ByteBuffer data = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            data.putDouble((float) random.nextGaussian());
        }
        byte[] compressed = org.xerial.snappy.Snappy.compress(data.array());
        assertThat(decompress(compressed, 8 * count)).isEqualTo(data.array());
        assertThat(aircompressor(compressed, 8 * count)).isEqualTo(data.array());
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void everyKindOfElementIsDecompressed(@ForAll @IntRange(min = 1, max = 400) int elements, @ForAll long seed) {
        var stream = new Elements(new Random(seed), elements);
        assertThat(decompress(stream.compressed(), stream.size())).isEqualTo(stream.data());
        assertThat(aircompressor(stream.compressed(), stream.size())).isEqualTo(stream.data());
    }

    @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
    void spoiltBytesAreRefusedOrMeanWhatTheFormatSays(@ForAll @IntRange(min = 1, max = 100) int elements,
            @ForAll long seed) {
        var random = new Random(seed);
        var stream = new Elements(random, elements);
        byte[] spoilt = Arrays.copyOf(stream.compressed(),
                random.nextInt(4) == 0 ? random.nextInt(stream.compressed().length + 9) : stream.compressed().length);
        for (int n = random.nextInt(4); n > 0 && spoilt.length > 0; n--) {
            spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
        }
        byte[] expected = PlainSnappy.decompress(spoilt, stream.size());
        if (expected == null) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> decompress(spoilt, stream.size()));
        } else {
            assertThat(decompress(spoilt, stream.size())).isEqualTo(expected);
        }
    }

    @Example
    void aSizeThatIsNotTheExpectedOneIsRefused() throws IOException {
        byte[] compressed = org.xerial.snappy.Snappy.compress(new byte[100]);
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> decompress(compressed, 99));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> decompress(compressed, 101));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> decompress(new byte[0], 0));
    }

    /// Decompresses inside larger arrays, whose other bytes must not change.
    private static byte[] decompress(byte[] compressed, int size) {
        byte[] in = new byte[compressed.length + 20];
        Arrays.fill(in, (byte) 0xAA);
        System.arraycopy(compressed, 0, in, 7, compressed.length);
        byte[] out = new byte[size + 100];
        Arrays.fill(out, (byte) 0x55);
        Snappy.decompress(in, 7, compressed.length, out, size);
        byte[] behind = new byte[100];
        Arrays.fill(behind, (byte) 0x55);
        assertThat(Arrays.copyOfRange(out, size, out.length)).isEqualTo(behind);
        return Arrays.copyOf(out, size);
    }

    private static byte[] aircompressor(byte[] compressed, int size) {
        byte[] out = new byte[size];
        new SnappyDecompressor().decompress(compressed, 0, compressed.length, out, 0, size);
        return out;
    }

    /// Random elements of every kind, and the data that they stand for.
    private static final class Elements {
        private final ByteArrayOutputStream elements = new ByteArrayOutputStream();
        private byte[] data = new byte[1 << 16];
        private int size;

        Elements(Random random, int count) {
            for (int i = 0; i < count; i++) {
                int kind = size == 0 ? 0 : random.nextInt(4);
                if (kind == 0) {
                    literal(random);
                } else {
                    copy(random, kind);
                }
            }
        }

        private void literal(Random random) {
            int length = 1 + random.nextInt(random.nextInt(40) == 0 ? 70_000 : random.nextBoolean() ? 5 : 70);
            // Usually the shortest form.
            int bytes = random.nextInt(8) == 0 ? 4
                    : length <= 60 ? 0 : length <= 1 << 8 ? 1 : length <= 1 << 16 ? 2 : 3;
            elements.write(bytes == 0 ? length - 1 << 2 : 59 + bytes << 2);
            number(length - 1, bytes);
            byte[] letters = new byte[length];
            random.nextBytes(letters);
            elements.writeBytes(letters);
            grow(length);
            System.arraycopy(letters, 0, data, size - length, length);
        }

        private void copy(Random random, int kind) {
            int most = Math.min(size, kind == 1 ? 2047 : kind == 2 ? 65_535 : Integer.MAX_VALUE);
            int offset = 1 + random.nextInt(random.nextBoolean() ? Math.min(most, 12) : most);
            int length = kind == 1 ? 4 + random.nextInt(8) : 1 + random.nextInt(64);
            elements.write(kind == 1 ? offset >>> 8 << 5 | length - 4 << 2 | 1 : length - 1 << 2 | kind);
            number(offset, kind == 1 ? 1 : kind == 2 ? 2 : 4);
            grow(length);
            for (int i = size - length; i < size; i++) {
                data[i] = data[i - offset];
            }
        }

        private void grow(int length) {
            size += length;
            data = size <= data.length ? data : Arrays.copyOf(data, 2 * size);
        }

        private void number(int value, int bytes) {
            for (int i = 0; i < bytes; i++) {
                elements.write(value >>> 8 * i);
            }
        }

        int size() {
            return size;
        }

        byte[] data() {
            return Arrays.copyOf(data, size);
        }

        byte[] compressed() {
            var out = new ByteArrayOutputStream();
            int left = size;
            for (; left >= 0x80; left >>>= 7) {
                out.write(left | 0x80);
            }
            out.write(left);
            out.writeBytes(elements.toByteArray());
            return out.toByteArray();
        }
    }
}
