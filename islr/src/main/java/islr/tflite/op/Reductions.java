package islr.tflite.op;

import islr.tensor.Shape;
import islr.tensor.kernel.Kernels;
import islr.tflite.value.Value;
import java.util.Arrays;
import java.util.function.LongBinaryOperator;

/// One number of all along some axes, which disappear or become 1.
enum Reductions {
    SUM(0, 0, Long::sum), MEAN(0, 0, Long::sum), PROD(1, 1, (a, b) -> a * b),
    /// NaN is not larger than a number: it is lost unless it comes last.
    MAX(Float.NEGATIVE_INFINITY, Long.MIN_VALUE, Math::max),
    /// NaN is not smaller than a number: it is lost unless it comes last.
    MIN(Float.POSITIVE_INFINITY, Long.MAX_VALUE, Math::min);

    private final float start;
    private final long startWhole;
    private final LongBinaryOperator whole;

    Reductions(float start, long startWhole, LongBinaryOperator whole) {
        this.start = start;
        this.startWhole = startWhole;
        this.whole = whole;
    }

    /// Which axes are reduced, and the shapes before and after.
    private record Plan(Shape full, Shape result, int[] strides, int count) {
        static Plan of(Value x, Value axes, boolean keep) {
            Shape shape = x.shape();
            boolean[] reduced = Axes.named(shape.rank(), axes.ints());
            int[] sizes = shape.toArray();
            int[] kept = new int[sizes.length];
            int rank = 0;
            int count = 1;
            for (int i = 0; i < sizes.length; i++) {
                if (reduced[i]) {
                    count *= sizes[i];
                    sizes[i] = 1;
                }
                if (keep || !reduced[i]) {
                    kept[rank++] = sizes[i];
                }
            }
            int[] strides = Axes.strides(sizes);
            for (int i = 0; i < sizes.length; i++) {
                strides[i] = reduced[i] ? 0 : strides[i];
            }
            return new Plan(shape, Shape.of(Arrays.copyOf(kept, rank)), strides, count);
        }

        /// Calls `each` with runs of the operand, where they go, and the step there: 0 if a run becomes one number.
        void forEach(Each each) {
            if (full.size() == 0) {
                return;
            }
            int[] n = new int[full.rank() + 1];
            int[] q = new int[full.rank() + 1];
            int rank = 0;
            for (int i = 0; i < full.rank(); i++) {
                int size = full.dim(i);
                if (size == 1) {
                    continue;
                }
                if (rank > 0 && q[rank - 1] == strides[i] * size) {
                    n[rank - 1] *= size;
                    q[rank - 1] = strides[i];
                } else {
                    n[rank] = size;
                    q[rank++] = strides[i];
                }
            }
            if (rank == 0) {
                n[rank++] = 1;
            }
            int outer = rank - 1;
            int[] at = new int[outer];
            int to = 0;
            int runs = full.size() / n[outer];
            for (int i = 0; i < runs; i++) {
                each.run(i * n[outer], n[outer], to, q[outer]);
                for (int axis = outer - 1; axis >= 0; axis--) {
                    to += q[axis];
                    if (++at[axis] < n[axis]) {
                        break;
                    }
                    to -= n[axis] * q[axis];
                    at[axis] = 0;
                }
            }
        }
    }

    @FunctionalInterface
    private interface Each {
        void run(int from, int n, int to, int step);
    }

    Factory operator() {
        return node -> {
            boolean keep = node.bool(0);
            return new Operator.Shaped((Operator.Single) (run, in) -> in[0].isFloat()
                    ? floats(run, Plan.of(in[0], in[1], keep), in[0]) : wholes(run, Plan.of(in[0], in[1], keep), in[0]),
                    1);
        };
    }

