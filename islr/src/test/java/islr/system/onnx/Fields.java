package islr.system.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The fields of a Protobuf message, in their order. Written from the format's documentation, not from our writer.
///
/// @param all numbers are little-endian in `bytes`, or in `number` if they are varints
record Fields(List<Field> all) {
    /// @param number of a varint; 0 for other fields
    /// @param bytes of another field
    record Field(int id, long number, ByteBuffer bytes) {}

    static Fields of(ByteBuffer message) {
        ByteBuffer bytes = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (bytes.hasRemaining()) {
            long key = varint(bytes);
            int id = (int) (key >>> 3);
            switch ((int) (key & 7)) {
                case 0 -> fields.add(new Field(id, varint(bytes), null));
                case 1 -> fields.add(new Field(id, 0, take(bytes, 8)));
                case 2 -> fields.add(new Field(id, 0, take(bytes, (int) varint(bytes))));
                case 5 -> fields.add(new Field(id, 0, take(bytes, 4)));
                default -> throw new IllegalArgumentException("field " + id + " has the unknown type " + (key & 7));
            }
        }
        return new Fields(fields);
    }

    List<Fields> messages(int id) {
        return all.stream().filter(field -> field.id == id).map(field -> of(field.bytes)).toList();
    }

    List<String> texts(int id) {
        return all.stream().filter(field -> field.id == id)
                .map(field -> StandardCharsets.UTF_8.decode(field.bytes.duplicate()).toString()).toList();
    }

    String text(int id) {
        return texts(id).getFirst();
    }

    /// Whole numbers, each a field of its own or several packed into one.
    long[] integers(int id) {
        List<Long> numbers = new ArrayList<>();
        for (Field field : all) {
            if (field.id == id && field.bytes == null) {
                numbers.add(field.number);
            } else if (field.id == id) {
                ByteBuffer packed = field.bytes.duplicate();
                while (packed.hasRemaining()) {
                    numbers.add(varint(packed));
                }
            }
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    ByteBuffer bytes(int id) {
        return all.stream().filter(field -> field.id == id).findFirst().orElseThrow().bytes.duplicate()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer take(ByteBuffer bytes, int count) {
        ByteBuffer part = bytes.slice(bytes.position(), count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + count);
        return part;
    }

    private static long varint(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0;; shift += 7) {
            byte b = bytes.get();
            number |= (long) (b & 127) << shift;
            if (b >= 0) {
                return number;
            }
        }
    }
}
