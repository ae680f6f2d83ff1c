package islr.weights.keras;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import islr.tensor.Shape;
import islr.weights.DType;
import islr.weights.TensorInfo;
import islr.weights.WeightsException;
import islr.weights.internal.Numbers;
import islr.weights.internal.Room;
import islr.weights.internal.Sizes;
import islr.weights.internal.TensorSource;
import islr.weights.text.OneLine;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// A dataset of numbers. Keras stores its weights in one piece, which stays mapped; chunks are put together, and
/// decompressed, by the library.
final class HdfTensor implements TensorSource {
    private final String source;
    private final Dataset dataset;
    private final TensorInfo info;

    private HdfTensor(String source, Dataset dataset, TensorInfo info) {
        this.source = source;
        this.dataset = dataset;
        this.info = info;
    }

    /// @param fileBytes the size of the file
    static HdfTensor of(String source, long fileBytes, String name, Dataset dataset) throws WeightsException {
        DataType type = dataset.getDataType();
        DType dtype = dtype(type).orElseThrow(() -> new WeightsException(source,
                "the dataset " + OneLine.quoted(name) + " is not of whole or floating-point numbers of a usual size ("
                        + type.getClass().getSimpleName() + "), so it holds no weights; name a file that Keras wrote"));
        long[] sizes = dataset.getDimensionsAsLong();
        Shape shape = Sizes.shape(sizes)
                .orElseThrow(() -> new WeightsException(source,
                        "the dataset " + OneLine.quoted(name) + " has the shape "
                                + OneLine.of(Arrays.toString(sizes), 200)
                                + ", which is more than the 2^31 numbers of a Java array"));
        if (dataset instanceof ChunkedDataset chunked) {
            requireFewChunks(source, fileBytes, name, sizes, chunked.getChunkDimensions());
        }
        return new HdfTensor(source, dataset,
                new TensorInfo(name, dtype, shape, dataset instanceof ContiguousDataset ? "" : "chunked"));
    }

    /// Each chunk takes at least a byte of the file, but only its description says how many there are.
    private static void requireFewChunks(String source, long fileBytes, String name, long[] sizes, int... chunk)
            throws WeightsException {
        double chunks = 1;
        for (int axis = 0; axis < Math.min(sizes.length, chunk.length); axis++) {
            chunks *= Math.ceil((double) sizes[axis] / Math.max(1, chunk[axis]));
        }
        if (chunk.length != sizes.length || Arrays.stream(chunk).anyMatch(size -> size < 1) || chunks > fileBytes) {
            throw new WeightsException(source, "the dataset " + OneLine.quoted(name) + " is said to be of chunks of "
                    + Arrays.toString(chunk) + ", which the file cannot hold; get it again from its source");
        }
    }

    private static Optional<DType> dtype(DataType type) {
        return Optional.ofNullable(switch (type) {
            case FixedPoint whole when whole.getBitOffset() == 0 && whole.getBitPrecision() == 8 * whole.getSize() ->
                    switch (whole.getSize()) {
                        case 1 -> whole.isSigned() ? DType.I8 : DType.U8;
                        case 2 -> whole.isSigned() ? DType.I16 : DType.U16;
                        case 4 -> whole.isSigned() ? DType.I32 : DType.U32;
                        case 8 -> whole.isSigned() ? DType.I64 : DType.U64;
                        default -> null;
                    };
            case FloatingPoint real -> switch (real.getSize() + "/" + real.getExponentSize() + "/"
                    + real.getMantissaSize() + "/" + real.getExponentBias()) {
                case "2/5/10/15" -> DType.F16;
                case "2/8/7/127" -> DType.BF16;
                case "4/8/23/127" -> DType.F32;
                case "8/11/52/1023" -> DType.F64;
                default -> null;
            };
            default -> null;
        });
    }

    @Override
    public TensorInfo info() {
        return info;
    }

    @Override
    public Numbers numbers() throws WeightsException {
        return Guard.call(source, () -> new Numbers(source, info, bytes()));
    }

    private MemorySegment bytes() throws WeightsException {
        int width = info.dtype().bytes();
        if (!(dataset instanceof ContiguousDataset) || dataset.isEmpty()) {
            Room.requireCopy(source, (long) info.shape().size() * width);
        }
        // Never written: the file has no place for it.
        if (dataset.isEmpty()) {
            return encoded(dataset.getFillValue() instanceof Number fill ? fill : 0);
        }
        if (dataset instanceof ContiguousDataset contiguous && dataset.getStorageInBytes() > 0) {
            MemorySegment bytes = MemorySegment.ofBuffer(contiguous.getBuffer());
            boolean swapped = ((OrderedDataType) dataset.getDataType()).getByteOrder() == ByteOrder.BIG_ENDIAN;
            return swapped && width > 1 ? Numbers.swapped(source, bytes, width) : bytes;
        }
        return encoded(dataset.getDataFlat());
    }

    /// The numbers as the library gives them: an array of Java's type that holds them, or one number.
    private MemorySegment encoded(Object numbers) {
        int width = info.dtype().bytes();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(info.shape().size(), width))
                .order(ByteOrder.LITTLE_ENDIAN);
        boolean array = numbers.getClass().isArray();
        for (int i = 0; i < info.shape().size(); i++) {
            put(bytes, (Number) (array ? Array.get(numbers, i) : numbers));
        }
        return MemorySegment.ofArray(bytes.array());
    }

    private void put(ByteBuffer bytes, Number number) {
        switch (info.dtype()) {
            case F64 -> bytes.putDouble(number.doubleValue());
            case F32 -> bytes.putFloat(number.floatValue());
            case F16 -> bytes.putShort(Float.floatToFloat16(number.floatValue()));
            case BF16 -> bytes.putShort((short) (Float.floatToRawIntBits(number.floatValue()) >> 16));
            default -> {
                long whole = number instanceof BigInteger large ? large.longValue() : number.longValue();
                switch (info.dtype().bytes()) {
                    case 1 -> bytes.put((byte) whole);
                    case 2 -> bytes.putShort((short) whole);
                    case 4 -> bytes.putInt((int) whole);
                    default -> bytes.putLong(whole);
                }
            }
        }
    }
}
