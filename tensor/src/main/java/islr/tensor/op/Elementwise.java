package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.kernel.Kernels;
import java.util.List;
import java.util.Locale;

/// Arithmetic number by number, with broadcasting.
public final class Elementwise {
    private Elementwise() {}

    /// `y = f(a, b)` with f one of +, −, ·, /, max; shapes broadcast as in NumPy.
    ///
    /// Gradients: the derivative times dy, summed over the axes along which an operand was repeated. Where a maximum is
    /// a tie, each operand takes half, as in PyTorch.
    public record Binary(Kernels.Binary function, Tensor a, Tensor b) implements Operation.Stateless {

        /// @throws IllegalArgumentException if the shapes do not broadcast
        public Binary {
            new Broadcast(name(function), a.shape(), b.shape());
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }

        @Override
        public Tensor forward(Compute c) {
            return apply(c, function, a, b);
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            if (into.wants(a)) {
                into.add(a, sumTo(c, a.shape(), switch (function) {
                    case ADD, SUBTRACT -> dy;
                    case MULTIPLY -> apply(c, Kernels.Binary.MULTIPLY, dy, b);
                    case DIVIDE -> apply(c, Kernels.Binary.DIVIDE, dy, b);
                    case MAXIMUM -> apply(c, Kernels.Binary.MULTIPLY, dy, share(c, a, b));
                }));
            }
            if (into.wants(b)) {
                into.add(b, sumTo(c, b.shape(), switch (function) {
                    case ADD -> dy;
                    case SUBTRACT -> scaled(c, -1, dy);
                    case MULTIPLY -> apply(c, Kernels.Binary.MULTIPLY, dy, a);
                    case DIVIDE ->
                            scaled(c, -1, apply(c, Kernels.Binary.DIVIDE, apply(c, Kernels.Binary.MULTIPLY, dy, y), b));
                    case MAXIMUM -> apply(c, Kernels.Binary.MULTIPLY, dy, share(c, b, a));
                }));
            }
        }

        /// 1 where `p` is larger than `q`, ½ where they are equal, 0 elsewhere: (sign(p − q) + 1) / 2.
        private static Tensor share(Compute c, Tensor p, Tensor q) {
            Tensor d = apply(c, Kernels.Binary.SUBTRACT, p, q);
            for (int i = d.offset(); i < d.offset() + d.size(); i++) {
                d.array()[i] = (Math.signum(d.array()[i]) + 1) / 2;
            }
            return d;
        }
    }

