package islr.data;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/// The compressors of parquet-java's writer, without Hadoop.
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
        throw new UnsupportedOperationException("the tests only write");
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
