package islr.data.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Reads Thrift's compact protocol, in which parquet writes its footer and page headers: structs of numbered fields.
///
/// ```
/// in.enter();
/// while (in.next()) {
///     switch (in.id()) {
///         case 1 -> count = in.readInt();
///         default -> in.skip();
///     }
/// }
/// ```
///
/// Nothing is allocated for what a length claims beyond the bytes that are there. Source: apache/thrift,
/// `doc/specs/thrift-compact-protocol.md`.
final class Thrift {

    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;
    private static final int UUID = 13;

    /// Parquet's own structs go six deep.
    private static final int MAX_DEPTH = 32;

    private final Bytes in;
    /// The number of the latest field, for each struct that is open.
    private final int[] ids = new int[MAX_DEPTH];
    private int depth = -1;
    private int type;

    Thrift(Bytes in) {
        this.in = in;
    }

    /// Starts a struct: the outermost, or an element of a list.
    void enter() throws ParquetException {
        if (++depth == MAX_DEPTH) {
            throw new ParquetException("structs nested too deep");
        }
        ids[depth] = 0;
    }

    /// Starts a struct that is the current field.
    void enterStruct() throws ParquetException {
        expect(STRUCT);
        enter();
    }

    /// Goes to the next field of the struct; `false` leaves the struct at its end.
    boolean next() throws ParquetException {
        int header = in.readByte();
        if (header == 0) {
            depth--;
            return false;
        }
        type = header & 15;
        int step = header >>> 4;
        ids[depth] = step == 0 ? (int) in.readZigZag() : ids[depth] + step;
        return true;
    }

    /// The number of the current field.
    int id() {
        return ids[depth];
    }

    int readInt() throws ParquetException {
        if (type != I16) {
            expect(I32);
        }
        return (int) in.readZigZag();
    }

    long readLong() throws ParquetException {
        expect(I64);
        return in.readZigZag();
    }

    boolean readBoolean() throws ParquetException {
        if (type != FALSE) {
            expect(TRUE);
        }
        return type == TRUE;
    }

    String readString() throws ParquetException {
        expect(BINARY);
        return string();
    }

    List<String> readStrings() throws ParquetException {
        expect(LIST);
        var strings = new String[listSize(BINARY)];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = string();
        }
        return Arrays.asList(strings);
    }

    /// The size of a list of structs, each of which then is to be entered.
    int readStructs() throws ParquetException {
        expect(LIST);
        return listSize(STRUCT);
    }

    /// Skips the value of the current field.
    void skip() throws ParquetException {
        if (type != TRUE && type != FALSE) {
            skip(type, 0);
        }
    }

    private void skip(int type, int level) throws ParquetException {
        if (level == MAX_DEPTH) {
            throw new ParquetException("structs nested too deep");
        }
        switch (type) {
            // Of booleans in a list, each takes a byte; as a field they are part of its header.
            case TRUE, FALSE, BYTE -> in.take(1);
            case I16, I32, I64 -> in.readVarint();
            case DOUBLE -> in.take(8);
            case BINARY -> in.take(in.readVarint());
            case UUID -> in.take(16);
            case LIST, SET -> {
                int header = in.readByte();
                long size = header >>> 4 == 15 ? in.readVarint() : header >>> 4;
                for (long i = 0; i < requireRoom(size); i++) {
                    skip(header & 15, level + 1);
                }
            }
            case MAP -> {
                long size = requireRoom(in.readVarint());
                int types = size == 0 ? 0 : in.readByte();
                for (long i = 0; i < size; i++) {
                    skip(types >>> 4, level + 1);
                    skip(types & 15, level + 1);
                }
            }
            case STRUCT -> {
                for (int header = in.readByte(); header != 0; header = in.readByte()) {
                    if (header >>> 4 == 0) {
                        in.readZigZag();
                    }
                    int field = header & 15;
                    if (field != TRUE && field != FALSE) {
                        skip(field, level + 1);
                    }
                }
            }
            default -> throw new ParquetException("field of unknown type %d", type);
        }
    }

    private String string() throws ParquetException {
        long length = in.readVarint();
        return new String(in.array, in.take(length), (int) length, StandardCharsets.UTF_8);
    }

    private int listSize(int elementType) throws ParquetException {
        int header = in.readByte();
        long size = requireRoom(header >>> 4 == 15 ? in.readVarint() : header >>> 4);
        if (size > 0 && (header & 15) != elementType) {
            throw new ParquetException("list of type %d instead of %d", header & 15, elementType);
        }
        return (int) size;
    }

    /// Each element takes a byte or more.
    private long requireRoom(long size) throws ParquetException {
        if (size < 0 || size > in.limit) {
            throw new ParquetException("list of %,d elements", size);
        }
        return size;
    }

    private void expect(int expected) throws ParquetException {
        if (type != expected) {
            throw new ParquetException("field %d has type %d instead of %d", id(), type, expected);
        }
    }
}
