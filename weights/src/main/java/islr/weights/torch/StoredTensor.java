package islr.weights.torch;

import islr.tensor.Shape;
import islr.weights.TensorInfo;
import islr.weights.WeightsException;
import islr.weights.internal.Numbers;
import islr.weights.internal.Room;
import islr.weights.internal.Sizes;
import islr.weights.internal.TensorSource;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// A tensor as a part of a storage: number (i, j, …) is at offset + i·stride₀ + j·stride₁ + …
final class StoredTensor implements TensorSource {
    private final String source;
    private final Py.Strided tensor;
    private final TensorInfo info;
    private final Storages storages;

    /// Where the bytes are.
    interface Storages {
        /// All bytes of a storage.
        MemorySegment bytes(Py.Storage storage) throws WeightsException;

        /// Whether its numbers have their most significant byte first.
        boolean isBigEndian();
    }

    /// @throws WeightsException if a number of the tensor is outside its storage
    StoredTensor(String source, String name, Py.Strided tensor, Storages storages) throws WeightsException {
        this.source = source;
        this.tensor = tensor;
        this.storages = storages;
        Shape shape = Sizes.shape(tensor.sizes())
                .orElseThrow(() -> bad(name, "has the shape " + OneLine.of(Arrays.toString(tensor.sizes()), 200)));
        long width = tensor.dtype().bytes();
        long numbers = storages.bytes(tensor.storage()).byteSize() / width;
        long last = tensor.offset();
        for (int axis = 0; axis < tensor.sizes().length; axis++) {
            long stride = tensor.strides()[axis];
            // Both factors of the product are below 2^31 then.
            if (stride < 0 || stride > Integer.MAX_VALUE) {
                throw bad(name, "has the strides " + OneLine.of(Arrays.toString(tensor.strides()), 200));
            }
            last += Math.max(0, tensor.sizes()[axis] - 1) * stride;
        }
        if (tensor.offset() < 0 || last < 0 || shape.size() > 0 && last >= numbers) {
            throw bad(name, shape + " reaches to number " + Counts.of(last) + " of a storage of " + Counts.of(numbers));
        }
        this.info = new TensorInfo(name, tensor.dtype(), shape, isContiguous() ? "" : "strided");
    }

    private WeightsException bad(String name, String problem) {
        return new WeightsException(source, "tensor " + OneLine.quoted(name) + " " + problem
                + "; the file is damaged or badly written, get it again from its source");
    }

    @Override
    public TensorInfo info() {
        return info;
    }

    private boolean isContiguous() {
        long expected = 1;
        for (int axis = tensor.sizes().length - 1; axis >= 0; axis--) {
            if (tensor.sizes()[axis] != 1 && tensor.strides()[axis] != expected) {
                return false;
            }
            expected *= tensor.sizes()[axis];
        }
        return true;
    }

    @Override
    public Numbers numbers() throws WeightsException {
        int width = info.dtype().bytes();
        MemorySegment all = storages.bytes(tensor.storage());
        // An empty tensor may begin anywhere.
        long begin = info.shape().size() == 0 ? 0 : tensor.offset() * width;
        MemorySegment numbers = isContiguous() || info.shape().size() == 0
                ? all.asSlice(begin, (long) info.shape().size() * width) : gathered(all, width);
        return new Numbers(source, info,
                storages.isBigEndian() && width > 1 ? Numbers.swapped(source, numbers, width) : numbers);
    }

    private MemorySegment gathered(MemorySegment all, int width) throws WeightsException {
        if ((long) info.shape().size() * width > Integer.MAX_VALUE - 64) {
            throw bad(info.name(), "is strided and has more than 2^31 bytes");
        }
        Room.requireCopy(source, (long) info.shape().size() * width);
        MemorySegment numbers = MemorySegment.ofArray(new byte[info.shape().size() * width]);
        long[] index = new long[tensor.sizes().length];
        long place = tensor.offset();
        for (int i = 0; i < info.shape().size(); i++) {
            MemorySegment.copy(all, place * width, numbers, (long) i * width, width);
            for (int axis = index.length - 1; axis >= 0; axis--) {
                place += tensor.strides()[axis];
                if (++index[axis] < tensor.sizes()[axis]) {
                    break;
                }
                place -= tensor.strides()[axis] * tensor.sizes()[axis];
                index[axis] = 0;
            }
        }
        return numbers;
    }
}
