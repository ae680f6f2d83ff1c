package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.kernel.Kernels;
import java.util.Arrays;
import java.util.List;

/// A convolution along time, sequence by sequence:
/// `y[t, o] = bias[o] + Σ_k Σ_i W[o, i, k] · x[t·stride + k·dilation − left, i]`, zeros beyond the sequence's ends.
///
/// - `x` `[rows, in]` and the segments of its sequences → `y` `[rows', out]`, whose sequences have the lengths of
///   [#outputSegments]
/// - `weight` W `[out, in/groups, K]` as in PyTorch; `bias` `[out]` or null
/// - output channels of group g see the input channels of group g; `groups = in = out` is the depthwise convolution
///
/// (A cross-correlation, as everywhere in deep learning.) It is computed tap by tap, each a product of the shifted rows
/// with one `[out, in]` matrix: rows that are `stride` apart are a matrix with a larger row distance, so nothing is
/// unfolded.
public record Conv1d(Tensor x, Tensor weight, Tensor bias, Segments segments, int stride, int dilation, int groups,
        Padding padding) implements Operation.Stateless {

    /// Output rows of a piece of work: few enough that a single sequence keeps all threads busy.
    private static final int ROWS = 48;
    /// Channels of a depthwise convolution that are computed at once: their taps stay in the first cache.
    private static final int CHANNELS = 64;

    /// Zeros in front of and behind every sequence.
    public record Padding(int left, int right) {
        public static final Padding NONE = new Padding(0, 0);

        /// As many rows out as in (at stride 1); an odd number of zeros has the larger part behind, as in PyTorch.
        public static Padding same(int kernel, int dilation) {
            int total = dilation * (kernel - 1);
            return new Padding(total / 2, total - total / 2);
        }

        /// As many rows out as in, no row seeing a later one.
        public static Padding causal(int kernel, int dilation) {
            return new Padding(dilation * (kernel - 1), 0);
        }
    }

    /// @throws IllegalArgumentException if shapes or settings do not fit
    public Conv1d {
        segments.requireRows("conv1d", x);
        if (x.shape().rank() != 2 || weight.shape().rank() != 3) {
            throw new IllegalArgumentException(
                    "conv1d: x " + x.shape() + " needs two axes, weight " + weight.shape() + " three");
        }
        if (stride < 1 || dilation < 1 || groups < 1 || padding.left < 0 || padding.right < 0) {
            throw new IllegalArgumentException("conv1d: stride " + stride + ", dilation " + dilation + ", groups "
                    + groups + ", " + padding + ": the first three start at 1, the padding at 0");
        }
        if (weight.shape().dim(1) * groups != x.shape().dim(1) || weight.shape().dim(0) % groups != 0) {
            throw new IllegalArgumentException("conv1d: x " + x.shape() + ", weight " + weight.shape() + ", " + groups
                    + " groups: " + x.shape().dim(1) + " channels against " + weight.shape().dim(1) * groups);
        }
        if (bias != null && !bias.shape().equals(Shape.of(weight.shape().dim(0)))) {
            throw new IllegalArgumentException(
                    "conv1d: bias " + bias.shape() + " does not fit weight " + weight.shape());
        }
    }

    /// The segments of the result: `(T + left + right − dilation·(K − 1) − 1) / stride + 1` rows a sequence, 0 for a
    /// sequence shorter than the kernel.
    public Segments outputSegments() {
        int[] lengths = new int[segments.count()];
        int span = dilation * (weight.shape().dim(2) - 1) + 1;
        for (int s = 0; s < lengths.length; s++) {
            int free = segments.length(s) + padding.left + padding.right - span;
            lengths[s] = segments.length(s) == 0 || free < 0 ? 0 : free / stride + 1;
        }
        return Segments.ofLengths(lengths);
    }

    @Override
    public List<Tensor> inputs() {
        return bias == null ? List.of(x, weight) : List.of(x, weight, bias);
    }

    private int in() {
        return x.shape().dim(1);
    }

    private int out() {
        return weight.shape().dim(0);
    }

    private int taps() {
        return weight.shape().dim(2);
    }

    private boolean depthwise() {
        return groups == in() && groups == out();
    }

    /// The rows of a sequence whose tap `k` falls inside it: output row `to` + i goes with input row `from` +
    /// i·stride, for `count` rows.
    private record Overlap(int from, int to, int count) {
        /// Only those of the output rows `first` to `end`.
        Overlap within(int first, int end, int stride) {
            int skipped = Math.clamp(first - to, 0, count);
            return new Overlap(from + skipped * stride, to + skipped,
                    Math.max(0, Math.min(to + count, end) - to - skipped));
        }
    }

    /// The output rows in blocks, none of two sequences: of each its sequence and its first row.
    private static int[] blocks(Segments outputs) {
        int count = 0;
        for (int s = 0; s < outputs.count(); s++) {
            count += (outputs.length(s) + ROWS - 1) / ROWS;
        }
        int[] blocks = new int[2 * count];
        int at = 0;
        for (int s = 0; s < outputs.count(); s++) {
            for (int row = outputs.start(s); row < outputs.end(s); row += ROWS) {
                blocks[at++] = s;
                blocks[at++] = row;
            }
        }
        return blocks;
    }

    private Overlap overlap(Segments outputs, int s, int k) {
        int shift = k * dilation - padding.left;
        int first = shift >= 0 ? 0 : (-shift + stride - 1) / stride;
        int last = Math.min(outputs.length(s) - 1, Math.floorDiv(segments.length(s) - 1 - shift, stride));
        return new Overlap(segments.start(s) + first * stride + shift, outputs.start(s) + first,
                Math.max(0, last - first + 1));
    }

    @Override
    public Tensor forward(Compute c) {
        Segments outputs = outputSegments();
        Tensor y = c.allocate(outputs.rows(), out());
        Tensor taps = byTap(c);
        Packed packed = depthwise() ? null : pack(c, taps, true);
        int[] blocks = blocks(outputs);
        c.parallel().run(blocks.length / 2, (block, worker) -> {
            int s = blocks[2 * block];
            int first = blocks[2 * block + 1];
            int end = Math.min(outputs.end(s), first + ROWS);
            for (int row = first; row < end; row++) {
                int at = y.offset() + row * out();
                if (bias == null) {
                    Arrays.fill(y.array(), at, at + out(), 0);
                } else {
                    System.arraycopy(bias.array(), bias.offset(), y.array(), at, out());
                }
            }
            if (depthwise()) {
                for (int channel = 0; channel < out(); channel += CHANNELS) {
                    for (int row = first; row < end; row++) {
                        ofTaps(c, taps, row - outputs.start(s), s, y, row, channel);
                    }
                }
                return;
            }
            for (int k = 0; k < taps(); k++) {
                Overlap rows = overlap(outputs, s, k).within(first, end, stride);
                packed.multiply(c.kernels(), k, x, x.offset() + rows.from * in(), stride * in(), y,
                        y.offset() + rows.to * out(), out(), rows.count);
            }
        });
        return y;
    }

    /// The sum over those taps that fall into the sequence, of a depthwise convolution.
    ///
    /// @param t number of the output row in its sequence
    /// @param channel the first of those that are computed
    private void ofTaps(Compute c, Tensor taps, int t, int s, Tensor y, int row, int channel) {
        int at = t * stride - padding.left;
        int first = at >= 0 ? 0 : (-at + dilation - 1) / dilation;
        int last = Math.min(taps() - 1, Math.floorDiv(segments.length(s) - 1 - at, dilation));
        if (last >= first) {
            c.kernels().multiplyAddRows(last - first + 1, taps.array(), taps.offset() + first * out() + channel, out(),
                    x.array(), x.offset() + (segments.start(s) + at + first * dilation) * in() + channel,
                    dilation * in(), y.array(), y.offset() + row * out() + channel,
                    Math.min(CHANNELS, out() - channel));
        }
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
        Segments outputs = outputSegments();
        if (into.wants(x)) {
            into.add(x, inputGradient(c, dy, outputs));
        }
        if (into.wants(weight)) {
            into.add(weight, new Views.Permute(weightGradient(c, dy, outputs), 1, 2, 0).forward(c));
        }
        if (into.wants(bias)) {
            into.add(bias, Tasks.columnSums(c, dy));
        }
    }

    /// `dx[t·stride + k·dilation − left] += dy[t]·W_k`.
    private Tensor inputGradient(Compute c, Tensor dy, Segments outputs) {
        Tensor dx = c.zeros(x.shape());
        Tensor taps = byTap(c);
        Packed packed = depthwise() ? null : pack(c, taps, false);
        c.parallel().run(outputs.count(), (s, worker) -> {
            for (int k = 0; k < taps(); k++) {
                Overlap rows = overlap(outputs, s, k);
                if (depthwise()) {
                    for (int i = 0; i < rows.count; i++) {
                        c.kernels().multiplyAdd(taps.array(), taps.offset() + k * out(), dy.array(),
                                dy.offset() + (rows.to + i) * out(), dx.array(),
                                dx.offset() + (rows.from + i * stride) * in(), in());
                    }
                } else {
                    packed.multiply(c.kernels(), k, dy, dy.offset() + rows.to * out(), out(), dx,
                            dx.offset() + rows.from * in(), stride * in(), rows.count);
                }
            }
        });
        return dx;
    }

    /// `dW_k = Σ_t dy[t]ᵀ·x[t·stride + k·dilation − left]`, `[K, out, in/groups]`. Each tap gathers its rows of x,
    /// zeros beyond the ends; in a depthwise convolution it reads them where they are.
    private Tensor weightGradient(Compute c, Tensor dy, Segments outputs) {
        Tensor dw = c.zeros(Shape.of(taps(), out(), in() / groups));
        if (depthwise()) {
            c.parallel().run(taps(), (k, worker) -> {
                for (int s = 0; s < outputs.count(); s++) {
                    Overlap rows = overlap(outputs, s, k);
                    c.kernels().multiplyAddRows(rows.count, dy.array(), dy.offset() + rows.to * out(), out(), x.array(),
                            x.offset() + rows.from * in(), stride * in(), dw.array(), dw.offset() + k * out(), out());
                }
            });
            return dw;
        }
        Tensor shifted = c.allocate(outputs.rows(), in());
        for (int k = 0; k < taps(); k++) {
            Arrays.fill(shifted.array(), shifted.offset(), shifted.offset() + shifted.size(), 0);
            for (int s = 0; s < outputs.count(); s++) {
                Overlap rows = overlap(outputs, s, k);
                for (int i = 0; i < rows.count; i++) {
                    System.arraycopy(x.array(), x.offset() + (rows.from + i * stride) * in(), shifted.array(),
                            shifted.offset() + (rows.to + i) * in(), in());
                }
            }
            int at = dw.offset() + k * out() * (in() / groups);
            for (int g = 0; g < groups; g++) {
                Gemm.Matrix left = new Gemm.Matrix(dy.array(), dy.offset() + g * (out() / groups), out(),
                        outputs.rows(), out() / groups, true, null);
                Gemm.Matrix right = new Gemm.Matrix(shifted.array(), shifted.offset() + g * (in() / groups), in(),
                        outputs.rows(), in() / groups, false, null);
                Gemm.multiply(c, left, right, dw.array(), at + g * (out() / groups) * (in() / groups), false);
            }
        }
        return dw;
    }

    /// The weight as `[K, out, in/groups]`: one matrix a tap.
    private Tensor byTap(Compute c) {
        return new Views.Permute(weight, 2, 0, 1).forward(c);
    }

    /// One packed matrix for each tap and group; `toOut` says which way channels go: W_kᵀ from in to out, or W_k back.
    private record Packed(Tensor numbers, int size, int groups, int from, int to) {
        /// Adds the product of `rows` rows with the matrices of tap `k`.
        void multiply(Kernels kernels, int k, Tensor a, int aOff, int lda, Tensor y, int yOff, int ldy, int rows) {
            for (int g = 0; g < groups && rows > 0; g++) {
                kernels.gemm(a.array(), aOff + g * from, lda, false, numbers.array(),
                        numbers.offset() + (k * groups + g) * size, y.array(), yOff + g * to, ldy, 0, rows, 0,
                        kernels.panels(to), from, to, true);
            }
        }
    }

    private Packed pack(Compute c, Tensor taps, boolean toOut) {
        int outs = out() / groups;
        int ins = in() / groups;
        int from = toOut ? ins : outs;
        int to = toOut ? outs : ins;
        int size = c.kernels().packedSize(from, to);
        Tensor numbers = c.allocate(taps() * groups * size);
        c.parallel().run(taps() * groups, (i, worker) -> c.kernels().pack(taps.array(), taps.offset() + i * outs * ins,
                ins, toOut, from, to, numbers.array(), numbers.offset() + i * size, 0, c.kernels().panels(to)));
        return new Packed(numbers, size, groups, from, to);
    }
}
