package islr.tflite.op;

import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import islr.tensor.op.Activations;
import islr.tflite.value.Value;
import java.util.function.LongUnaryOperator;

/// Functions of single numbers.
final class Unary {
    private Unary() {}

    /// A function of one number.
    @FunctionalInterface
    interface Function {
        float of(float x);
    }

    /// A function that the engine has.
    static Factory operator(Kernels.Unary function) {
        return node -> (Operator.Single) (run, in) -> of(run, function, in[0]);
    }

    static Value of(Run run, Kernels.Unary function, Value x) {
        return run.of(run.compute().run(new Activations.Unary(function, x.floats())));
    }

    /// Any function of floating-point numbers.
    static Factory operator(Function function) {
        return node -> (Operator.Single) (run, in) -> of(run, function, in[0]);
    }

    /// A function that is also defined for whole numbers.
    static Factory operator(Function function, LongUnaryOperator ofWhole) {
        return node -> (Operator.Single) (run, in) -> in[0].isFloat() ? of(run, function, in[0])
                : wholes(run, ofWhole, in[0]);
    }

    static Value of(Run run, Function function, Value x) {
        Tensor from = x.floats();
        Value y = run.floats(x.shape());
        float[] a = from.array();
        float[] b = y.floats().array();
        run.compute().parallel().ranges(x.size(), Run.GRAIN, (begin, end) -> {
            for (int i = begin; i < end; i++) {
                b[y.at() + i] = function.of(a[x.at() + i]);
            }
        });
        return y;
    }

    private static Value wholes(Run run, LongUnaryOperator function, Value x) {
        long[] a = x.longs();
        Value y = run.longs(x.type(), x.shape());
        long[] b = y.longs();
        for (int i = 0; i < x.size(); i++) {
            b[i] = Value.wrapped(x.type(), function.applyAsLong(a[i]));
        }
        return y;
    }

    /// The nearest number of a range; NaN stays.
    static Factory clamp(float least, float most) {
        return node -> (Operator.Single) (run, in) -> {
            Value y = run.floats(in[0].shape());
            Tensor x = in[0].floats();
            System.arraycopy(x.array(), x.offset(), y.floats().array(), y.at(), x.size());
            Activation.clamp(run, y.floats(), least, most);
            return y;
        };
    }

    /// `1 / √x`: of the two operations that are as exact as can be.
    static float rsqrt(float x) {
        return 1 / (float) Math.sqrt(x);
    }

    /// `x · min(max(x + 3, 0), 6) / 6`.
    static float hardSwish(float x) {
        return x * Math.min(6, Math.max(0, x + 3)) / 6;
    }

    static float elu(float x) {
        return x < 0 ? (float) Math.expm1(x) : x;
    }

    /// `x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))`.
    static float geluApproximate(float x) {
        return 0.5f * x * (1 + (float) Math.tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)));
    }

    static float sign(float x) {
        return x > 0 ? 1 : x < 0 ? -1 : x;
    }
}
