package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static islr.tensor.kernel.simd.Lanes.load;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;

import islr.tensor.kernel.Kernels.Unary;
import islr.tensor.kernel.ScalarKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Functions of one number and their derivatives, each a loop of its own.
///
/// Exact ones leave the rest of less than a vector to the scalar twin, as in [ElementwiseSimd]. Those of [MathSimd] round differently from
/// the twin, so their last round has lanes to spare and stores under a mask. After such a function the compiler's budget is spent (see
/// there), so the store is spelt out rather than a helper of [Lanes], and all that can come after the function does.
final class UnarySimd {
    private static final ScalarKernels REST = new ScalarKernels();

    private UnarySimd() {}

    /// See [islr.tensor.kernel.Kernels#unary].
    static void unary(Unary f, float[] x, int xOff, float[] y, int yOff, int n) {
        switch (f) {
            case EXP -> exp(x, xOff, y, yOff, n);
            case LOG -> log(x, xOff, y, yOff, n);
            case SQRT -> sqrt(x, xOff, y, yOff, n);
            case SQUARE -> square(x, xOff, y, yOff, n);
            case RELU -> relu(x, xOff, y, yOff, n);
            case GELU -> gelu(x, xOff, y, yOff, n);
            case SILU -> silu(x, xOff, y, yOff, n);
            case SIGMOID -> sigmoid(x, xOff, y, yOff, n);
            case TANH -> tanh(x, xOff, y, yOff, n);
        }
    }

    private static void exp(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector value = MathSimd.exp(load(x, xOff + i, n - i));
            if (n - i >= COUNT) {
                value.intoArray(y, yOff + i);
            } else {
                value.intoArray(y, yOff + i, FLOAT.indexInRange(i, n));
            }
        }
    }

    private static void log(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector value = MathSimd.log(load(x, xOff + i, n - i));
            if (n - i >= COUNT) {
                value.intoArray(y, yOff + i);
            } else {
                value.intoArray(y, yOff + i, FLOAT.indexInRange(i, n));
            }
        }
    }

    private static void sqrt(float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            v.sqrt().intoArray(y, yOff + i);
        }
        REST.unary(Unary.SQRT, x, xOff + i, y, yOff + i, n - i);
    }

    private static void square(float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            v.mul(v).intoArray(y, yOff + i);
        }
        REST.unary(Unary.SQUARE, x, xOff + i, y, yOff + i, n - i);
    }

    private static void relu(float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            // NaN is not ≤ 0 and stays.
            v.blend(0f, v.compare(LE, 0f)).intoArray(y, yOff + i);
        }
        REST.unary(Unary.RELU, x, xOff + i, y, yOff + i, n - i);
    }

    private static void gelu(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector value = MathSimd.gelu(load(x, xOff + i, n - i));
            if (n - i >= COUNT) {
                value.intoArray(y, yOff + i);
            } else {
                value.intoArray(y, yOff + i, FLOAT.indexInRange(i, n));
            }
        }
    }

    private static void silu(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector v = load(x, xOff + i, n - i);
            FloatVector value = v.mul(MathSimd.sigmoid(v));
            if (n - i >= COUNT) {
                value.intoArray(y, yOff + i);
            } else {
                value.intoArray(y, yOff + i, FLOAT.indexInRange(i, n));
            }
        }
    }

    private static void sigmoid(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector value = MathSimd.sigmoid(load(x, xOff + i, n - i));
            if (n - i >= COUNT) {
                value.intoArray(y, yOff + i);
            } else {
                value.intoArray(y, yOff + i, FLOAT.indexInRange(i, n));
            }
        }
    }

    private static void tanh(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector value = MathSimd.tanh(load(x, xOff + i, n - i));
            if (n - i >= COUNT) {
                value.intoArray(y, yOff + i);
            } else {
                value.intoArray(y, yOff + i, FLOAT.indexInRange(i, n));
            }
        }
    }

    /// See [islr.tensor.kernel.Kernels#unaryBackward].
    static void unaryBackward(Unary f, float[] x, int xOff, float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        switch (f) {
            case EXP -> ElementwiseSimd.multiply(dy, dyOff, 1, y, yOff, 1, dx, dxOff, n);
            case LOG -> logBackward(x, xOff, dy, dyOff, dx, dxOff, n);
            case SQRT -> sqrtBackward(y, yOff, dy, dyOff, dx, dxOff, n);
            case SQUARE -> squareBackward(x, xOff, dy, dyOff, dx, dxOff, n);
            case RELU -> reluBackward(x, xOff, dy, dyOff, dx, dxOff, n);
            case GELU -> geluBackward(x, xOff, dy, dyOff, dx, dxOff, n);
            case SILU -> siluBackward(x, xOff, dy, dyOff, dx, dxOff, n);
            case SIGMOID -> sigmoidBackward(y, yOff, dy, dyOff, dx, dxOff, n);
            case TANH -> tanhBackward(y, yOff, dy, dyOff, dx, dxOff, n);
        }
    }

    private static void logBackward(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            FloatVector derivative = broadcast(FLOAT, 1f).div(v);
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.LOG, x, xOff + i, x, xOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }

    private static void sqrtBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, y, yOff + i);
            FloatVector derivative = broadcast(FLOAT, 0.5f).div(v);
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.SQRT, y, yOff + i, y, yOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }

    private static void squareBackward(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            FloatVector derivative = v.mul(2f);
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.SQUARE, x, xOff + i, x, xOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }

    private static void reluBackward(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            FloatVector derivative = broadcast(FLOAT, 0f).blend(1f, v.compare(GT, 0f));
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.RELU, x, xOff + i, x, xOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }

    private static void geluBackward(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector derivative = MathSimd.geluDerivative(load(x, xOff + i, n - i));
            if (n - i >= COUNT) {
                fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
            } else {
                VectorMask<Float> inside = FLOAT.indexInRange(i, n);
                fromArray(FLOAT, dy, dyOff + i, inside).mul(derivative).intoArray(dx, dxOff + i, inside);
            }
        }
    }

    /// `σ·(1 + x·(1 − σ))`.
    private static void siluBackward(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector v = load(x, xOff + i, n - i);
            FloatVector s = MathSimd.sigmoid(v);
            FloatVector derivative = s.mul(v.mul(broadcast(FLOAT, 1f).sub(s)).add(1f));
            if (n - i >= COUNT) {
                fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
            } else {
                VectorMask<Float> inside = FLOAT.indexInRange(i, n);
                fromArray(FLOAT, dy, dyOff + i, inside).mul(derivative).intoArray(dx, dxOff + i, inside);
            }
        }
    }

    private static void sigmoidBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, y, yOff + i);
            FloatVector derivative = v.mul(broadcast(FLOAT, 1f).sub(v));
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.SIGMOID, y, yOff + i, y, yOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }

    private static void tanhBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, y, yOff + i);
            FloatVector derivative = broadcast(FLOAT, 1f).sub(v.mul(v));
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.TANH, y, yOff + i, y, yOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }
}
