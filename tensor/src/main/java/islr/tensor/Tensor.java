package islr.tensor;

import islr.tensor.kernel.Kernels;
import islr.tensor.op.Activations;
import islr.tensor.op.Elementwise;
import islr.tensor.op.Gather;
import islr.tensor.op.Linear;
import islr.tensor.op.MatMul;
import islr.tensor.op.Norms;
import islr.tensor.op.Reductions;
import islr.tensor.op.Softmax;
import islr.tensor.op.Views;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// Numbers with a shape: a `float[]`, an offset into it, and a [Shape], row-major and contiguous.
///
/// The methods that compute take the [Compute] that does the work and return a new tensor; none changes its operands.
/// Each is one line: what it computes, its shapes and its gradient are in the record of [islr.tensor.op] that it names.
///
/// A tensor is a **parameter** if it was made by [#parameter()]: gradients are collected for it (see
/// [islr.tensor.grad.Tape]).
public final class Tensor {
    private final float[] array;
    private final int offset;
    private final Shape shape;
    private final Workspace workspace;
    private final long generation;
    private final Packs packs;
    private final NarrowMatrix narrow;

    private Tensor(float[] array, int offset, Shape shape, Workspace workspace, Packs packs) {
        this.array = Objects.requireNonNull(array, "array");
        this.narrow = null;
        this.offset = offset;
        this.shape = shape;
        this.workspace = workspace;
        this.generation = workspace == null ? 0 : workspace.generation();
        this.packs = packs;
    }

    private Tensor(NarrowMatrix narrow) {
        this.array = null;
        this.narrow = narrow;
        this.offset = 0;
        this.shape = narrow.shape();
        this.workspace = null;
        this.generation = 0;
        this.packs = null;
    }

    // ---- making and reading ----

    /// A tensor over an array, which is not copied.
    ///
    /// @throws IllegalArgumentException if the array has not exactly the shape's number of numbers
    public static Tensor of(Shape shape, float... array) {
        if (array.length != shape.size()) {
            throw new IllegalArgumentException(
                    "tensor: " + array.length + " numbers for shape " + shape + ", which has " + shape.size());
        }
        return new Tensor(array, 0, shape, null, null);
    }

    /// A matrix that is kept in narrow numbers. Only [Linear] takes it as it is, as its weight; it has no [#array()].
    public static Tensor of(NarrowMatrix matrix) {
        return new Tensor(Objects.requireNonNull(matrix, "matrix"));
    }

    /// A tensor without axes that holds this number.
    public static Tensor scalar(float value) {
        return of(Shape.scalar(), value);
    }

    /// Zeros of this shape, on the heap.
    public static Tensor zeros(int... sizes) {
        Shape shape = Shape.of(sizes);
        return of(shape, new float[shape.size()]);
    }

    /// Normally distributed numbers (mean 0, standard deviation 1), for tests and examples.
    public static Tensor randn(Random random, int... sizes) {
        Tensor x = zeros(sizes);
        for (int i = 0; i < x.array.length; i++) {
            x.array[i] = (float) random.nextGaussian();
        }
        return x;
    }

    static Tensor in(Workspace workspace, float[] slab, int offset, Shape shape) {
        return new Tensor(slab, offset, shape, workspace, null);
    }

    /// The same numbers (shared, not copied) as a parameter: a leaf for which [islr.tensor.grad.Tape] collects a
    /// gradient.
    ///
    /// @throws IllegalStateException if this tensor lives in a workspace: a parameter outlives every reset
    public Tensor parameter() {
        if (workspace != null) {
            throw new IllegalStateException(
                    "tensor " + shape + " lives in a workspace; copy() it before making it a parameter");
        }
        requireWide();
        return new Tensor(array, offset, shape, null, new Packs());
    }

    /// Whether [#parameter()] made it.
    public boolean isParameter() {
        return packs != null;
    }

