package islr.data.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// The codecs of pages without native code: aircompressor's, and the JDK's for gzip, which is the one to write with. The library's own
/// codecs need more of Hadoop, and most a native library.
final class Codecs implements CompressionCodecFactory {

    private long maxPage;

    /// Sets the most bytes of a decompressed page: a header that claims more is damaged.
    void limitPages(long bytes) {
        maxPage = bytes;
    }

    static boolean knows(CompressionCodecName name) {
        return switch (name) {
            case UNCOMPRESSED, SNAPPY, ZSTD, LZ4_RAW, GZIP -> true;
            // BROTLI and LZO, which nobody writes, and LZ4, the ill-defined forerunner of LZ4_RAW.
            default -> false;
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        return new PageDecompressor(switch (name) {
            case UNCOMPRESSED -> Codecs::copy;
            case SNAPPY -> of(new SnappyDecompressor());
            case ZSTD -> of(new ZstdDecompressor());
            case LZ4_RAW -> of(new Lz4Decompressor());
            case GZIP -> Codecs::gunzip;
            default -> throw new IllegalArgumentException(name.name());
        });
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        if (name != CompressionCodecName.GZIP) {
            throw new IllegalArgumentException(name.name());
        }
        return new GzipCompressor();
    }

    @Override
    public void release() {}

    /// Decompresses `in` into `out` and returns the number of bytes written, or another number if there are more than fit.
    @FunctionalInterface
    private interface Codec {
        int decompress(byte[] in, int inOffset, int inLength, byte[] out) throws IOException;
    }

    private static Codec of(Decompressor decompressor) {
        return (in, inOffset, inLength, out) -> decompressor.decompress(in, inOffset, inLength, out, 0, out.length);
    }

    private static int copy(byte[] in, int inOffset, int inLength, byte[] out) {
        System.arraycopy(in, inOffset, out, 0, Math.min(inLength, out.length));
        return inLength;
    }

    private static int gunzip(byte[] in, int inOffset, int inLength, byte[] out) throws IOException {
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(in, inOffset, inLength))) {
            int length = stream.readNBytes(out, 0, out.length);
            return stream.read() < 0 ? length : -1;
        }
    }

    /// Level 1: on columns of doubles four times as fast as the usual one, and 5 % larger.
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static final class GzipCompressor implements BytesInputCompressor {

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            var compressed = new ByteArrayOutputStream();
            try (var stream = new FastGzip(compressed)) {
                bytes.writeAllTo(stream);
            }
            return BytesInput.from(compressed.toByteArray());
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.GZIP;
        }

        @Override
        public void release() {}
    }

    private final class PageDecompressor implements BytesInputDecompressor {

        private final Codec codec;

        private PageDecompressor(Codec codec) {
            this.codec = codec;
        }

        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            if (size < 0 || size > maxPage) {
                throw new IOException("a page of " + size + " bytes where " + maxPage + " are the most");
            }
            byte[] out = new byte[size];
            if (size > 0) {
                ByteBuffer in = bytes.toInputStream().slice(Math.toIntExact(bytes.size()));
                int length = codec.decompress(in.array(), in.arrayOffset() + in.position(), in.remaining(), out);
                if (length != size) {
                    throw new IOException("a page that does not have its " + size + " bytes");
                }
            }
            return BytesInput.from(out);
        }

        @Override
        public void decompress(ByteBuffer in, int inSize, ByteBuffer out, int outSize) {
            throw new UnsupportedOperationException("for direct buffers only");
        }

        @Override
        public void release() {}
    }
}
