package islr.tensor;

import islr.tensor.kernel.NarrowType;
import java.util.Objects;

/// The weights of a linear map in one or two bytes a number: a quarter or half of the memory that float32 takes, and of
/// what has to be read for every product. The products widen them in registers.
///
/// - `[out, in]`, row-major, as in PyTorch
/// - int8: a number is `scale[o] · q`, with a whole q from −127 to 127 and a scale for each output channel
/// - bf16: a number is the upper half of a float32
///
/// It cannot be trained, and nothing but a linear map reads it as it is: others ask for [#widened()].
public final class NarrowMatrix {
    private static final int MOST = 127;

    /// The panels of a product, for kernels of one panel width.
    private record Panels(int width, byte[] numbers) {}

    private final NarrowType type;
    private final Shape shape;
    private final byte[] numbers;
    private final float[] scales;
    private volatile Panels panels;

    private NarrowMatrix(NarrowType type, Shape shape, byte[] numbers, float[] scales) {
        this.type = type;
        this.shape = Objects.requireNonNull(shape, "shape");
        this.numbers = Objects.requireNonNull(numbers, "numbers");
        this.scales = scales;
        if (shape.rank() != 2) {
            throw new IllegalArgumentException("narrow matrix: " + shape + " has not two axes");
        }
        if (numbers.length != (long) shape.size() * type.bytes()) {
            throw new IllegalArgumentException("narrow matrix: " + numbers.length + " bytes for " + type + " " + shape);
        }
        if (scales != null && scales.length != shape.dim(0)) {
            throw new IllegalArgumentException("narrow matrix: " + scales.length + " scales for " + type + " " + shape);
        }
    }

    /// A matrix of whole numbers with a scale a row.
    ///
    /// @param shape `[out, in]`
    /// @param numbers row by row, not copied
    /// @param scales of the output channels
    /// @throws IllegalArgumentException if the sizes do not fit
    public static NarrowMatrix int8(Shape shape, byte[] numbers, float... scales) {
        return new NarrowMatrix(NarrowType.INT8, shape, numbers, Objects.requireNonNull(scales, "scales"));
    }

    /// A matrix of upper halves of float32.
    ///
    /// @param shape `[out, in]`
    /// @param numbers row by row, little-endian, not copied
    /// @throws IllegalArgumentException if the sizes do not fit
    public static NarrowMatrix bf16(Shape shape, byte... numbers) {
        return new NarrowMatrix(NarrowType.BF16, shape, numbers, null);
    }

    /// The nearest narrow numbers to those of a matrix.
    ///
    /// Int8: the scale of a channel is its largest magnitude divided by 127. Of two equally near numbers the even one
    /// is taken.
    ///
    /// @param matrix `[out, in]`, finite numbers
    /// @throws IllegalArgumentException if a number is not finite, or becomes infinite as bf16
    public static NarrowMatrix of(NarrowType type, Tensor matrix) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(matrix, "matrix");
        Shape shape = matrix.shape();
        float[] x = matrix.toArray();
        byte[] numbers = new byte[Math.multiplyExact(x.length, type.bytes())];
        if (type == NarrowType.BF16) {
            for (int i = 0; i < x.length; i++) {
                int bits = bf16(x[i]);
                numbers[2 * i] = (byte) bits;
                numbers[2 * i + 1] = (byte) (bits >> 8);
            }
            return new NarrowMatrix(type, shape, numbers, null);
        }
        float[] scales = new float[shape.dim(0)];
        int columns = shape.columns();
        for (int o = 0; o < scales.length; o++) {
            float largest = 0;
            for (int i = o * columns; i < (o + 1) * columns; i++) {
                largest = Math.max(largest, Math.abs(requireFinite(x[i])));
            }
            scales[o] = largest / MOST;
            // A channel of denormal numbers: its scale may be 0, and so is what it becomes.
            for (int i = o * columns; i < (o + 1) * columns && scales[o] > 0; i++) {
                numbers[i] = (byte) Math.clamp(Math.rint((double) x[i] / scales[o]), -MOST, MOST);
            }
        }
        return new NarrowMatrix(type, shape, numbers, scales);
    }

    private static int bf16(float x) {
        short bits = NarrowType.bf16(requireFinite(x));
        if (!Float.isFinite(Float.intBitsToFloat(bits << 16))) {
            throw new IllegalArgumentException("narrow matrix: " + x + " is beyond the range of bf16");
        }
        return bits;
    }

    private static float requireFinite(float x) {
        if (!Float.isFinite(x)) {
            throw new IllegalArgumentException("narrow matrix: " + x + " is not finite");
        }
        return x;
    }

    /// How the numbers are kept.
    public NarrowType type() {
        return type;
    }

    /// `[out, in]`.
    public Shape shape() {
        return shape;
    }

    /// The numbers row by row; not a copy.
    public byte[] numbers() {
        return numbers;
    }

    /// Of the output channels, not a copy; null for bf16.
    public float[] scales() {
        return scales;
    }

    /// Whether no number is NaN or infinite, as a file may have them.
    public boolean isFinite() {
        for (int i = 0; scales != null && i < scales.length; i++) {
            if (!Float.isFinite(scales[i])) {
                return false;
            }
        }
        for (int i = 0; type == NarrowType.BF16 && i < shape.size(); i++) {
            if (!Float.isFinite(type.value(numbers, i))) {
                return false;
            }
        }
        return true;
    }

    /// The numbers as float32.
    public Tensor widened() {
        float[] wide = new float[shape.size()];
        type.widen(numbers, 0, wide, 0, wide.length);
        for (int i = 0; scales != null && i < wide.length; i++) {
            wide[i] *= scales[i / shape.columns()];
        }
        return Tensor.of(shape, wide);
    }

    /// The panels of its transpose `[in, out]` as [islr.tensor.kernel.Kernels#narrowGemm] reads them, made at first
    /// use. Several threads may make them at once, with the same result.
    ///
    /// @param width columns of a panel
    public byte[] panels(int width) {
        if (width == 1) {
            return numbers;
        }
        Panels kept = panels;
        if (kept == null || kept.width != width) {
            kept = new Panels(width, pack(width));
            panels = kept;
        }
        return kept.numbers;
    }

    private byte[] pack(int width) {
        int n = shape.dim(0);
        int k = shape.dim(1);
        int bytes = type.bytes();
        int size = Math.multiplyExact(Math.multiplyExact((n + width - 1) / width * width, k), bytes);
        byte[] packed = new byte[Math.addExact(size, NarrowType.SPARE)];
        for (int o = 0; o < n; o++) {
            int to = (o / width * width * k + o % width) * bytes;
            int from = o * k * bytes;
            if (bytes == 1) {
                for (int t = 0; t < k; t++) {
                    packed[to + t * width] = numbers[from + t];
                }
            } else {
                for (int t = 0; t < k; t++) {
                    packed[to + 2 * t * width] = numbers[from + 2 * t];
                    packed[to + 2 * t * width + 1] = numbers[from + 2 * t + 1];
                }
            }
        }
        return packed;
    }

    @Override
    public String toString() {
        return type + " " + shape;
    }
}
