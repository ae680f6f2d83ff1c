package islr.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// The number formats that are read here, by their names in a safetensors file. All are little-endian.
///
/// The two of eight bits are those of the Open Compute Project: `F8_E4M3` has 4 bits of exponent and 3 of fraction, no
/// infinity and a largest number of 448; `F8_E5M2` has 5 and 2, and is the upper half of an F16.
public enum DType {
    BOOL(1), U8(1), I8(1), U16(2), I16(2), U32(4), I32(4), U64(8), I64(8), F8_E4M3(1), F8_E5M2(1), F16(2), BF16(2),
    F32(4), F64(8);

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one number.
    public int bytes() {
        return bytes;
    }

    /// True for whole numbers and for truth values.
    public boolean isInteger() {
        return switch (this) {
            case F8_E4M3, F8_E5M2, F16, BF16, F32, F64 -> false;
            default -> true;
        };
    }

    /// The dtype of that name in a file's header.
    static Optional<DType> named(String name) {
        return Arrays.stream(values()).filter(dtype -> dtype.name().equals(name)).findFirst();
    }

    /// The whole number at a byte of the data. U64 numbers from 2^63 on come out negative.
    ///
    /// @throws IllegalStateException if this is no dtype of whole numbers
    public long integer(MemorySegment data, long at) {
        Objects.requireNonNull(data, "data");
        return switch (this) {
            case BOOL -> data.get(ValueLayout.JAVA_BYTE, at) != 0 ? 1 : 0;
            case U8 -> Byte.toUnsignedLong(data.get(ValueLayout.JAVA_BYTE, at));
            case I8 -> data.get(ValueLayout.JAVA_BYTE, at);
            case U16 -> Short.toUnsignedLong(data.get(SHORT, at));
            case I16 -> data.get(SHORT, at);
            case U32 -> Integer.toUnsignedLong(data.get(INT, at));
            case I32 -> data.get(INT, at);
            case U64, I64 -> data.get(LONG, at);
            case F8_E4M3, F8_E5M2, F16, BF16, F32, F64 ->
                    throw new IllegalStateException(this + " is not an integer type");
        };
    }

    /// The floating-point number at a byte of the data; narrow formats are widened, which is exact.
    ///
    /// @throws IllegalStateException if this is a dtype of whole numbers
    public double real(MemorySegment data, long at) {
        Objects.requireNonNull(data, "data");
        return switch (this) {
            case F8_E4M3 -> eight(data.get(ValueLayout.JAVA_BYTE, at));
            case F8_E5M2 -> Float.float16ToFloat((short) (data.get(ValueLayout.JAVA_BYTE, at) << 8));
            case F16 -> half(data, at);
            case BF16 -> brain(data, at);
            case F32 -> data.get(FLOAT, at);
            case F64 -> data.get(DOUBLE, at);
            default -> throw new IllegalStateException(this + " is not a floating-point type");
        };
    }

    /// F16 (IEEE half): 1 sign bit, 5 of exponent, 10 of fraction.
    public static float half(MemorySegment data, long at) {
        Objects.requireNonNull(data, "data");
        return Float.float16ToFloat(data.get(SHORT, at));
    }

    /// BF16: the upper half of a float32, so widening appends 16 zero bits.
    public static float brain(MemorySegment data, long at) {
        Objects.requireNonNull(data, "data");
        return Float.intBitsToFloat(data.get(SHORT, at) << 16);
    }

    /// F8_E4M3: the exponent's bias is 7, and all ones are NaN.
    private static float eight(byte bits) {
        int exponent = bits >> 3 & 15;
        int fraction = bits & 7;
        float size = (bits & 127) == 127 ? Float.NaN
                : exponent == 0 ? fraction * 0x1p-9f : Math.scalb(8f + fraction, exponent - 10);
        return bits < 0 ? -size : size;
    }
}
