package islr.data.internal.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Decompresses Snappy (google/snappy, `format_description.txt`): the uncompressed size, then literals, which contain
/// their bytes, and copies of bytes already written.
///
/// This class exists because aircompressor's decompressor takes six tenths of the time of reading a clip. Floats stored
/// as doubles compress to very short elements: a literal of two or three bytes and a copy of five or six for each
/// number. Most of the time goes into finding the next element. `shortElements` takes both elements out of one load of
/// eight bytes, without a branch that depends on their lengths. This is 3 times as fast on a clip of the competition.
final class Snappy {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LITERAL = 0;
    private static final int NEAR_COPY = 1;
    private static final int FAR_COPY = 3;

    /// The longest literal for which one load of eight bytes also holds the tag and offset of the copy that follows,
    /// and the longest one that two loads hold.
    private static final int TINY = 4;
    private static final int SHORT = 16;
    /// More bytes than `shortElements` reads or writes in one iteration. After a tiny literal, a copy writes up to 64
    /// bytes, in whole words.
    private static final int MARGIN = 80;

    /// The meaning of a copy's tag. The lowest 8 bits are the length, the next ones the upper bits of a near copy's
    /// offset. Bits 16 and above are a mask: which bits of the bytes after the tag belong to the offset.
    private static final int[] COPIES = new int[256];

    static {
        for (int tag = 0; tag < COPIES.length; tag++) {
            COPIES[tag] = (tag & 3) == NEAR_COPY ? 0xFF << 16 | (tag & 0xE0) << 3 | 4 + (tag >>> 2 & 7)
                    : 0xFFFF << 16 | 1 + (tag >>> 2);
        }
    }

    private final byte[] in;
    private final int end;
    private int at;
    private final byte[] out;
    private final int size;
    private int to;

    private Snappy(byte[] in, int from, int length, byte[] out, int size) {
        this.in = in;
        at = from;
        end = from + length;
        this.out = out;
        this.size = size;
    }

    /// Decompresses `length` bytes of `in` to the first `size` bytes of `out`, and writes no others.
    ///
    /// @return `size`
    /// @throws IllegalArgumentException if the bytes are not Snappy, or decompress to another size
    static int decompress(byte[] in, int from, int length, byte[] out, int size) {
        new Snappy(in, from, length, out, size).decompress();
        return size;
    }

    private void decompress() {
        if (uncompressedSize() != size) {
            throw malformed();
        }
        while (at < end) {
            shortElements();
            if (at < end) {
                element();
            }
        }
        if (to != size) {
            throw malformed();
        }
    }

    /// A number with seven bits per byte, the lowest first.
    private long uncompressedSize() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = number(1);
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed();
    }

    /// Decodes elements while they are short and far from the ends of the arrays. Every other element, valid or not, is
    /// left to [#element].
    private void shortElements() {
        byte[] in = this.in;
        byte[] out = this.out;
        int at = this.at;
        int to = this.to;
        int lastIn = end - MARGIN;
        int lastOut = size - MARGIN;
        while (at < lastIn && to < lastOut) {
            long word = (long) LONG.get(in, at);
            int tag = (int) word & 0xFF;
            if ((tag & 3) == LITERAL) {
                int length = (tag >>> 2) + 1;
                if (length > SHORT) {
                    break;
                }
                if (length > TINY) {
                    LONG.set(out, to, (long) LONG.get(in, at + 1));
                    LONG.set(out, to + 8, (long) LONG.get(in, at + 9));
                    at += 1 + length;
                    to += length;
                    continue;
                }
                LONG.set(out, to, word >>> 8);
                at += 1 + length;
                to += length;
                // The next tag, which is nearly always that of a copy. It is 8 + 8·length bits further on. The distance
                // is computed from the word (a shift uses only the lowest six bits of its distance), because the time
                // is determined by the steps from one load's result to the next load's address.
                word >>>= 16 + ((int) word << 1);
                tag = (int) word & 0xFF;
                if ((tag & 3) == LITERAL) {
                    continue;
                }
            }
            int kind = tag & 3;
            if (kind == FAR_COPY) {
                break;
            }
            int copy = COPIES[tag];
            int length = copy & 0xFF;
            int offset = (int) (word >>> 8) & copy >>> 16 | copy & 0x700;
            // A word must not copy bytes that it writes itself.
            if (offset < 8 || offset > to) {
                break;
            }
            LONG.set(out, to, (long) LONG.get(out, to - offset));
            if (length > 8) {
                copyRest(out, to - offset, to, length);
            }
            at += 1 + kind;
            to += length;
        }
        this.at = at;
        this.to = to;
    }

    private static void copyRest(byte[] out, int from, int to, int length) {
        for (int done = 8; done < length; done += 8) {
            LONG.set(out, to + done, (long) LONG.get(out, from + done));
        }
    }

    /// Decodes one element of any kind.
    private void element() {
        int tag = number(1);
        int kind = tag & 3;
        if (kind == LITERAL) {
            int bytes = (tag >>> 2) - 59;
            int length = 1 + (bytes > 0 ? number(bytes) : tag >>> 2);
            if (length <= 0 || length > end - at || length > size - to) {
                throw malformed();
            }
            System.arraycopy(in, at, out, to, length);
            at += length;
            to += length;
            return;
        }
        int length = kind == NEAR_COPY ? 4 + (tag >>> 2 & 7) : 1 + (tag >>> 2);
        int offset = kind == NEAR_COPY ? (tag & 0xE0) << 3 | number(1) : number(kind == FAR_COPY ? 4 : 2);
        if (offset <= 0 || offset > to || length > size - to) {
            throw malformed();
        }
        for (int i = 0; i < length; i++, to++) {
            out[to] = out[to - offset];
        }
    }

    /// The next bytes as a number, the lowest byte first.
    private int number(int bytes) {
        if (bytes > end - at) {
            throw malformed();
        }
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in[at++] & 0xFF) << 8 * i;
        }
        return value;
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("not Snappy");
    }
}