    /// The same numbers, seen with another shape of equal size. Not recorded: operations use [#reshape(Compute,
    /// int...)].
    public Tensor view(int from, Shape part) {
        if (from < 0 || (long) from + part.size() > shape.size()) {
            throw new IllegalArgumentException(
                    "view: " + part + " from " + from + " leaves the " + shape.size() + " numbers of " + shape);
        }
        array();
        return new Tensor(array, offset + from, part, workspace, null);
    }

    /// The sizes of its axes.
    public Shape shape() {
        return shape;
    }

    /// How many numbers it has: the product of the sizes.
    public int size() {
        return shape.size();
    }

    /// The array that holds this tensor's numbers from [#offset()] on.
    ///
    /// @throws IllegalStateException if the workspace was reset since, or the numbers are [narrow][#narrow()]
    public float[] array() {
        requireWide();
        if (workspace != null && workspace.generation() != generation) {
            throw new IllegalStateException(
                    "tensor " + shape + " is used after its workspace was reset; copy() what must outlive the reset");
        }
        return array;
    }

    private void requireWide() {
        if (narrow != null) {
            throw new IllegalStateException("tensor " + shape + " is kept as " + narrow.type()
                    + ", which only the weight of a linear map can be, and no gradient; widened() is float32");
        }
    }

    /// The numbers as they are kept, where that is not float32; otherwise null.
    public NarrowMatrix narrow() {
        return narrow;
    }

    /// This tensor as float32: itself, unless it is [narrow][#narrow()].
    public Tensor widened() {
        return narrow == null ? this : narrow.widened();
    }

    /// Where its first number is in [#array()].
    public int offset() {
        return offset;
    }

    /// The number at a position, one index an axis.
    public float get(int... index) {
        if (index.length != shape.rank()) {
            throw new IllegalArgumentException("get: " + index.length + " indices for shape " + shape);
        }
        int at = 0;
        for (int axis = 0; axis < index.length; axis++) {
            at = at * shape.dim(axis) + Objects.checkIndex(index[axis], shape.dim(axis));
        }
        return array()[offset + at];
    }

    /// The number of a tensor that has only one.
    public float item() {
        if (shape.size() != 1) {
            throw new IllegalArgumentException("item: shape " + shape + " has " + shape.size() + " numbers, not one");
        }
        return array()[offset];
    }

    /// A copy of the numbers in row-major order.
    public float[] toArray() {
        return Arrays.copyOfRange(array(), offset, offset + shape.size());
    }

    /// A copy on the heap.
    public Tensor copy() {
        return of(shape, toArray());
    }

    /// To be called after the array of a parameter was written: its packed forms are made again on the next use.
    public void changed() {
        if (packs != null) {
            packs.clear();
        }
    }

    /// This parameter's packed forms, kept beside it, or null for other tensors.
    public Packs packs() {
        return packs;
    }

    // ---- elementwise ----

    /// [Elementwise.Binary] with broadcasting, as all of the next five.
    public Tensor add(Compute c, Tensor b) {
        return c.run(new Elementwise.Binary(Kernels.Binary.ADD, this, b));
    }

    /// `this − b`.
    public Tensor subtract(Compute c, Tensor b) {
        return c.run(new Elementwise.Binary(Kernels.Binary.SUBTRACT, this, b));
    }

    /// `this · b`, number by number.
    public Tensor multiply(Compute c, Tensor b) {
        return c.run(new Elementwise.Binary(Kernels.Binary.MULTIPLY, this, b));
    }

    /// `this / b`.
    public Tensor divide(Compute c, Tensor b) {
        return c.run(new Elementwise.Binary(Kernels.Binary.DIVIDE, this, b));
    }

    /// The larger of the two numbers.
    public Tensor maximum(Compute c, Tensor b) {
        return c.run(new Elementwise.Binary(Kernels.Binary.MAXIMUM, this, b));
    }