    /// `y = factor·x + shift` with fixed numbers; gradient `dx = factor·dy`.
    public record Affine(Tensor x, float factor, float shift) implements Operation.Stateless {
        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            Tensor y = c.allocate(x.shape());
            Tasks.pieces(c, x.size(), (from, to) -> c.kernels().affine(factor, shift, x.array(), x.offset() + from,
                    y.array(), y.offset() + from, to - from));
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            into.add(x, scaled(c, factor, dy));
        }
    }

    /// `y = condition ≠ 0 ? a : b`, all three broadcasting.
    ///
    /// Gradients: dy where the operand was chosen, 0 elsewhere. None flows to the condition.
    public record Where(Tensor condition, Tensor a, Tensor b) implements Operation.Stateless {

        /// @throws IllegalArgumentException if the shapes do not broadcast
        public Where {
            new Broadcast("where", condition.shape(), new Broadcast("where", a.shape(), b.shape()).result);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }

        @Override
        public Tensor forward(Compute c) {
            Shape shape = new Broadcast("where", condition.shape(),
                    new Broadcast("where", a.shape(), b.shape()).result).result;
            Tensor y = c.allocate(shape);
            int aStep = rowStep(a, shape);
            int bStep = rowStep(b, shape);
            if (byRows(shape) && aStep >= 0 && bStep >= 0) {
                for (int i = 0; i < shape.rows(); i++) {
                    Tensor from = chosen(i) ? a : b;
                    int step = chosen(i) ? aStep : bStep;
                    System.arraycopy(from.array(), from.offset() + i * step, y.array(),
                            y.offset() + i * shape.columns(), shape.columns());
                }
            } else {
                choose(expand(c, condition, shape), expand(c, a, shape), expand(c, b, shape), y);
            }
            return y;
        }

        /// Whether the condition has one number for every row of the result.
        private boolean byRows(Shape result) {
            return result.rank() > 0 && condition.shape().equals(result.with(-1, 1));
        }

        private boolean chosen(int row) {
            return condition.array()[condition.offset() + row] != 0;
        }

        /// How far apart two rows of an operand are: 0 if it is one row that stands for all, −1 if it is neither that
        /// nor of the result's shape.
        private static int rowStep(Tensor x, Shape result) {
            return x.shape().equals(result) ? result.columns()
                    : x.shape().rank() == 1 && x.size() == result.columns() ? 0 : -1;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            if (into.wants(a)) {
                into.add(a, sumTo(c, a.shape(), share(c, dy, true)));
            }
            if (into.wants(b)) {
                into.add(b, sumTo(c, b.shape(), share(c, dy, false)));
            }
        }

        /// The gradient where the condition is as given, 0 elsewhere.
        private Tensor share(Compute c, Tensor dy, boolean where) {
            Shape shape = dy.shape();
            if (!byRows(shape)) {
                Tensor chosen = expand(c, condition, shape);
                Tensor zeros = c.zeros(shape);
                return choose(chosen, where ? dy : zeros, where ? zeros : dy, c.allocate(shape));
            }
            Tensor share = c.zeros(shape);
            for (int i = 0; i < shape.rows(); i++) {
                if (chosen(i) == where) {
                    int at = i * shape.columns();
                    System.arraycopy(dy.array(), dy.offset() + at, share.array(), share.offset() + at, shape.columns());
                }
            }
            return share;
        }

        /// A choice, not a product with 0 and 1: a NaN that is not chosen leaves no trace.
        private static Tensor choose(Tensor condition, Tensor a, Tensor b, Tensor y) {
            for (int i = 0; i < y.size(); i++) {
                y.array()[y.offset() + i] = condition.array()[condition.offset() + i] != 0 ? a.array()[a.offset() + i]
                        : b.array()[b.offset() + i];
            }
            return y;
        }

        private static Tensor expand(Compute c, Tensor x, Shape shape) {
            if (x.shape().equals(shape)) {
                return x;
            }
            Tensor y = c.allocate(shape);
            Broadcast runs = new Broadcast("where", x.shape(), shape);
            runs.forEach(0, runs.runs(), (from, same, to) -> {
                for (int i = 0; i < runs.length; i++) {
                    y.array()[y.offset() + to + i] = x.array()[x.offset() + from + i * runs.aStep];
                }
            });
            return y;
        }
    }

    /// `f(a, b)` without a record, for backward passes.
    static Tensor apply(Compute c, Kernels.Binary function, Tensor a, Tensor b) {
        Broadcast runs = new Broadcast(name(function), a.shape(), b.shape());
        Tensor y = c.allocate(runs.result);
        int runsInTask = Math.max(1, Tasks.NUMBERS / Math.max(1, runs.length));
        if (runs.runs() == 1) {
            Tasks.pieces(c, y.size(),
                    (from, to) -> c.kernels().binary(function, a.array(), a.offset() + from * runs.aStep, runs.aStep,
                            b.array(), b.offset() + from * runs.bStep, runs.bStep, y.array(), y.offset() + from,
                            to - from));
        } else {
            c.parallel().ranges(runs.runs(), runsInTask,
                    (from, to) -> runs.forEach(from, to,
                            (p, q, r) -> c.kernels().binary(function, a.array(), a.offset() + p, runs.aStep, b.array(),
                                    b.offset() + q, runs.bStep, y.array(), y.offset() + r, runs.length)));
        }
        return y;
    }

    static Tensor scaled(Compute c, float factor, Tensor x) {
        return new Affine(x, factor, 0).forward(c);
    }

    /// Sums `x` over the axes along which `shape` was repeated to become the shape of `x`. In a fixed order, on one
    /// thread.
    static Tensor sumTo(Compute c, Shape shape, Tensor x) {
        if (shape.equals(x.shape())) {
            return x;
        }
        Tensor sum = c.zeros(shape);
        Broadcast runs = new Broadcast("sum", shape, x.shape());
        runs.forEach(0, runs.runs(), (to, from, r) -> {
            if (runs.aStep == 1) {
                c.kernels().axpy(1, x.array(), x.offset() + from, sum.array(), sum.offset() + to, runs.length);
            } else {
                sum.array()[sum.offset() + to] += c.kernels().sum(x.array(), x.offset() + from, runs.length);
            }
        });
        return sum;
    }

    private static String name(Kernels.Binary function) {
        return function.name().toLowerCase(Locale.ROOT);
    }
}
