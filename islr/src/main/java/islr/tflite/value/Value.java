package islr.tflite.value;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.tflite.TensorType;
import java.util.Arrays;
import java.util.Objects;

/// What a tensor of a graph holds while it runs: numbers with a shape, or a variable.
///
/// Floating-point types are a [Tensor] of float32, whole numbers of all types a `long[]`, truth values a `boolean[]`.
/// The arrays of the latter two begin at 0 and may be longer than the shape says.
public final class Value {
    private static final Object NOTHING = new float[0];

    private final TensorType type;
    private final Shape shape;
    private final Tensor floats;
    private final Object others;
    private final Block block;
    /// The floats as a matrix, which has its own packed forms; made at first use.
    private volatile Tensor matrix;

    private Value(TensorType type, Shape shape, Tensor floats, Object others, Block block) {
        this.type = type;
        this.shape = shape;
        this.floats = floats;
        this.others = others;
        this.block = block;
    }

    /// Float32 numbers, on the heap or in memory that outlives the graph's run.
    public static Value of(Tensor floats) {
        return of(TensorType.FLOAT32, Objects.requireNonNull(floats, "floats"), null);
    }

    /// Whole numbers, which are not copied.
    public static Value of(TensorType type, Shape shape, long... numbers) {
        return of(type, shape, numbers, null);
    }

    /// Truth values, which are not copied.
    public static Value of(Shape shape, boolean... flags) {
        return of(shape, flags, null);
    }

    /// A place that keeps a value while a graph runs.
    public static Value of(Variable variable) {
        return new Value(TensorType.RESOURCE, Shape.scalar(), null, Objects.requireNonNull(variable, "variable"), null);
    }

    static Value of(TensorType type, Tensor floats, Block block) {
        return new Value(type, floats.shape(), floats, NOTHING, block);
    }

    static Value of(TensorType type, Shape shape, long[] numbers, Block block) {
        return new Value(type, shape, null, numbers, block);
    }

    static Value of(Shape shape, boolean[] flags, Block block) {
        return new Value(TensorType.BOOL, shape, null, flags, block);
    }

    /// Whether numbers of a type are floating-point here.
    public static boolean isFloat(TensorType type) {
        return type == TensorType.FLOAT32 || type == TensorType.FLOAT16 || type == TensorType.BFLOAT16;
    }

    /// Whether values of a type are whole numbers.
    public static boolean isWhole(TensorType type) {
        return switch (type) {
            case INT4, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> true;
            default -> false;
        };
    }

    /// A whole number as the type keeps it: what does not fit wraps around.
    public static long wrapped(TensorType type, long number) {
        return switch (type) {
            case INT4 -> number << 60 >> 60;
            case INT8 -> (byte) number;
            case UINT8 -> number & 0xFF;
            case INT16 -> (short) number;
            case UINT16 -> number & 0xFFFF;
            case INT32 -> (int) number;
            case UINT32 -> number & 0xFFFF_FFFFL;
            default -> number;
        };
    }

    /// The type in the file, of which the numbers are.
    public TensorType type() {
        return type;
    }

    /// The sizes of its axes.
    public Shape shape() {
        return shape;
    }

    /// How many numbers it has.
    public int size() {
        return shape.size();
    }

    /// Whether it holds floating-point numbers.
    public boolean isFloat() {
        return floats != null;
    }

    /// Whether it holds truth values.
    public boolean isFlags() {
        return type == TensorType.BOOL;
    }

    /// Whether it holds whole numbers.
    public boolean isWhole() {
        return others instanceof long[];
    }

    /// The floating-point numbers.
    ///
    /// @throws IllegalArgumentException if it holds others
    public Tensor floats() {
        if (floats == null) {
            throw new IllegalArgumentException("it holds " + type + " where floating-point numbers are needed");
        }
        return floats;
    }

    /// The floating-point numbers as rows of so many. Those of a constant are packed for products only once.
    ///
    /// @throws IllegalArgumentException if it holds others, or they make no whole rows
    public Tensor matrix(int columns) {
        Tensor all = floats();
        if (columns == 0 || all.size() % columns != 0) {
            throw new IllegalArgumentException(shape + " makes no rows of " + columns);
        }
        Shape rows = Shape.of(all.size() / columns, columns);
        if (shape.equals(rows)) {
            return all;
        }
        if (!all.isParameter()) {
            return all.view(0, rows);
        }
        Tensor kept = matrix;
        if (kept == null || !kept.shape().equals(rows)) {
            kept = all.view(0, rows).parameter();
            matrix = kept;
        }
        return kept;
    }