    /// `factor · x + shift`, [Elementwise.Affine].
    public Tensor affine(Compute c, float factor, float shift) {
        return c.run(new Elementwise.Affine(this, factor, shift));
    }

    /// `factor · x`.
    public Tensor scale(Compute c, float factor) {
        return affine(c, factor, 0);
    }

    /// `eˣ`.
    public Tensor exp(Compute c) {
        return unary(c, Kernels.Unary.EXP);
    }

    /// The natural logarithm.
    public Tensor log(Compute c) {
        return unary(c, Kernels.Unary.LOG);
    }

    /// `√x`.
    public Tensor sqrt(Compute c) {
        return unary(c, Kernels.Unary.SQRT);
    }

    /// `x²`.
    public Tensor square(Compute c) {
        return unary(c, Kernels.Unary.SQUARE);
    }

    /// `max(x, 0)`.
    public Tensor relu(Compute c) {
        return unary(c, Kernels.Unary.RELU);
    }

    /// Exact GELU: `x/2 · (1 + erf(x/√2))`.
    public Tensor gelu(Compute c) {
        return unary(c, Kernels.Unary.GELU);
    }

    /// `x · sigmoid(x)`.
    public Tensor silu(Compute c) {
        return unary(c, Kernels.Unary.SILU);
    }

    /// `x · tanh(ln(1 + eˣ))`.
    public Tensor mish(Compute c) {
        return unary(c, Kernels.Unary.MISH);
    }

    /// `1/(1 + e⁻ˣ)`, in 0 to 1.
    public Tensor sigmoid(Compute c) {
        return unary(c, Kernels.Unary.SIGMOID);
    }

    /// The gated linear unit, `a · sigmoid(b)` of the first and the second half of the columns: [.., 2C] → [.., C].
    ///
    /// Source: Dauphin et al., *Language Modeling with Gated Convolutional Networks* (2017).
    ///
    /// @throws IllegalArgumentException if the number of columns is odd
    public Tensor glu(Compute c) {
        int columns = shape.columns();
        if (columns % 2 != 0) {
            throw new IllegalArgumentException("glu: x " + shape + ": " + columns + " columns have no halves");
        }
        int axis = shape.rank() - 1;
        return slice(c, axis, 0, columns / 2).multiply(c, slice(c, axis, columns / 2, columns).sigmoid(c));
    }

    /// The hyperbolic tangent, in −1 to 1.
    public Tensor tanh(Compute c) {
        return unary(c, Kernels.Unary.TANH);
    }

    private Tensor unary(Compute c, Kernels.Unary function) {
        return c.run(new Activations.Unary(function, this));
    }

    /// Inverted dropout where `c` is [training][Compute#training], otherwise this very tensor: [Activations.Dropout].
    public Tensor dropout(Compute c, float rate) {
        return rate != 0 && c.isTraining() ? c.run(new Activations.Dropout(this, rate, c.random().nextInt())) : this;
    }

    /// `condition ≠ 0 ? this : other`, [Elementwise.Where].
    public Tensor where(Compute c, Tensor condition, Tensor other) {
        Objects.requireNonNull(other, "other");
        return c.run(new Elementwise.Where(condition, this, other));
    }

    // ---- products ----

    /// [MatMul], batched over leading axes.
    public Tensor matmul(Compute c, Tensor b) {
        return matmul(c, b, false, false);
    }

    /// The same with either operand transposed in its last two axes.
    public Tensor matmul(Compute c, Tensor b, boolean transposeThis, boolean transposeB) {
        return c.run(new MatMul(this, b, transposeThis, transposeB));
    }

    /// `y = x·Wᵀ + b`, [Linear]; `bias` may be null.
    public Tensor linear(Compute c, Tensor weight, Tensor bias) {
        return c.run(new Linear(this, weight, bias));
    }

    // ---- rows ----

    /// [Softmax.Rows] over the last axis.
    public Tensor softmax(Compute c) {
        return c.run(new Softmax.Rows(this));
    }

