package islr.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds the numbers in a struct in Thrift's compact protocol, such as a parquet file's footer or a page header. All
/// sizes, counts, offsets, encodings and codecs of a file are such numbers.
final class ThriftNumbers {

    /// A number of variable length.
    ///
    /// @param signed true for the value of a field, in zigzag encoding; false for the length of a text or a list
    record Number(int at, int length, boolean signed, long value) {

        /// The bytes of another number in its place, as many as the old one has if possible.
        byte[] bytes(long other) {
            long rest = signed ? other << 1 ^ other >> 63 : other;
            var bytes = new byte[10];
            int n = 0;
            do {
                bytes[n++] = (byte) (rest & 0x7F | 0x80);
                rest >>>= 7;
            } while (rest != 0 || n < length);
            bytes[n - 1] &= 0x7F;
            return Arrays.copyOf(bytes, n);
        }
    }

    private final byte[] bytes;
    private final List<Number> numbers = new ArrayList<>();
    private int at;

    private ThriftNumbers(byte[] bytes, int from) {
        this.bytes = bytes;
        at = from;
        struct();
    }

    /// The struct that begins at `from`.
    static ThriftNumbers at(byte[] bytes, int from) {
        return new ThriftNumbers(bytes, from);
    }

    List<Number> numbers() {
        return numbers;
    }

    /// The place after the struct.
    int end() {
        return at;
    }

    private void struct() {
        for (int header = bytes[at++]; header != 0; header = bytes[at++]) {
            // A field's number is given as the difference from the previous one or, after a difference of 0, in full.
            if ((header & 0xF0) == 0) {
                number(true);
            }
            int type = header & 0x0F;
            // The type of a Boolean field is its value.
            if (type > 2) {
                value(type);
            }
        }
    }

    private void value(int type) {
        switch (type) {
            case 1, 2, 3 -> at++;
            case 4, 5, 6 -> number(true);
            case 7 -> at += 8;
            case 8 -> {
                int length = (int) number(false);
                at += length;
            }
            case 9, 10 -> list();
            case 12 -> struct();
            default -> throw new IllegalArgumentException("type " + type + " at " + at);
        }
    }

    private void list() {
        int header = bytes[at++] & 0xFF;
        long size = header >>> 4;
        // Short lists have their size in the header.
        if (size == 15) {
            size = number(false);
        }
        for (long i = 0; i < size; i++) {
            value(header & 0x0F);
        }
    }

    private long number(boolean signed) {
        int from = at;
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                break;
            }
        }
        value = signed ? value >>> 1 ^ -(value & 1) : value;
        numbers.add(new Number(from, at - from, signed, value));
        return value;
    }
}