    private Value floats(Run run, Plan plan, Value x) {
        Value y = run.floats(plan.result);
        float[] a = x.floats().array();
        float[] b = y.floats().array();
        int p = x.at();
        int q = y.at();
        Arrays.fill(b, q, q + y.size(), start);
        Kernels kernels = run.compute().kernels();
        int last = x.shape().rank() == 0 ? 1 : x.shape().columns();
        boolean shortRows = x.shape().rank() > 0 && last < Run.VECTOR && plan.count == last
                && plan.result.size() * last == x.size() && plan.strides[x.shape().rank() - 1] == 0 && last > 1;
        if (shortRows && (this == SUM || this == MEAN)) {
            run.compute().parallel().ranges(y.size(), Run.GRAIN,
                    (begin, end) -> sums(a, p + begin * last, last, b, q + begin, end - begin));
            divide(plan.count, b, q, y.size());
            return y;
        }
        plan.forEach((from, n, to, step) -> {
            if (this == SUM || this == MEAN) {
                if (step == 1 && n >= Run.VECTOR) {
                    kernels.axpy(1, a, p + from, b, q + to, n);
                } else if (step == 0 && n >= Run.VECTOR) {
                    b[q + to] += kernels.sum(a, p + from, n);
                } else {
                    for (int i = 0; i < n; i++) {
                        b[q + to + i * step] += a[p + from + i];
                    }
                }
            } else {
                for (int i = 0; i < n; i++) {
                    int at = q + to + i * step;
                    float before = b[at];
                    float number = a[p + from + i];
                    b[at] = this == PROD ? before * number
                            : this == MAX ? before > number ? before : number : before < number ? before : number;
                }
            }
        });
        divide(plan.count, b, q, y.size());
        return y;
    }

    /// Sums of `rows` rows of `n` numbers.
    private static void sums(float[] x, int from, int n, float[] y, int to, int rows) {
        for (int row = 0; row < rows; row++) {
            y[to + row] = x[from + row * n];
        }
        // All rows' first numbers, then all second ones: a loop of two or three numbers costs more to enter than to
        // run.
        for (int i = 1; i < n; i++) {
            for (int row = 0; row < rows; row++) {
                y[to + row] += x[from + row * n + i];
            }
        }
    }

    private void divide(int count, float[] y, int at, int n) {
        for (int i = at; this == MEAN && i < at + n; i++) {
            y[i] /= count;
        }
    }

    private Value wholes(Run run, Plan plan, Value x) {
        Value y = run.longs(x.type(), plan.result);
        long[] a = x.longs();
        long[] b = y.longs();
        Arrays.fill(b, 0, y.size(), startWhole);
        plan.forEach((from, n, to, step) -> {
            for (int i = 0; i < n; i++) {
                b[to + i * step] = whole.applyAsLong(b[to + i * step], a[from + i]);
            }
        });
        for (int i = 0; i < y.size(); i++) {
            b[i] = Value.wrapped(x.type(), this == MEAN && plan.count > 0 ? b[i] / plan.count : b[i]);
        }
        return y;
    }

    /// `REDUCE_ANY` and `REDUCE_ALL`.
    static Factory flags(boolean all) {
        return node -> {
            boolean keep = node.bool(0);
            return new Operator.Shaped((Operator.Single) (run, in) -> {
                Plan plan = Plan.of(in[0], in[1], keep);
                Value y = run.flags(plan.result);
                boolean[] a = in[0].flags();
                boolean[] b = y.flags();
                Arrays.fill(b, 0, y.size(), all);
                plan.forEach((from, n, to, step) -> {
                    for (int i = 0; i < n; i++) {
                        boolean flag = a[from + i];
                        b[to + i * step] = all ? b[to + i * step] && flag : b[to + i * step] || flag;
                    }
                });
                return y;
            }, 1);
        };
    }

    /// `CUMSUM`: the sum of all numbers up to each along an axis.
    static Factory cumulative() {
        return node -> {
            boolean exclusive = node.bool(0);
            boolean reverse = node.bool(1);
            return new Operator.Shaped((Operator.Single) (run, in) -> {
                Value x = in[0];
                int axis = Axes.of(in[1].item(), x.shape().rank());
                int n = x.shape().dim(axis);
                int inner = x.shape().after(axis);
                Value y = run.room(x.type(), x.shape());
                for (int row = 0; n > 0 && row < x.size() / n; row++) {
                    int first = row / inner * n * inner + row % inner;
                    float sum = 0;
                    long whole = 0;
                    for (int i = 0; i < n; i++) {
                        int at = first + (reverse ? n - 1 - i : i) * inner;
                        if (x.isFloat()) {
                            float next = sum + x.floats().array()[x.at() + at];
                            y.floats().array()[y.at() + at] = exclusive ? sum : next;
                            sum = next;
                        } else {
                            long next = Value.wrapped(x.type(), whole + x.longs()[at]);
                            y.longs()[at] = exclusive ? whole : next;
                            whole = next;
                        }
                    }
                }
                return y;
            }, 1);
        };
    }
}