    /// The logarithm of the softmax over the last axis, [Softmax.LogRows].
    public Tensor logSoftmax(Compute c) {
        return c.run(new Softmax.LogRows(this));
    }

    /// [Norms.LayerNorm] over the last axis; `weight` and `bias` `[C]`.
    public Tensor layerNorm(Compute c, Tensor weight, Tensor bias, float epsilon) {
        return c.run(new Norms.LayerNorm(this, weight, bias, epsilon));
    }

    // ---- reductions ----

    /// Sum over an axis, which disappears: [Reductions.Sum].
    public Tensor sum(Compute c, int axis) {
        return c.run(new Reductions.Sum(this, axis));
    }

    /// Sum of all numbers, a scalar.
    public Tensor sum(Compute c) {
        return reshape(c, size()).sum(c, 0);
    }

    /// Mean over an axis, which disappears.
    public Tensor mean(Compute c, int axis) {
        return sum(c, axis).scale(c, 1f / shape.dim(axis));
    }

    /// Mean of all numbers, a scalar.
    public Tensor mean(Compute c) {
        return sum(c).scale(c, 1f / size());
    }

    /// Largest number along an axis, which disappears: [Reductions.Max].
    public Tensor max(Compute c, int axis) {
        return c.run(new Reductions.Max(this, axis));
    }

    /// Variance along an axis, two-pass: the mean of the squared distances from the mean.
    ///
    /// @param unbiased divide by n − 1 (PyTorch's default) instead of n
    public Tensor variance(Compute c, int axis, boolean unbiased) {
        int n = shape.dim(axis);
        Tensor mean = mean(c, axis).reshape(c, shape.with(axis, 1).toArray());
        return subtract(c, mean).square(c).sum(c, axis).scale(c, 1f / (unbiased ? n - 1 : n));
    }

    // ---- the same numbers, elsewhere ----

    /// The same numbers with another shape, shared: [Views.Reshape]. One size may be −1: what is left.
    public Tensor reshape(Compute c, int... sizes) {
        return c.run(new Views.Reshape(this, sizes));
    }

    /// Axes in another order: axis `i` of the result is axis `order[i]` of this, [Views.Permute].
    public Tensor permute(Compute c, int... order) {
        return c.run(new Views.Permute(this, order));
    }

    /// The part `from` (inclusive) to `to` (exclusive) of an axis, [Views.Slice].
    public Tensor slice(Compute c, int axis, int from, int to) {
        return c.run(new Views.Slice(this, axis, from, to));
    }

    /// Tensors one behind the other along an axis, [Views.Concat].
    public static Tensor concat(Compute c, int axis, Tensor... parts) {
        Objects.requireNonNull(parts, "parts");
        for (Tensor part : parts) {
            Objects.requireNonNull(part, "one of parts");
        }
        return c.run(new Views.Concat(List.of(parts), axis));
    }

    /// The rows with these numbers, repeated where a number is repeated: [Gather.Rows]. With a table of vectors this is
    /// an embedding.
    public Tensor gather(Compute c, int... rows) {
        return c.run(new Gather.Rows(this, Objects.requireNonNull(rows, "rows"), null));
    }

    /// Adds row `i` to row `rows[i]` of a zero tensor of `count` rows, [Gather.Scatter].
    ///
    /// @return `[count, C]`
    public Tensor scatter(Compute c, int count, int... rows) {
        return c.run(new Gather.Scatter(this, count, Objects.requireNonNull(rows, "rows")));
    }

    /// The shape and the numbers, with five digits. Of a tensor of more than a hundred only the first and the last
    /// three along each axis are shown.
    @Override
    public String toString() {
        String text = "Tensor" + shape;
        if (workspace != null && workspace.generation() != generation) {
            return text + " (its workspace was reset)";
        }
        return text + (shape.rank() < 2 ? " " : "\n") + Shown.of(array, offset, shape);
    }
}
