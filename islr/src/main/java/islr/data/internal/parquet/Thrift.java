package islr.data.internal.parquet;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Walks over a struct in Thrift's compact protocol, such as a footer or a page header, before the library reads it.
///
/// The library trusts the sizes in the file. It takes memory for a text that claims 100 MB, loops over a list of two
/// billion elements that have no bytes, and uses the stack for every level of nested structs that it does not know.
final class Thrift {

    /// The format itself needs fewer than ten levels.
    private static final int MAX_DEPTH = 32;

    private static final int BYTE = 3;
    private static final int INT16 = 4;
    private static final int INT32 = 5;
    private static final int INT64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;

    private Thrift() {}

    /// The values of a struct's fields 1, 2, 3, … as far as they are integers, at most `most` of them.
    static int[] leadingIntegers(ByteBuffer struct, int most) {
        int[] values = new int[most];
        int count = 0;
        while (count < most && struct.get() == (1 << 4 | INT32)) {
            values[count++] = zigZag(Runs.varint(struct));
        }
        return Arrays.copyOf(values, count);
    }

    private static int zigZag(int number) {
        return number >>> 1 ^ -(number & 1);
    }

    /// Moves to the end of the struct that begins at the buffer's position.
    ///
    /// @throws RuntimeException if the struct does not end, is nested too deeply or contains an unknown type
    static void skipStruct(ByteBuffer in) {
        skipStruct(in, MAX_DEPTH);
    }

    private static void skipStruct(ByteBuffer in, int depth) {
        for (int header = in.get(); header != 0; header = in.get()) {
            // A field's number is given as the difference from the previous one or, after a difference of 0, in full.
            if ((header & 0xF0) == 0) {
                skipNumber(in);
            }
            int type = header & 0x0F;
            // The two types below are the values true and false themselves and have no bytes.
            if (type >= BYTE) {
                skip(in, type, depth);
            }
        }
    }

    private static void skip(ByteBuffer in, int type, int depth) {
        if (depth == 0) {
            throw new IllegalArgumentException("nested too deeply");
        }
        switch (type) {
            // As an element of a list, set or map, a Boolean has one byte.
            case 1, 2, BYTE -> in.get();
            case INT16, INT32, INT64 -> skipNumber(in);
            case DOUBLE -> skipBytes(in, Double.BYTES);
            case BINARY -> skipBytes(in, size(in));
            case LIST, SET -> {
                int header = in.get() & 0xFF;
                // Short lists have their size in the header.
                int size = header >>> 4 == 15 ? size(in) : header >>> 4;
                for (int i = 0; i < size; i++) {
                    skip(in, header & 0x0F, depth - 1);
                }
            }
            case MAP -> {
                int size = size(in);
                int types = size == 0 ? 0 : in.get() & 0xFF;
                for (int i = 0; i < size; i++) {
                    skip(in, types >>> 4, depth - 1);
                    skip(in, types & 0x0F, depth - 1);
                }
            }
            case STRUCT -> skipStruct(in, depth - 1);
            default -> throw new IllegalArgumentException("unknown type " + type);
        }
    }

    /// The size of a text or the number of elements. Each byte or element takes at least one byte of the buffer.
    private static int size(ByteBuffer in) {
        int size = Runs.varint(in);
        if (size < 0 || size > in.remaining()) {
            throw new IllegalArgumentException("%d elements in %d bytes".formatted(size, in.remaining()));
        }
        return size;
    }

    private static void skipBytes(ByteBuffer in, int count) {
        in.position(in.position() + count);
    }

    private static void skipNumber(ByteBuffer in) {
        for (int bytes = 0; bytes < 10; bytes++) {
            if (in.get() >= 0) {
                return;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }
}
