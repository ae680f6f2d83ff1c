package islr.data.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A cursor over part of an array, little-endian. Reading over the end throws; nothing else does.
final class Bytes {

    final byte[] array;
    final int limit;
    int position;

    Bytes(byte[] array, int position, int limit) {
        this.array = array;
        this.position = position;
        this.limit = limit;
    }

    int remaining() {
        return limit - position;
    }

    /// Moves over `count` bytes and returns where they start.
    int take(long count) throws ParquetException {
        if (count < 0 || count > remaining()) {
            throw new ParquetException("data ends early");
        }
        int start = position;
        position += (int) count;
        return start;
    }

    /// A cursor over the next `count` bytes.
    Bytes slice(long count) throws ParquetException {
        int start = take(count);
        return new Bytes(array, start, position);
    }

    int readByte() throws ParquetException {
        return array[take(1)] & 0xFF;
    }

    int readInt() throws ParquetException {
        return intAt(array, take(4));
    }

    long readVarint() throws ParquetException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = readByte();
            value |= (b & 0x7FL) << shift;
            if (b < 128) {
                return value;
            }
        }
        throw new ParquetException("number of more than ten bytes");
    }

    long readZigZag() throws ParquetException {
        long value = readVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /// The next `count` bytes as a buffer, whose bulk reads are one call each.
    ByteBuffer buffer(long count) throws ParquetException {
        int start = take(count);
        return ByteBuffer.wrap(array, start, (int) count).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    static int intAt(byte[] array, int at) {
        return array[at] & 0xFF | (array[at + 1] & 0xFF) << 8 | (array[at + 2] & 0xFF) << 16 | array[at + 3] << 24;
    }
}
