package islr.weights.numpy;

import islr.weights.DType;
import islr.weights.TensorInfo;
import islr.weights.WeightsException;
import islr.weights.internal.Numbers;
import islr.weights.internal.Room;
import islr.weights.internal.TensorSource;
import islr.weights.text.Counts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The numbers behind an `.npy` header.
final class NpyArray implements TensorSource {
    private final String source;
    private final NpyHeader header;
    private final TensorInfo info;
    private final Data data;

    /// Where the bytes are: mapped, or inflated when they are asked for.
    @FunctionalInterface
    interface Data {
        /// The whole array, with its header.
        MemorySegment bytes() throws WeightsException;
    }

    /// @param array the bytes of the whole array, or its beginning
    /// @param size how many bytes the whole array has
    NpyArray(String source, String where, String name, NpyHeader header, long size, Data data) throws WeightsException {
        this.source = source;
        this.header = header;
        this.data = data;
        DType dtype = header.dtype(source, where);
        String note = (header.isBigEndian() && dtype.bytes() > 1 ? "big-endian" : "")
                + (header.isBigEndian() && dtype.bytes() > 1 && header.fortran() ? ", " : "")
                + (header.fortran() ? "Fortran order" : "");
        this.info = new TensorInfo(name, dtype, header.shape(), note);
        long needed = (long) header.shape().size() * dtype.bytes();
        if (size - header.bytes() != needed) {
            throw new WeightsException(source,
                    where + ": " + dtype + " " + header.shape() + " needs " + Counts.bytes(needed) + ", "
                            + Counts.of(size - header.bytes())
                            + " follow its header; the file is truncated or damaged, get it again from its source");
        }
    }

    @Override
    public TensorInfo info() {
        return info;
    }

    @Override
    public Numbers numbers() throws WeightsException {
        MemorySegment numbers = data.bytes().asSlice(header.bytes());
        int bytes = info.dtype().bytes();
        if (header.isBigEndian() && bytes > 1) {
            numbers = Numbers.swapped(source, numbers, bytes);
        }
        return new Numbers(source, info, header.fortran() && info.shape().rank() > 1 ? rowMajor(numbers) : numbers);
    }

    /// From the order in which the first index changes fastest to that in which the last one does.
    private MemorySegment rowMajor(MemorySegment columnMajor) throws WeightsException {
        Room.requireCopy(source, columnMajor.byteSize());
        int[] sizes = info.shape().toArray();
        int bytes = info.dtype().bytes();
        byte[] from = columnMajor.toArray(ValueLayout.JAVA_BYTE);
        byte[] to = new byte[from.length];
        int[] steps = new int[sizes.length];
        int step = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            steps[axis] = step;
            step *= sizes[axis];
        }
        int[] index = new int[sizes.length];
        int place = 0;
        for (int i = 0; i < info.shape().size(); i++) {
            System.arraycopy(from, place * bytes, to, i * bytes, bytes);
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                place += steps[axis];
                if (++index[axis] < sizes[axis]) {
                    break;
                }
                place -= steps[axis] * sizes[axis];
                index[axis] = 0;
            }
        }
        return MemorySegment.ofArray(to);
    }
}
