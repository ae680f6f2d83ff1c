package islr.data.codec;

/// Decompresses one page.
@FunctionalInterface
public interface Codec {

    /// Decompresses `in[inOffset .. inOffset + inLength)` into the whole of `out`.
    ///
    /// Nothing is allocated in proportion to what the input claims, and nothing outside the input's range is trusted.
    ///
    /// @throws CodecException if the input is damaged, or gives more or fewer bytes than `out` holds
    void decompress(byte[] in, int inOffset, int inLength, byte[] out) throws CodecException;

    /// The codec of a name as parquet spells it.
    ///
    /// @param name `UNCOMPRESSED`, `SNAPPY`, `GZIP`, `ZSTD` or `LZ4_RAW`
    /// @throws CodecException for any other name (`LZO`, `BROTLI`, and `LZ4`, the ill-defined forerunner of `LZ4_RAW`)
    static Codec named(String name) throws CodecException {
        return switch (name) {
            case "UNCOMPRESSED" -> Codec::copy;
            case "SNAPPY" -> Snappy::decompress;
            case "GZIP" -> Gzip::decompress;
            case "ZSTD" -> (in, inOffset, inLength, out) -> new Zstd(in, inOffset, inLength, out).decompress();
            case "LZ4_RAW" -> Lz4::decompress;
            default -> throw new CodecException(
                    "codec " + name + " is not supported; write the clip with SNAPPY, ZSTD, GZIP, LZ4_RAW or UNCOMPRESSED");
        };
    }

    private static void copy(byte[] in, int inOffset, int inLength, byte[] out) throws CodecException {
        if (inLength != out.length) {
            throw new CodecException("stored page: %d bytes instead of %d", inLength, out.length);
        }
        System.arraycopy(in, inOffset, out, 0, inLength);
    }
}
