package islr.data;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/// Compressors for parquet-java's writer, without Hadoop, and decompressors that do not use this project's code. For
/// LZ4 and gzip they are the libraries that the project uses, too.
final class TestCodecs implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(BytesInput bytes) throws IOException {
                var data = new ByteArrayOutputStream();
                bytes.writeAllTo(data);
                return BytesInput.from(compressed(name, data.toByteArray()));
            }

            @Override
            public CompressionCodecName getCodecName() {
                return name;
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        return new BytesInputDecompressor() {
            @Override
            public BytesInput decompress(BytesInput bytes, int size) throws IOException {
                return BytesInput.from(decompressed(name, bytes.toInputStream().readAllBytes(), size));
            }

            @Override
            public void decompress(ByteBuffer in, int inSize, ByteBuffer out, int outSize) {
                throw new UnsupportedOperationException("for direct buffers only");
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public void release() {}

    private static byte[] compressed(CompressionCodecName name, byte[] data) throws IOException {
        return switch (name) {
            case UNCOMPRESSED -> data;
            case SNAPPY -> Snappy.compress(data);
            case ZSTD -> Zstd.compress(data);
            case GZIP -> gzip(data);
            default -> throw new IOException("no compressor for " + name);
        };
    }

    private static byte[] decompressed(CompressionCodecName name, byte[] data, int size) throws IOException {
        return switch (name) {
            case UNCOMPRESSED -> data;
            case SNAPPY -> Snappy.uncompress(data);
            case ZSTD -> Zstd.decompress(data, size);
            case GZIP -> new GZIPInputStream(new ByteArrayInputStream(data)).readAllBytes();
            case LZ4_RAW -> lz4(data, size);
            default -> throw new IOException("no decompressor for " + name);
        };
    }

    private static byte[] lz4(byte[] data, int size) {
        byte[] out = new byte[size];
        new Lz4Decompressor().decompress(data, 0, data.length, out, 0, size);
        return out;
    }

    private static byte[] gzip(byte[] data) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var stream = new GZIPOutputStream(bytes)) {
            stream.write(data);
        }
        return bytes.toByteArray();
    }
}
