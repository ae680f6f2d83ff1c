package islr.data;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/// The compressors of parquet-java's writer, without Hadoop, and a decompressor that is not ours.
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
        if (name != CompressionCodecName.SNAPPY) {
            throw new UnsupportedOperationException("real clips are compressed with Snappy");
        }
        return new BytesInputDecompressor() {
            @Override
            public BytesInput decompress(BytesInput bytes, int size) throws IOException {
                return BytesInput.from(Snappy.uncompress(bytes.toInputStream().readAllBytes()));
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

    private static byte[] gzip(byte[] data) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var stream = new GZIPOutputStream(bytes)) {
            stream.write(data);
        }
        return bytes.toByteArray();
    }
}
