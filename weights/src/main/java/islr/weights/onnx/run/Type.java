package islr.weights.onnx.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What the numbers of a value are. All are computed with as doubles, which hold each of them exactly (whole numbers up
/// to 2⁵³).
enum Type {
    FLOAT(1, Float.BYTES), INT64(7, Long.BYTES), BOOL(9, 1), DOUBLE(11, Double.BYTES);

    /// In `TensorProto.DataType`.
    final int code;
    private final int bytes;

    Type(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /// @throws IllegalArgumentException if it is another one
    static Type of(long code) {
        for (Type type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("numbers of type " + code + ", which the graphs of this project do not use");
    }

    /// The nearest number of this type; whole numbers are cut off.
    double round(double number) {
        return switch (this) {
            case FLOAT -> (float) number;
            case INT64 -> (long) number;
            case BOOL -> number != 0 ? 1 : 0;
            case DOUBLE -> number;
        };
    }

    /// @param count how many there must be
    double[] read(byte[] raw, int count) {
        if (raw.length != (long) count * bytes) {
            throw new IllegalArgumentException(raw.length + " bytes for " + count + " numbers of type " + this);
        }
        ByteBuffer in = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = switch (this) {
                case FLOAT -> in.getFloat();
                case INT64 -> in.getLong();
                case BOOL -> in.get();
                case DOUBLE -> in.getDouble();
            };
        }
        return numbers;
    }
}
