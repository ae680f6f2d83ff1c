package islr.data.internal.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Decompresses Snappy (google/snappy, `format_description.txt`): the size, then literals, which stand there, and
/// copies of bytes already written.
///
/// Our own, because six tenths of the time of reading a clip went into aircompressor's. Floats stored as doubles
/// compress to very short elements, a literal of two or three bytes and a copy of five or six for each number, and the
/// time is that of finding the next element. `shortElements` takes both out of one load of eight bytes, without a jump
/// that depends on their lengths: 3 times as fast on a clip of the competition.
final class Snappy {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LITERAL = 0;
    private static final int NEAR_COPY = 1;
    private static final int FAR_COPY = 3;

    /// The longest literals of which one load of eight bytes holds a copy's tag and offset too, and that one load of 16
    /// holds.
    private static final int TINY = 4;
    private static final int SHORT = 16;
    /// More than `shortElements` reads from, and writes to, in one turn: a copy has up to 64 bytes, behind a tiny
    /// literal, and is made of whole words.
    private static final int MARGIN = 80;

    /// What a copy's tag says: its length in the lowest 8 bits, in the next ones the upper bits of a near copy's
    /// offset, above 16 which bits of the bytes behind the tag are the offset's.
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
    /// @throws IllegalArgumentException if they are not Snappy, or have another size
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

    /// Seven bits a byte, the lowest first.
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

    /// Takes elements as long as they are short and far from the ends. Whatever it does not know, or is wrong, is left
    /// to [#element].
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
                // The next tag, which nearly always is that of a copy: 8 + 8·length bits further, computed from the
                // word (of a shift six bits count), because the time is that from one load's result to the next one's
                // address.
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
            // Bytes that are copied may not be those that are written by the same word.
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

    /// Takes any one element.
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

    /// The next bytes as a number, the lowest first.
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
