package islr.tflite.op;

import islr.tensor.kernel.Kernels;
import islr.tflite.value.Value;
import islr.weights.tflite.TensorType;

/// Functions of two numbers, number by number, with broadcasting.
enum Arithmetic {
    ADD(Kernels.Binary.ADD) {
        @Override
        long of(long a, long b) {
            return a + b;
        }
    },
    SUB(Kernels.Binary.SUBTRACT) {
        @Override
        long of(long a, long b) {
            return a - b;
        }
    },
    MUL(Kernels.Binary.MULTIPLY) {
        @Override
        long of(long a, long b) {
            return a * b;
        }
    },
    DIV(Kernels.Binary.DIVIDE) {
        @Override
        long of(long a, long b) {
            return a / divisor(b);
        }
    },
    /// Where one is NaN, the second operand.
    MAXIMUM(null) {
        @Override
        float of(float a, float b) {
            return a > b ? a : b;
        }

        @Override
        long of(long a, long b) {
            return Math.max(a, b);
        }
    },
    /// Where one is NaN, the second operand.
    MINIMUM(null) {
        @Override
        float of(float a, float b) {
            return a < b ? a : b;
        }

        @Override
        long of(long a, long b) {
            return Math.min(a, b);
        }
    },
    SQUARED_DIFFERENCE(null) {
        @Override
        float of(float a, float b) {
            return (a - b) * (a - b);
        }

        @Override
        long of(long a, long b) {
            return (a - b) * (a - b);
        }
    },
    POW(null) {
        @Override
        float of(float a, float b) {
            // As C has it; Java's is NaN for these.
            return a == 1 || a == -1 && Float.isInfinite(b) ? 1 : (float) Math.pow(a, b);
        }

        @Override
        long of(long a, long b) {
            if (b < 0) {
                throw new IllegalArgumentException("a whole number to the power " + b);
            }
            long power = 1;
            long base = a;
            for (long left = b; left > 0; left >>= 1) {
                power = (left & 1) == 1 ? power * base : power;
                base *= base;
            }
            return power;
        }
    },
    FLOOR_DIV(null) {
        @Override
        float of(float a, float b) {
            return (float) Math.floor(a / b);
        }

        @Override
        long of(long a, long b) {
            return Math.floorDiv(a, divisor(b));
        }
    },
    /// With the sign of the divisor.
    FLOOR_MOD(null) {
        @Override
        float of(float a, float b) {
            float rest = a % b;
            return rest != 0 && b < 0 != rest < 0 ? rest + b : rest;
        }

        @Override
        long of(long a, long b) {
            return Math.floorMod(a, divisor(b));
        }
    },
    ATAN2(null) {
        @Override
        float of(float a, float b) {
            return (float) Math.atan2(a, b);
        }

        @Override
        long of(long a, long b) {
            throw new IllegalArgumentException("it is not defined for whole numbers");
        }
    },
    BITWISE_XOR(null) {
        @Override
        long of(long a, long b) {
            return a ^ b;
        }
    },
    /// With the sign of the number.
    RIGHT_SHIFT(null) {
        @Override
        long of(long a, long b) {
            return a >> Math.clamp(b, 0, Long.SIZE - 1);
        }
    };

    private final Kernels.Binary kernel;

    Arithmetic(Kernels.Binary kernel) {
        this.kernel = kernel;
    }

    private static long divisor(long b) {
        if (b == 0) {
            throw new IllegalArgumentException("a whole number is divided by 0");
        }
        return b;
    }

