package islr.data.internal.parquet;

import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.apache.parquet.format.CompressionCodec;

/// The codecs of pages without native code: [Snappy], aircompressor's zstd and LZ4, and the JDK's gzip. The library's
/// own codecs need more of Hadoop, and most of them need a native library.
final class Codecs {

    /// The beginning of a zlib stream: its first two bytes are a multiple of 31, and the method is 8.
    private static final int DEFLATE = 8;
    private static final int ZLIB_CHECK = 31;

    private Codecs() {}

    static boolean knows(CompressionCodec name) {
        return switch (name) {
            case UNCOMPRESSED, SNAPPY, ZSTD, LZ4_RAW, GZIP -> true;
            // BROTLI and LZO, which nobody writes, and LZ4, the ill-defined predecessor of LZ4_RAW.
            default -> false;
        };
    }

    /// Decompresses a page into `scratch`. An uncompressed page is returned as a view of the given bytes.
    ///
    /// @param bytes backed by an array
    /// @param size the decompressed size in bytes, already checked
    /// @throws IOException or a RuntimeException if the page has another size or cannot be decompressed
    static ByteBuffer decompress(CompressionCodec name, ByteBuffer bytes, int size, Scratch scratch)
            throws IOException {
        if (name == CompressionCodec.UNCOMPRESSED) {
            return requireSize(bytes.slice(), size);
        }
        byte[] out = scratch.page(size);
        if (size == 0) {
            return ByteBuffer.wrap(out, 0, 0);
        }
        byte[] in = bytes.array();
        int from = bytes.arrayOffset() + bytes.position();
        int length = bytes.remaining();
        int written = switch (name) {
            case SNAPPY -> Snappy.decompress(in, from, length, out, size);
            case ZSTD -> Zstd.decompress(in, from, length, out, size);
            case LZ4_RAW -> new Lz4Decompressor().decompress(in, from, length, out, 0, size);
            case GZIP -> gunzip(in, from, length, out, size);
            default -> throw new IllegalArgumentException(name.name());
        };
        return requireSize(ByteBuffer.wrap(out, 0, written), size);
    }

    private static ByteBuffer requireSize(ByteBuffer page, int size) throws IOException {
        if (page.remaining() != size) {
            throw new IOException("a page does not have its " + size + " bytes");
        }
        return page;
    }

    /// The number of bytes written, or 0 if there are more than `size`. The stream is in the format of gzip, or of
    /// zlib, which some writers use under the same name.
    private static int gunzip(byte[] in, int from, int length, byte[] out, int size) throws IOException {
        var bytes = new ByteArrayInputStream(in, from, length);
        boolean zlib = length > 1 && (in[from] & 0x0F) == DEFLATE
                && ((in[from] & 0xFF) << 8 | in[from + 1] & 0xFF) % ZLIB_CHECK == 0;
        try (InputStream stream = zlib ? new InflaterInputStream(bytes) : new GZIPInputStream(bytes)) {
            int written = stream.readNBytes(out, 0, size);
            return stream.read() < 0 ? written : 0;
        }
    }
}
