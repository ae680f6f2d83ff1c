package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.Arrays;
import java.util.List;

/// A convolution over time and over the points of a frame, sequence by sequence:
/// `y[t, w, o] = bias[o] + Σ_a Σ_b Σ_i W[o, i, a, b] · x[t + a − ⌊A/2⌋, w·stride + b − padding, i]`, zeros beyond the
/// sequence's ends and beyond the first and the last point.
///
/// - `x` `[rows, points·in]`, a frame a row, in it point by point the channels of a point
/// - `weight` W `[out, in, A, B]` as in PyTorch, A along time and odd; `bias` `[out]` or null
/// - → `y` `[rows, points'·out]`, laid out in the same way, `points' = (points + 2·padding − B) / stride + 1`
///
/// The numbers that one point of the result takes, its patch, are A runs of x. The patches of some frames at a time are
/// the rows of a matrix, which is multiplied by the weight; all of them together would be A·B times as large as x.
///
/// Gradients: `dW = dyᵀ·patches`, and `dy·W` is added to the places that its patches came from.
public record Conv2d(Tensor x, Tensor weight, Tensor bias, Segments segments, int stride, int padding)
        implements Operation.Stateless {
    /// Frames whose patches are made at once.
    private static final int FRAMES = 8;

    /// @throws IllegalArgumentException if shapes or settings do not fit
    public Conv2d {
        segments.requireRows("conv2d", x);
        if (x.shape().rank() != 2 || weight.shape().rank() != 4 || weight.shape().dim(2) % 2 == 0) {
            throw new IllegalArgumentException("conv2d: x " + x.shape() + " needs two axes, weight " + weight.shape()
                    + " four, the third of them odd");
        }
        if (stride < 1 || padding < 0) {
            throw new IllegalArgumentException(
                    "conv2d: stride " + stride + ", padding " + padding + ": the first starts at 1, the second at 0");
        }
        int in = weight.shape().dim(1);
        if (x.shape().columns() % in != 0) {
            throw new IllegalArgumentException("conv2d: x " + x.shape() + ", weight " + weight.shape() + ": "
                    + x.shape().columns() + " columns are no multiple of " + in + " channels");
        }
        if (x.shape().columns() / in + 2 * padding < weight.shape().dim(3)) {
            throw new IllegalArgumentException("conv2d: x " + x.shape() + ", weight " + weight.shape() + ": "
                    + x.shape().columns() / in + " points are fewer than the kernel's");
        }
        if (bias != null && !bias.shape().equals(Shape.of(weight.shape().dim(0)))) {
            throw new IllegalArgumentException(
                    "conv2d: bias " + bias.shape() + " does not fit weight " + weight.shape());
        }
    }

    @Override
    public List<Tensor> inputs() {
        return bias == null ? List.of(x, weight) : List.of(x, weight, bias);
    }

    private int in() {
        return weight.shape().dim(1);
    }

    private int out() {
        return weight.shape().dim(0);
    }

    /// Numbers of x in one run of a patch.
    private int run() {
        return weight.shape().dim(3) * in();
    }

    private int patch() {
        return weight.shape().dim(2) * run();
    }

    /// Points of a frame of the result.
    public int points() {
        return (x.shape().columns() / in() + 2 * padding - weight.shape().dim(3)) / stride + 1;
    }

    /// The weight as `[out, A·B·in]`, in the order of a patch.
    private Tensor byPatch(Compute c) {
        return new Views.Permute(weight, 0, 2, 3, 1).forward(c);
    }

    @Override
    public Tensor forward(Compute c) {
        int points = points();
        Tensor y = c.allocate(x.shape().rows(), points * out());
        Tensor w = byPatch(c);
        Tensor packed = c.allocate(c.kernels().packedSize(patch(), out()));
        int panels = c.kernels().panels(out());
        c.kernels().pack(w.array(), w.offset(), patch(), true, patch(), out(), packed.array(), packed.offset(), 0,
                panels);
        int size = FRAMES * points * patch();
        Tensor scratch = c.allocate(c.parallel().threads() * size);
        int[] ends = ends();
        c.parallel().run(blocks(), (block, worker) -> {
            int from = block * FRAMES;
            int to = Math.min(x.shape().rows(), from + FRAMES);
            int at = scratch.offset() + worker * size;
            patches(from, to, ends, scratch.array(), at);
            int first = y.offset() + from * points * out();
            for (int point = 0; bias != null && point < (to - from) * points; point++) {
                System.arraycopy(bias.array(), bias.offset(), y.array(), first + point * out(), out());
            }
            c.kernels().gemm(scratch.array(), at, patch(), false, packed.array(), packed.offset(), y.array(), first,
                    out(), 0, (to - from) * points, 0, panels, patch(), out(), bias != null);
        });
        return y;
    }

    private int blocks() {
        return (x.shape().rows() + FRAMES - 1) / FRAMES;
    }

    /// For every row the first row and the row after the last one of its sequence.
    private int[] ends() {
        int[] ends = new int[2 * segments.rows()];
        for (int s = 0; s < segments.count(); s++) {
            for (int row = segments.start(s); row < segments.end(s); row++) {
                ends[2 * row] = segments.start(s);
                ends[2 * row + 1] = segments.end(s);
            }
        }
        return ends;
    }

    /// A run of a patch: `count` numbers of x from `from` on belong at `to` in the run.
    private record Run(int from, int to, int count) {}

    private Run run(int point) {
        int first = (point * stride - padding) * in();
        int skipped = Math.max(0, -first);
        int count = Math.min(run(), x.shape().columns() - first) - skipped;
        return count > 0 ? new Run(first + skipped, skipped, count) : new Run(0, 0, 0);
    }

    /// The patches of frames `from` to `to`, a row a point.
    private void patches(int from, int to, int[] ends, float[] patches, int at) {
        int taps = weight.shape().dim(2);
        Arrays.fill(patches, at, at + (to - from) * points() * patch(), 0);
        for (int point = 0; point < points(); point++) {
            Run run = run(point);
            for (int row = from; row < to; row++) {
                int place = at + ((row - from) * points() + point) * patch() + run.to;
                for (int tap = 0; tap < taps; tap++) {
                    int other = row + tap - taps / 2;
                    if (other >= ends[2 * row] && other < ends[2 * row + 1]) {
                        System.arraycopy(x.array(), x.offset() + other * x.shape().columns() + run.from, patches,
                                place + tap * run(), run.count);
                    }
                }
            }
        }
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
        if (into.wants(x)) {
            into.add(x, inputGradient(c, dy));
        }
        if (into.wants(weight)) {
            Tensor dw = weightGradient(c, dy).view(0,
                    Shape.of(out(), weight.shape().dim(2), weight.shape().dim(3), in()));
            into.add(weight, new Views.Permute(dw, 0, 3, 1, 2).forward(c));
        }
        if (into.wants(bias)) {
            into.add(bias, Tasks.columnSums(c, dy.view(0, Shape.of(dy.size() / out(), out()))));
        }
    }

    /// `[out, patch]`: each block of frames has sums of its own, which are added up in order.
    private Tensor weightGradient(Compute c, Tensor dy) {
        int points = points();
        int blocks = Math.max(1, blocks());
        int sums = out() * patch();
        Tensor parts = c.zeros(Shape.of(blocks, sums));
        int matrix = FRAMES * points * patch();
        int size = matrix + c.kernels().packedSize(FRAMES * points, patch());
        Tensor scratch = c.allocate(c.parallel().threads() * size);
        int[] ends = ends();
        int panels = c.kernels().panels(patch());
        c.parallel().run(blocks(), (block, worker) -> {
            int from = block * FRAMES;
            int to = Math.min(x.shape().rows(), from + FRAMES);
            int at = scratch.offset() + worker * size;
            int rows = (to - from) * points;
            patches(from, to, ends, scratch.array(), at);
            c.kernels().pack(scratch.array(), at, patch(), false, rows, patch(), scratch.array(), at + matrix, 0,
                    panels);
            c.kernels().gemm(dy.array(), dy.offset() + from * points * out(), out(), true, scratch.array(), at + matrix,
                    parts.array(), parts.offset() + block * sums, patch(), 0, out(), 0, panels, rows, patch(), false);
        });
        return Tasks.columnSums(c, parts);
    }

    /// Patches overlap, so a sequence is one piece of work.
    private Tensor inputGradient(Compute c, Tensor dy) {
        Tensor dx = c.zeros(x.shape());
        Tensor w = byPatch(c);
        int panels = c.kernels().panels(patch());
        Tensor packed = c.allocate(c.kernels().packedSize(out(), patch()));
        c.kernels().pack(w.array(), w.offset(), patch(), false, out(), patch(), packed.array(), packed.offset(), 0,
                panels);
        int size = points() * patch();
        Tensor scratch = c.allocate(c.parallel().threads() * size);
        c.parallel().run(segments.count(), (s, worker) -> {
            int at = scratch.offset() + worker * size;
            for (int row = segments.start(s); row < segments.end(s); row++) {
                c.kernels().gemm(dy.array(), dy.offset() + row * points() * out(), out(), false, packed.array(),
                        packed.offset(), scratch.array(), at, patch(), 0, points(), 0, panels, out(), patch(), false);
                add(c, scratch.array(), at, row, s, dx);
            }
        });
        return dx;
    }

    /// The gradients of a frame's patches, added to where they came from.
    private void add(Compute c, float[] patches, int at, int row, int sequence, Tensor dx) {
        int taps = weight.shape().dim(2);
        for (int point = 0; point < points(); point++) {
            Run run = run(point);
            for (int tap = 0; tap < taps; tap++) {
                int other = row + tap - taps / 2;
                if (other >= segments.start(sequence) && other < segments.end(sequence)) {
                    c.kernels().axpy(1, patches, at + point * patch() + tap * run() + run.to, dx.array(),
                            dx.offset() + other * x.shape().columns() + run.from, run.count);
                }
            }
        }
    }
}
