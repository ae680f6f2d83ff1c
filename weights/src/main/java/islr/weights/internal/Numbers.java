package islr.weights.internal;

import islr.weights.DType;
import islr.weights.TensorInfo;
import islr.weights.WeightsException;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The numbers of one tensor, row-major and little-endian, of any dtype.
///
/// A number that does not fit what it is asked as is refused with its place, never changed.
public final class Numbers {
    /// Float32 holds every whole number up to this one, and not all beyond it.
    private static final long WHOLE_IN_FLOAT = 1L << 24;
    private static final long WHOLE_IN_DOUBLE = 1L << 53;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String source;
    private final TensorInfo info;
    private final DType dtype;
    private final int size;
    private final MemorySegment data;

    /// @param source what messages call the file
    /// @param data as many bytes as the shape and the dtype need
    public Numbers(String source, TensorInfo info, MemorySegment data) {
        this.source = source;
        this.info = info;
        this.dtype = info.dtype();
        this.size = info.shape().size();
        this.data = data;
        if (data.byteSize() != (long) size * dtype.bytes()) {
            throw new IllegalArgumentException(
                    dtype + " " + info.shape() + " is not made of " + data.byteSize() + " bytes");
        }
    }

    /// @return a copy with the bytes of every number in the opposite order
    public static MemorySegment swapped(String source, MemorySegment data, int bytes) throws WeightsException {
        Room.requireCopy(source, data.byteSize());
        byte[] all = data.toArray(ValueLayout.JAVA_BYTE);
        for (int at = 0; at + bytes <= all.length; at += bytes) {
            for (int i = at, j = at + bytes - 1; i < j; i++, j--) {
                byte low = all[i];
                all[i] = all[j];
                all[j] = low;
            }
        }
        return MemorySegment.ofArray(all);
    }

    /// All numbers as float32.
    public float[] floats() throws WeightsException {
        float[] x = new float[size];
        switch (dtype) {
            case F32 -> MemorySegment.copy(data, FLOAT, 0, x, 0, size);
            case F16 -> {
                for (int i = 0; i < size; i++) {
                    x[i] = DType.half(data, 2L * i);
                }
            }
            case BF16 -> {
                for (int i = 0; i < size; i++) {
                    x[i] = DType.brain(data, 2L * i);
                }
            }
            case F8_E4M3, F8_E5M2 -> {
                for (int i = 0; i < size; i++) {
                    x[i] = (float) dtype.real(data, i);
                }
            }
            case F64 -> {
                for (int i = 0; i < size; i++) {
                    double real = dtype.real(data, 8L * i);
                    x[i] = (float) real;
                    if (Float.isInfinite(x[i]) && !Double.isInfinite(real)) {
                        throw beyond(i, real, "float32's range");
                    }
                }
            }
            default -> {
                for (int i = 0; i < size; i++) {
                    x[i] = integer(i, -WHOLE_IN_FLOAT, WHOLE_IN_FLOAT,
                            "the ±2^24 to which float32 holds every whole number");
                }
            }
        }
        return x;
    }

    /// All numbers of a tensor of whole numbers, if each fits an `int`.
    public int[] ints() throws WeightsException {
        requireIntegers();
        int[] x = new int[size];
        for (int i = 0; i < size; i++) {
            x[i] = (int) integer(i, Integer.MIN_VALUE, Integer.MAX_VALUE, "the range of an int");
        }
        return x;
    }

    /// All numbers of a tensor of whole numbers.
    public long[] longs() throws WeightsException {
        requireIntegers();
        long[] x = new long[size];
        for (int i = 0; i < size; i++) {
            x[i] = integer(i, Long.MIN_VALUE, Long.MAX_VALUE, "the range of a long");
        }
        return x;
    }

    /// All numbers exactly.
    public double[] doubles() throws WeightsException {
        double[] x = new double[size];
        for (int i = 0; i < size; i++) {
            x[i] = dtype.isInteger()
                    ? integer(i, -WHOLE_IN_DOUBLE, WHOLE_IN_DOUBLE,
                            "the ±2^53 to which a double holds every whole number")
                    : dtype.real(data, (long) dtype.bytes() * i);
        }
        return x;
    }

    private void requireIntegers() throws WeightsException {
        if (!dtype.isInteger()) {
            throw new WeightsException(source,
                    "tensor " + OneLine.quoted(info.name()) + " is " + dtype + ", not of whole numbers");
        }
    }

    private long integer(int i, long least, long most, String range) throws WeightsException {
        long whole = dtype.integer(data, (long) dtype.bytes() * i);
        boolean wrapped = dtype == DType.U64 && whole < 0;
        if (wrapped || whole < least || whole > most) {
            throw beyond(i, wrapped ? Long.toUnsignedString(whole) : whole, range);
        }
        return whole;
    }

    private WeightsException beyond(int i, Object number, String range) {
        return new WeightsException(source, "tensor " + OneLine.quoted(info.name()) + " (" + dtype + " " + info.shape()
                + "): number " + Counts.of(i) + " is " + number + ", beyond " + range);
    }
}
