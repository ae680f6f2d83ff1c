package islr.data.internal.parquet;

import java.math.BigInteger;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// Decompresses as the format's description says, byte by byte.
final class PlainSnappy {

    private PlainSnappy() {}

    /// The decompressed bytes; `null` if the input is malformed or does not give `size` bytes.
    static byte[] decompress(byte[] compressed, int size) {
        ByteBuffer in = ByteBuffer.wrap(compressed);
        ByteBuffer out = ByteBuffer.allocate(size);
        try {
            if (varint(in) != size) {
                return null;
            }
            while (in.hasRemaining()) {
                int tag = in.get() & 0xFF;
                int upper = tag >>> 2;
                switch (tag & 3) {
                    case 0 -> literal(in, 1 + (upper < 60 ? upper : number(in, upper - 59)), out);
                    case 1 -> copy((tag >>> 5) * 256L + number(in, 1), 4 + upper % 8, out);
                    case 2 -> copy(number(in, 2), 1 + upper, out);
                    default -> copy(number(in, 4), 1 + upper, out);
                }
            }
            return out.hasRemaining() ? null : out.array();
        } catch (BufferUnderflowException | BufferOverflowException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static void literal(ByteBuffer in, long length, ByteBuffer out) {
        for (long i = 0; i < length; i++) {
            out.put(in.get());
        }
    }

    private static void copy(long offset, int length, ByteBuffer out) {
        if (offset == 0 || offset > out.position()) {
            throw new IndexOutOfBoundsException();
        }
        for (int i = 0; i < length; i++) {
            out.put(out.get(out.position() - (int) offset));
        }
    }

    private static long varint(ByteBuffer in) {
        BigInteger value = BigInteger.ZERO;
        for (int shift = 0;; shift += 7) {
            int next = in.get() & 0xFF;
            value = value.add(BigInteger.valueOf(next & 0x7F).shiftLeft(shift));
            if (next < 0x80) {
                // A size of more than 32 bits is invalid.
                return value.bitLength() <= 32 && shift < 35 ? value.longValueExact() : -1;
            }
        }
    }

    private static long number(ByteBuffer in, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value += (in.get() & 0xFFL) << 8 * i;
        }
        return value;
    }
}
