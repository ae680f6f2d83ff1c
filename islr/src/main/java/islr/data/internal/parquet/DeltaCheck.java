package islr.data.internal.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.io.ParquetDecodingException;

/// What must hold before the library decodes deltas: it takes memory for what their headers claim, and for texts as
/// long as their lengths claim.
final class DeltaCheck {

    /// Far above the few hundred of every writer.
    private static final int MAX_BLOCK = 1 << 16;

    private DeltaCheck() {}

    /// @param values in this encoding, or in one without deltas
    /// @param mostBytes of all texts together
    static void require(Encoding encoding, ByteBuffer values, int present, long mostBytes) throws IOException {
        switch (encoding) {
            case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY -> requireHeader(values, present);
            case DELTA_BYTE_ARRAY -> requireTexts(values, present, mostBytes);
            default -> {
            }
        }
    }

    /// Deltas start with the size of a block, its parts and the number of values.
    private static void requireHeader(ByteBuffer deltas, int present) {
        ByteBuffer header = deltas.duplicate();
        int block = Runs.varint(header);
        int parts = Runs.varint(header);
        int count = Runs.varint(header);
        if (block <= 0 || block > MAX_BLOCK || parts <= 0 || parts > block || count != present) {
            throw new ParquetDecodingException(
                    "a block of %d deltas in %d parts, for %d of %d values".formatted(block, parts, count, present));
        }
    }

    /// Each text is as much of the one before it as the first deltas say, and a rest as long as the second ones say.
    private static void requireTexts(ByteBuffer values, int present, long mostBytes) throws IOException {
        ByteBuffer left = values.duplicate();
        DeltaBinaryPackingValuesReader same = deltas(left, present);
        DeltaBinaryPackingValuesReader rest = deltas(left, present);
        long before = 0;
        long all = 0;
        for (int i = 0; i < present; i++) {
            int kept = same.readInteger();
            int added = rest.readInteger();
            if (kept < 0 || kept > before || added < 0) {
                throw new ParquetDecodingException(
                        "a text of %d of %d bytes and %d more".formatted(kept, before, added));
            }
            before = (long) kept + added;
            all += before;
            if (all > mostBytes) {
                throw new ParquetDecodingException("texts of more than %d bytes".formatted(mostBytes));
            }
        }
    }

    /// Decodes the deltas that stand next, and goes on behind them.
    private static DeltaBinaryPackingValuesReader deltas(ByteBuffer in, int present) throws IOException {
        requireHeader(in, present);
        var stream = ByteBufferInputStream.wrap(in.slice());
        var deltas = new DeltaBinaryPackingValuesReader();
        deltas.initFromPage(present, stream);
        in.position(in.position() + Math.toIntExact(stream.position()));
        return deltas;
    }
}
