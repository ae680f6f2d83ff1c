package islr.weights.onnx;

import islr.tensor.Tensor;
import islr.weights.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A message of Google's protocol buffers, field after field.
///
/// A key, `number·8 + kind`, comes before each field. Kinds used here: 0, a varint; 2, a length and that many bytes
/// (texts, bytes, messages); 5, four bytes, least significant first. A varint is a whole number in groups of seven
/// bits, the lowest first; a group with the eighth bit set is not the last: 300 = 10·128 + 44 is `ac 02`.
///
/// A message keeps its pieces as they are until it is written, so that the weights of a model are not copied for every
/// message around them.
///
/// Source: protobuf.dev, "Encoding".
final class Protobuf {
    /// The most bytes that readers of the format accept.
    private static final long MOST = Integer.MAX_VALUE;

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final List<byte[]> pieces = new ArrayList<>();
    private long size;

    /// A whole number; negative ones take ten bytes.
    Protobuf integer(int field, long value) {
        return key(field, VARINT).varint(value);
    }

    Protobuf real(int field, float value) {
        return key(field, FIXED_32).piece(buffer(Float.BYTES).putFloat(value).array());
    }

    Protobuf text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Protobuf bytes(int field, byte[] bytes) {
        return key(field, LENGTH_DELIMITED).varint(bytes.length).piece(bytes);
    }

    Protobuf message(int field, Protobuf message) {
        key(field, LENGTH_DELIMITED).varint(message.size);
        message.pieces.forEach(this::piece);
        return this;
    }

    /// The numbers as little-endian float32.
    static byte[] littleEndian(Tensor tensor) {
        ByteBuffer bytes = buffer(Math.multiplyExact(tensor.size(), Float.BYTES));
        bytes.asFloatBuffer().put(tensor.array(), tensor.offset(), tensor.size());
        return bytes.array();
    }

    static byte[] littleEndian(long... numbers) {
        ByteBuffer bytes = buffer(Math.multiplyExact(numbers.length, Long.BYTES));
        bytes.asLongBuffer().put(numbers);
        return bytes.array();
    }

    static byte[] littleEndian64(double number) {
        return buffer(Double.BYTES).putDouble(number).array();
    }

    void writeTo(FileChannel out) throws IOException {
        if (size > MOST) {
            throw new IOException(
                    String.format(Locale.ROOT, "%,d bytes are more than the %,d of a protobuf message", size, MOST));
        }
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            // Keys and lengths are a byte or two each. They are collected, so that not every one needs a system call.
            if (piece.length < 1024) {
                small.writeBytes(piece);
            } else {
                AtomicFile.writeFully(out, ByteBuffer.wrap(small.toByteArray()));
                small.reset();
                AtomicFile.writeFully(out, ByteBuffer.wrap(piece));
            }
        }
        AtomicFile.writeFully(out, ByteBuffer.wrap(small.toByteArray()));
    }

    private Protobuf key(int field, int kind) {
        return varint((long) field << 3 | kind);
    }

    private Protobuf varint(long value) {
        ByteArrayOutputStream groups = new ByteArrayOutputStream();
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            groups.write((int) rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        groups.write((int) rest);
        return piece(groups.toByteArray());
    }

    private Protobuf piece(byte[] bytes) {
        pieces.add(bytes);
        size += bytes.length;
        return this;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
