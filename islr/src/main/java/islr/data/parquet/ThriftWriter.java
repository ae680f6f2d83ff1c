package islr.data.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// Writes the compact protocol of Thrift, field by field: headers of pages and the footer. The twin of [Thrift].
final class ThriftWriter {

    private static final int TRUE = 1;
    private static final int BYTE = 3;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    /// The last field's number in each struct that is still open, the innermost first.
    private final Deque<Integer> last = new ArrayDeque<>();

    /// Opens the outermost struct, or the next struct of a list.
    ThriftWriter open() {
        last.push(0);
        return this;
    }

    /// Opens a struct that is a field.
    ThriftWriter open(int field) {
        header(field, STRUCT);
        return open();
    }

    /// Ends the innermost struct.
    ThriftWriter close() {
        out.write(0);
        last.pop();
        return this;
    }

    ThriftWriter writeInt(int field, int value) {
        header(field, I32);
        return zigZag(value);
    }

    ThriftWriter writeLong(int field, long value) {
        header(field, I64);
        return zigZag(value);
    }

    ThriftWriter writeByte(int field, int value) {
        header(field, BYTE);
        out.write(value);
        return this;
    }

    ThriftWriter writeTrue(int field) {
        header(field, TRUE);
        return this;
    }

    ThriftWriter writeText(int field, String value) {
        header(field, BINARY);
        return text(value);
    }

    ThriftWriter writeInts(int field, int... values) {
        list(field, I32, values.length);
        for (int value : values) {
            zigZag(value);
        }
        return this;
    }

    /// A list of one text.
    ThriftWriter writeTexts(int field, String value) {
        list(field, BINARY, 1);
        return text(value);
    }

    /// Announces a list of structs, each of which is then opened and closed.
    ThriftWriter structs(int field, int count) {
        list(field, STRUCT, count);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private void header(int field, int type) {
        // No struct of the format leaves out more than 15 fields in a row.
        out.write(field - last.pop() << 4 | type);
        last.push(field);
    }

    private void list(int field, int type, int size) {
        header(field, LIST);
        if (size < 15) {
            out.write(size << 4 | type);
        } else {
            out.write(15 << 4 | type);
            writeVarint(out, size);
        }
    }

    private ThriftWriter text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        writeVarint(out, bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    private ThriftWriter zigZag(long value) {
        writeVarint(out, value << 1 ^ value >> 63);
        return this;
    }

    static void writeVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
