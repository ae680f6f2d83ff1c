package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.kernel.Kernels;
import java.util.Arrays;
import java.util.List;

/// Sums and largest numbers, along an axis or over the rows of each sequence. Means and variances are made of these.
public final class Reductions {
    private Reductions() {}

    /// `y = Σ x` along an axis, which disappears; `dx = dy`, repeated.
    public record Sum(Tensor x, int axis) implements Operation.Stateless {
        public Sum {
            axis = x.shape().axis(axis);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            Tensor y = c.zeros(x.shape().without(axis));
            int n = x.shape().dim(axis);
            int inner = x.shape().after(axis);
            c.parallel().ranges(x.shape().before(axis), Math.max(1, Tasks.NUMBERS / Math.max(1, n * inner)),
                    (from, to) -> {
                        for (int o = from; o < to; o++) {
                            if (inner == 1) {
                                y.array()[y.offset() + o] = c.kernels().sum(x.array(), x.offset() + o * n, n);
                            } else {
                                for (int i = 0; i < n; i++) {
                                    c.kernels().axpy(1, x.array(), x.offset() + (o * n + i) * inner, y.array(),
                                            y.offset() + o * inner, inner);
                                }
                            }
                        }
                    });
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            Tensor dx = c.allocate(x.shape());
            int n = x.shape().dim(axis);
            int inner = x.shape().after(axis);
            for (int row = 0; row < x.shape().before(axis) * n; row++) {
                int from = dy.offset() + row / n * inner;
                int to = dx.offset() + row * inner;
                System.arraycopy(dy.array(), from, dx.array(), to, inner);
            }
            into.add(x, dx);
        }
    }

    /// `y = max x` along an axis, which disappears. The gradient goes to the first of equal numbers.
    public record Max(Tensor x, int axis) implements Operation.Stateless {

        /// @throws IllegalArgumentException if the axis is empty
        public Max {
            axis = x.shape().axis(axis);
            if (x.shape().dim(axis) == 0) {
                throw new IllegalArgumentException("max: axis " + axis + " of " + x.shape() + " is empty");
            }
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            Tensor y = c.allocate(x.shape().without(axis));
            int n = x.shape().dim(axis);
            int inner = x.shape().after(axis);
            for (int o = 0; o < x.shape().before(axis); o++) {
                largest(c, x, o * n * inner, n, inner, y, o * inner);
            }
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            Tensor dx = c.zeros(x.shape());
            int n = x.shape().dim(axis);
            int inner = x.shape().after(axis);
            for (int o = 0; o < x.shape().before(axis); o++) {
                toLargest(x, dx, o * n * inner, n, inner, y, dy, o * inner);
            }
            into.add(x, dx);
        }
    }

    /// The weighted sum or mean of the rows of each sequence: `y_s = Σ_r w_r·x_r` (`/ Σ_r w_r` for a mean).
    ///
    /// - `x` `[rows, C]` → `y` `[sequences, C]`
    /// - `weights` w `[rows]`, constant: a mask, or the multiplicities of the segments; null for those of the segments
    ///
    /// Gradient: `dx_r = w_r·dy_s` (`/ Σ w`). A mean over nothing is 0/0 = NaN, as in the reference; callers decide
    /// what that means.
    public record OfSegments(Tensor x, Segments segments, float[] weights, boolean mean)
            implements Operation.Stateless {

        /// @throws IllegalArgumentException if there is not one row, or one weight, for each row of the segments
        public OfSegments {
            segments.requireRows("segment sum", x);
            if (weights != null && weights.length != segments.rows()) {
                throw new IllegalArgumentException(
                        "segment sum: " + weights.length + " weights for " + segments.rows() + " rows");
            }
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            int n = x.size() / Math.max(1, segments.rows());
            Tensor y = c.zeros(x.shape().with(0, segments.count()));
            c.parallel().run(segments.count(), (s, worker) -> {
                int to = y.offset() + s * n;
                for (int row = segments.start(s); row < segments.end(s); row++) {
                    c.kernels().axpy(weight(row), x.array(), x.offset() + row * n, y.array(), to, n);
                }
                if (mean) {
                    c.kernels().affine(1 / total(s), 0, y.array(), to, y.array(), to, n);
                }
            });
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            int n = x.size() / Math.max(1, segments.rows());
            Tensor dx = c.allocate(x.shape());
            c.parallel().run(segments.count(), (s, worker) -> {
                float factor = mean ? 1 / total(s) : 1;
                for (int row = segments.start(s); row < segments.end(s); row++) {
                    c.kernels().affine(weight(row) * factor, 0, dy.array(), dy.offset() + s * n, dx.array(),
                            dx.offset() + row * n, n);
                }
            });
            into.add(x, dx);
        }

        private float weight(int row) {
            return weights == null ? segments.multiplicity(row) : weights[row];
        }

        private float total(int segment) {
            float total = 0;
            for (int row = segments.start(segment); row < segments.end(segment); row++) {
                total += weight(row);
            }
            return total;
        }
    }

    /// The largest number of each channel over the rows of each sequence: `x` `[rows, C]` → `y` `[sequences, C]`; the
    /// gradient goes to the first of equal ones.
    public record MaxOfSegments(Tensor x, Segments segments) implements Operation.Stateless {

        /// @throws IllegalArgumentException if the rows do not fit or a sequence has none
        public MaxOfSegments {
            segments.requireRows("segment max", x);
            for (int s = 0; s < segments.count(); s++) {
                if (segments.length(s) == 0) {
                    throw new IllegalArgumentException("segment max: sequence " + s + " has no rows");
                }
            }
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            int n = x.size() / Math.max(1, segments.rows());
            Tensor y = c.allocate(x.shape().with(0, segments.count()));
            c.parallel().run(segments.count(),
                    (s, worker) -> largest(c, x, segments.start(s) * n, segments.length(s), n, y, s * n));
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            int n = x.size() / Math.max(1, segments.rows());
            Tensor dx = c.zeros(x.shape());
            c.parallel().run(segments.count(),
                    (s, worker) -> toLargest(x, dx, segments.start(s) * n, segments.length(s), n, y, dy, s * n));
            into.add(x, dx);
        }
    }

    /// Column by column the largest of `n` rows of `inner` numbers.
    private static void largest(Compute c, Tensor x, int from, int n, int inner, Tensor y, int to) {
        int target = y.offset() + to;
        Arrays.fill(y.array(), target, target + inner, Float.NEGATIVE_INFINITY);
        if (inner == 1) {
            y.array()[target] = c.kernels().max(x.array(), x.offset() + from, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            c.kernels().binary(Kernels.Binary.MAXIMUM, y.array(), target, 1, x.array(), x.offset() + from + i * inner,
                    1, y.array(), target, inner);
        }
    }

    private static void toLargest(Tensor x, Tensor dx, int from, int n, int inner, Tensor y, Tensor dy, int to) {
        for (int j = 0; j < inner; j++) {
            float largest = y.array()[y.offset() + to + j];
            int i = 0;
            while (i < n - 1 && x.array()[x.offset() + from + i * inner + j] != largest) {
                i++;
            }
            dx.array()[dx.offset() + from + i * inner + j] = dy.array()[dy.offset() + to + j];
        }
    }
}
