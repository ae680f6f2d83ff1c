package islr.weights.onnx.run;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A message of Google's protocol buffers, as its fields.
///
/// Source: protobuf.dev, "Encoding".
record Message(List<Field> fields) {
    private static final int GROUP = 7;
    private static final int MOST_BITS = 64;

    /// @param value a `Long`, a `Float` or a `byte[]`
    record Field(int number, Object value) {}

    /// @throws IllegalArgumentException if the bytes are no message
    static Message of(byte[] bytes) {
        try {
            return new Message(fields(bytes));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it ends inside a field", e);
        }
    }

    private static List<Field> fields(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            fields.add(new Field((int) (key >> 3), switch ((int) key & 7) {
                case 0 -> varint(in);
                case 2 -> piece(in);
                case 5 -> in.getFloat();
                default -> throw new IllegalArgumentException("a field of kind " + (key & 7));
            }));
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < MOST_BITS; shift += GROUP) {
            byte group = in.get();
            value |= (long) (group & 0x7f) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than " + MOST_BITS + " bits");
    }

    private static byte[] piece(ByteBuffer in) {
        long length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException(length + " bytes, where " + in.remaining() + " are left");
        }
        byte[] piece = new byte[(int) length];
        in.get(piece);
        return piece;
    }

    private <T> List<T> all(int number, Class<T> kind) {
        List<Object> all = fields.stream().filter(field -> field.number == number).map(Field::value).toList();
        if (!all.stream().allMatch(kind::isInstance)) {
            throw new IllegalArgumentException("field " + number + " is of another kind");
        }
        return all.stream().map(kind::cast).toList();
    }

    List<Message> messages(int number) {
        return all(number, byte[].class).stream().map(Message::of).toList();
    }

    Message message(int number) {
        return Message.of(bytes(number));
    }

    List<String> texts(int number) {
        return all(number, byte[].class).stream().map(each -> new String(each, StandardCharsets.UTF_8)).toList();
    }

    /// Empty if there is none.
    String text(int number) {
        return texts(number).stream().findFirst().orElse("");
    }

    /// The last one; empty if there is none.
    byte[] bytes(int number) {
        List<byte[]> all = all(number, byte[].class);
        return all.isEmpty() ? new byte[0] : all.getLast();
    }

    long[] integers(int number) {
        return all(number, Long.class).stream().mapToLong(Long::longValue).toArray();
    }

    /// 0 if there is none.
    long integer(int number) {
        long[] all = integers(number);
        return all.length == 0 ? 0 : all[all.length - 1];
    }

    /// 0 if there is none.
    float real(int number) {
        List<Float> all = all(number, Float.class);
        return all.isEmpty() ? 0 : all.getLast();
    }
}
