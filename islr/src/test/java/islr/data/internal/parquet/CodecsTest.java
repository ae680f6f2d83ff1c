package islr.data.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.Test;

/// Forms of compressed pages that other readers accept.
class CodecsTest {

    /// Bytes that compress a little.
    private static byte[] plain(int size) {
        byte[] plain = new byte[size];
        var random = new Random(size);
        for (int i = 0; i < size; i++) {
            plain[i] = (byte) random.nextInt(1 + i % 7);
        }
        return plain;
    }

    private static byte[] decompressed(CompressionCodec codec, byte[] bytes, int size) throws IOException {
        // Not at the beginning of the array, as pages in a chunk.
        byte[] shifted = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, shifted, 3, bytes.length);
        try (Scratch scratch = Scratch.take()) {
            ByteBuffer page = Codecs.decompress(codec, ByteBuffer.wrap(shifted, 3, bytes.length).slice(), size,
                    scratch);
            byte[] out = new byte[page.remaining()];
            page.get(out);
            return out;
        }
    }

    private static byte[] zstd(byte[] plain) {
        var compressor = new ZstdCompressor();
        byte[] out = new byte[compressor.maxCompressedLength(plain.length)];
        return Arrays.copyOf(out, compressor.compress(plain, 0, plain.length, out, 0, out.length));
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] skippable(int length) {
        byte[] frame = new byte[8 + length];
        Arrays.fill(frame, (byte) 0x28);
        System.arraycopy(new byte[] {0x53, 0x2A, 0x4D, 0x18, (byte) length, 0, 0, 0}, 0, frame, 0, 8);
        return frame;
    }

    @Test
    void aStreamOfZlibIsReadAsGzip() throws IOException {
        for (int level = 0; level <= 9; level++) {
            byte[] plain = plain(10_000 + level);
            var bytes = new ByteArrayOutputStream();
            try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(level))) {
                out.write(plain);
            }
            assertThat(decompressed(CompressionCodec.GZIP, bytes.toByteArray(), plain.length)).isEqualTo(plain);
            var gzip = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(gzip)) {
                out.write(plain);
            }
            assertThat(decompressed(CompressionCodec.GZIP, gzip.toByteArray(), plain.length)).isEqualTo(plain);
        }
    }

    @Test
    void framesOfZstdMayBeSeveralAndSkippable() throws IOException {
        byte[] first = plain(300);
        byte[] second = plain(200_000);
        byte[] all = joined(first, second);
        assertThat(decompressed(CompressionCodec.ZSTD, joined(zstd(first), zstd(second)), all.length)).isEqualTo(all);
        assertThat(decompressed(CompressionCodec.ZSTD,
                joined(skippable(0), zstd(first), skippable(77), zstd(second), skippable(1)), all.length))
                .isEqualTo(all);
        byte[] cut = joined(zstd(first), Arrays.copyOf(skippable(77), 40));
        assertThatThrownBy(() -> decompressed(CompressionCodec.ZSTD, cut, first.length))
                .isInstanceOf(IOException.class);
    }

    /// A frame of one raw block, with every window that the format has.
    @Test
    void aWindowOfZstdMayBeOfAnySize() throws IOException {
        byte[] plain = plain(100);
        for (int window = 0; window < 256; window++) {
            int block = plain.length << 3 | 1;
            byte[] header = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) window, (byte) block, (byte) (block >> 8),
                (byte) (block >> 16)};
            assertThat(decompressed(CompressionCodec.ZSTD, joined(header, plain), plain.length)).isEqualTo(plain);
        }
    }

    @Test
    void moreBytesThanAPageHasAreRefused() {
        byte[] plain = plain(300);
        for (byte[] bytes : new byte[][] {zstd(plain), joined(zstd(plain), zstd(plain))}) {
            assertThatThrownBy(() -> decompressed(CompressionCodec.ZSTD, bytes, 299)).isInstanceOfAny(IOException.class,
                    RuntimeException.class);
        }
    }
}
