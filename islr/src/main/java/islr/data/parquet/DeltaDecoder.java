package islr.data.parquet;

/// `DELTA_BINARY_PACKED` (parquet-format, `Encodings.md`): the first value, then blocks of differences, packed above the smallest of each
/// block.
final class DeltaDecoder {

    private static final int MAX_BLOCK = 1 << 16;

    private DeltaDecoder() {}

    /// Decodes all values, which must be `count`, and leaves the cursor behind them.
    static long[] decode(Bytes in, int count) throws ParquetException {
        long blockSize = in.readVarint();
        long miniBlocks = in.readVarint();
        long total = in.readVarint();
        long first = in.readZigZag();
        if (blockSize <= 0 || blockSize > MAX_BLOCK || miniBlocks <= 0 || blockSize % miniBlocks != 0 || blockSize / miniBlocks % 8 != 0) {
            throw new ParquetException("delta blocks of %d values in %d parts", blockSize, miniBlocks);
        }
        if (total != count) {
            throw new ParquetException("%d delta values instead of %d", total, count);
        }
        int miniSize = (int) (blockSize / miniBlocks);
        long[] out = new long[count];
        if (count > 0) {
            out[0] = first;
        }
        long[] deltas = new long[miniSize];
        int at = 1;
        while (at < count) {
            long least = in.readZigZag();
            int widths = in.take(miniBlocks);
            for (int m = 0; m < miniBlocks && at < count; m++) {
                int width = in.array[widths + m];
                if (width < 0 || width > 64) {
                    throw new ParquetException("numbers of %d bits", width & 0xFF);
                }
                BitPacking.unpack(in, width, deltas, 0, miniSize);
                int needed = Math.min(miniSize, count - at);
                for (int i = 0; i < needed; i++, at++) {
                    out[at] = out[at - 1] + least + deltas[i];
                }
            }
        }
        return out;
    }
}