    float of(float a, float b) {
        return switch (this) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            default -> throw new IllegalArgumentException("it is defined for whole numbers only");
        };
    }

    abstract long of(long a, long b);

    /// The operator, with the activation that the option of a number says.
    Factory operator(int activation) {
        return node -> {
            Activation after = node.activation(activation);
            return (Operator.Single) (run, in) -> after.apply(run, apply(run, in[0], in[1]));
        };
    }

    /// The operator without an activation.
    Factory operator() {
        return node -> (Operator.Single) (run, in) -> apply(run, in[0], in[1]);
    }

    /// The function of all numbers of two values.
    Value apply(Run run, Value a, Value b) {
        Pairs pairs = new Pairs(a.shape(), b.shape());
        if (a.isFloat() || b.isFloat()) {
            return floats(run, a, b, pairs);
        }
        if (a.isFlags() && b.isFlags() && this == BITWISE_XOR) {
            return flags(run, a, b, pairs);
        }
        TensorType type = a.type();
        long[] p = a.longs();
        long[] q = b.longs();
        Value y = run.longs(type, pairs.result);
        long[] to = y.longs();
        pairs.forEach(run, (i, j, k) -> {
            for (int n = 0; n < pairs.length; n++) {
                to[k + n] = Value.wrapped(type, of(p[i + n * pairs.aStep], q[j + n * pairs.bStep]));
            }
        });
        return y;
    }

    private static Value flags(Run run, Value a, Value b, Pairs pairs) {
        boolean[] p = a.flags();
        boolean[] q = b.flags();
        Value y = run.flags(pairs.result);
        boolean[] to = y.flags();
        pairs.forEach(run, (i, j, k) -> {
            for (int n = 0; n < pairs.length; n++) {
                to[k + n] = p[i + n * pairs.aStep] != q[j + n * pairs.bStep];
            }
        });
        return y;
    }

    private Value floats(Run run, Value a, Value b, Pairs pairs) {
        if (this == SQUARED_DIFFERENCE) {
            return squared(run, SUB.apply(run, a, b));
        }
        float[] p = a.floats().array();
        float[] q = b.floats().array();
        int pAt = a.at();
        int qAt = b.at();
        Value y = run.floats(pairs.result);
        float[] to = y.floats().array();
        int at = y.at();
        if (pairs.result.size() == 0) {
            return y;
        }
        boolean whole = pairs.length == pairs.result.size();
        if (kernel != null && whole) {
            run.compute().parallel().ranges(pairs.length, Run.GRAIN,
                    (from, end) -> run.compute().kernels().binary(kernel, p, pAt + from * pairs.aStep, pairs.aStep, q,
                            qAt + from * pairs.bStep, pairs.bStep, to, at + from, end - from));
        } else if (kernel != null && pairs.length >= Run.VECTOR) {
            pairs.forEach(run, (i, j, k) -> run.compute().kernels().binary(kernel, p, pAt + i, pairs.aStep, q, qAt + j,
                    pairs.bStep, to, at + k, pairs.length));
        } else {
            pairs.forEachBlock(run, (i, j, k, count, iApart, jApart) -> {
                // Along the longer of the two axes: a loop of two or three numbers costs more to enter than to run.
                if (count > pairs.length) {
                    for (int n = 0; n < pairs.length; n++) {
                        loop(p, pAt + i + n * pairs.aStep, iApart, q, qAt + j + n * pairs.bStep, jApart, to, at + k + n,
                                pairs.length, count);
                    }
                } else {
                    for (int n = 0; n < count; n++) {
                        loop(p, pAt + i + n * iApart, pairs.aStep, q, qAt + j + n * jApart, pairs.bStep, to,
                                at + k + n * pairs.length, 1, pairs.length);
                    }
                }
            });
        }
        return y;
    }

    private static Value squared(Run run, Value d) {
        float[] numbers = d.floats().array();
        run.compute().parallel().ranges(d.size(), Run.GRAIN,
                (from, to) -> run.compute().kernels().binary(Kernels.Binary.MULTIPLY, numbers, d.at() + from, 1,
                        numbers, d.at() + from, 1, numbers, d.at() + from, to - from));
        return d;
    }

    /// The frequent functions have loops of their own: a loop that calls another function each time is slow.
    private void loop(float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] y, int yAt, int yStep,
            int n) {
        switch (this) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i * yStep] = a[aAt + i * aStep] + b[bAt + i * bStep];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i * yStep] = a[aAt + i * aStep] - b[bAt + i * bStep];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i * yStep] = a[aAt + i * aStep] * b[bAt + i * bStep];
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i * yStep] = a[aAt + i * aStep] / b[bAt + i * bStep];
                }
            }
            case MAXIMUM -> {
                for (int i = 0; i < n; i++) {
                    float p = a[aAt + i * aStep];
                    float q = b[bAt + i * bStep];
                    y[yAt + i * yStep] = p > q ? p : q;
                }
            }
            case MINIMUM -> {
                for (int i = 0; i < n; i++) {
                    float p = a[aAt + i * aStep];
                    float q = b[bAt + i * bStep];
                    y[yAt + i * yStep] = p < q ? p : q;
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i * yStep] = of(a[aAt + i * aStep], b[bAt + i * bStep]);
                }
            }
        }
    }
}