    /// The whole numbers, from 0 on; the array may be longer.
    ///
    /// @throws IllegalArgumentException if it holds others
    public long[] longs() {
        if (others instanceof long[] numbers) {
            return numbers;
        }
        throw new IllegalArgumentException("it holds " + type + " where whole numbers are needed");
    }

    /// The truth values, from 0 on; the array may be longer.
    ///
    /// @throws IllegalArgumentException if it holds others
    public boolean[] flags() {
        if (others instanceof boolean[] flags) {
            return flags;
        }
        throw new IllegalArgumentException("it holds " + type + " where truth values are needed");
    }

    /// The variable.
    ///
    /// @throws IllegalArgumentException if it holds numbers
    public Variable variable() {
        if (others instanceof Variable variable) {
            return variable;
        }
        throw new IllegalArgumentException("it holds " + type + " where a variable is needed");
    }

    /// The array of the numbers, whatever they are; the first is at [#at()].
    public Object array() {
        return floats != null ? floats.array() : others;
    }

    /// Where the first number is in [#array()].
    public int at() {
        return floats != null ? floats.offset() : 0;
    }

    /// The only number of a value of whole numbers, such as an axis.
    ///
    /// @throws IllegalArgumentException if there are several, or it does not fit an int
    public int item() {
        if (size() != 1) {
            throw new IllegalArgumentException("it holds " + shape + " where a single number is needed");
        }
        return whole(longs()[0]);
    }

    /// The whole numbers, each of which fits an int: sizes, axes, indices.
    ///
    /// @throws IllegalArgumentException if one does not fit
    public int[] ints() {
        long[] numbers = longs();
        int[] all = new int[size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = whole(numbers[i]);
        }
        return all;
    }

    private static int whole(long number) {
        if (number != (int) number) {
            throw new IllegalArgumentException("a size, axis or index is " + number);
        }
        return (int) number;
    }

    /// The same numbers with another shape, shared.
    ///
    /// @throws IllegalArgumentException if it has not the same number of numbers
    public Value reshaped(Shape other) {
        if (other.size() != size()) {
            throw new IllegalArgumentException(
                    shape + " has " + size() + " numbers, " + other + " would have " + other.size());
        }
        return new Value(type, other, floats == null ? null : other.equals(shape) ? floats : floats.view(0, other),
                others, block);
    }

    /// The first of these whole numbers, shared.
    ///
    /// @throws IllegalArgumentException if it has not so many
    public Value first(Shape fewer) {
        if (fewer.size() > longs().length) {
            throw new IllegalArgumentException(shape + " has no " + fewer.size() + " numbers");
        }
        return new Value(type, fewer, null, others, block);
    }

    /// The same numbers as another type of the same kind.
    public Value as(TensorType other) {
        return new Value(other, shape, floats, others, block);
    }

    /// A copy on the heap, which outlives the run.
    public Value kept() {
        if (floats != null) {
            return new Value(type, shape, floats.isParameter() ? floats : floats.copy(), NOTHING, null);
        }
        Object copy = switch (others) {
            case long[] numbers -> Arrays.copyOf(numbers, size());
            case boolean[] flags -> Arrays.copyOf(flags, size());
            default -> others;
        };
        return new Value(type, shape, null, copy, null);
    }

    /// A copy on the heap that keeps its packed forms beside it: for constants, which are used again and again.
    public Value constant() {
        return floats == null || floats.isParameter() ? kept()
                : new Value(type, shape, floats.copy().parameter(), NOTHING, null);
    }

    /// Says that the value is needed until [#release()].
    public void retain() {
        if (block != null) {
            block.retain();
        }
    }

    /// Takes one [#retain()] back; after the last one its memory is used for others.
    public void release() {
        if (block != null) {
            block.release();
        }
    }

    /// Takes one [#retain()] back, but lets the memory be until the end of the step.
    public void handOver() {
        if (block != null) {
            block.handOver();
        }
    }

    @Override
    public String toString() {
        return type + " " + shape;
    }
}
