package islr.data.internal.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.io.ParquetDecodingException;

/// Checks deltas before the library decodes them. The library would take as much memory as their headers claim, and as
/// the lengths of texts claim.
final class DeltaCheck {

    /// Far above the few hundred that writers use.
    private static final int MAX_BLOCK = 1 << 16;

    private DeltaCheck() {}

    /// @param encoding of the values; one without deltas is not checked
    /// @param mostBytes the most bytes that all texts may have together
    static void require(Encoding encoding, ByteBuffer values, int present, long mostBytes) throws IOException {
        switch (encoding) {
            case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY -> requireHeader(values, present);
            case DELTA_BYTE_ARRAY -> requireTexts(values, present, mostBytes);
            default -> {
            }
        }
    }

    /// Deltas start with the size of a block, the number of its parts and the number of values.
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

    /// Each text is a prefix of the text before it and a suffix of its own. The first deltas are the lengths of the
    /// prefixes, the second ones those of the suffixes.
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

    /// Decodes the deltas at the buffer's position and moves to their end.
    private static DeltaBinaryPackingValuesReader deltas(ByteBuffer in, int present) throws IOException {
        requireHeader(in, present);
        var stream = ByteBufferInputStream.wrap(in.slice());
        var deltas = new DeltaBinaryPackingValuesReader();
        deltas.initFromPage(present, stream);
        in.position(in.position() + Math.toIntExact(stream.position()));
        return deltas;
    }
}
