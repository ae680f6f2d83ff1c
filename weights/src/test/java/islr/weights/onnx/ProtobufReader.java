package islr.weights.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A protobuf message, parsed as the format's description says, independently of our writer.
public record ProtobufReader(List<Field> fields) {

    /// @param value a `Long`, a `Float` or a `byte[]`
    public record Field(int number, Object value) {}

    public static ProtobufReader of(Path file) throws IOException {
        return of(Files.readAllBytes(file));
    }

    public static ProtobufReader of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            fields.add(new Field((int) (key >> 3), switch ((int) key & 7) {
                case 0 -> varint(in);
                case 2 -> {
                    byte[] piece = new byte[(int) varint(in)];
                    in.get(piece);
                    yield piece;
                }
                case 5 -> in.getFloat();
                default -> throw new IllegalArgumentException("kind " + (key & 7));
            }));
        }
        return new ProtobufReader(fields);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte group = in.get();
            value |= (long) (group & 0x7f) << shift;
            if (group >= 0) {
                return value;
            }
        }
    }

    public List<Object> all(int number) {
        return fields.stream().filter(field -> field.number == number).map(Field::value).toList();
    }

    public List<ProtobufReader> messages(int number) {
        return all(number).stream().map(value -> of((byte[]) value)).toList();
    }

    public ProtobufReader message(int number) {
        return messages(number).getFirst();
    }

    public List<String> texts(int number) {
        return all(number).stream().map(value -> new String((byte[]) value, StandardCharsets.UTF_8)).toList();
    }

    public String text(int number) {
        return texts(number).getFirst();
    }

    /// The raw data of a tensor.
    public ByteBuffer data(int number) {
        return ByteBuffer.wrap((byte[]) all(number).getFirst()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
