package islr.tflite.op;

import islr.tflite.value.Value;

/// Comparisons number by number, with broadcasting. With NaN each is false but `NOT_EQUAL`.
enum Comparison {
    EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL;

    Factory operator() {
        return node -> (Operator.Single) this::apply;
    }

    private Value apply(Run run, Value... in) {
        Value a = in[0];
        Value b = in[1];
        Pairs pairs = new Pairs(a.shape(), b.shape());
        Value y = run.flags(pairs.result);
        boolean[] to = y.flags();
        switch (a.array()) {
            case float[] p -> {
                float[] q = b.floats().array();
                if (pairs.length == pairs.result.size()) {
                    run.compute().parallel().ranges(pairs.length, Run.GRAIN,
                            (from, end) -> floats(p, a.at() + from * pairs.aStep, pairs.aStep, q,
                                    b.at() + from * pairs.bStep, pairs.bStep, to, from, end - from));
                } else {
                    pairs.forEach(run, (i, j, k) -> floats(p, a.at() + i, pairs.aStep, q, b.at() + j, pairs.bStep, to,
                            k, pairs.length));
                }
            }
            case long[] p -> {
                long[] q = b.longs();
                pairs.forEach(run, (i, j, k) -> {
                    for (int n = 0; n < pairs.length; n++) {
                        to[k + n] = of(Long.compare(p[i + n * pairs.aStep], q[j + n * pairs.bStep]));
                    }
                });
            }
            default -> {
                boolean[] p = a.flags();
                boolean[] q = b.flags();
                pairs.forEach(run, (i, j, k) -> {
                    for (int n = 0; n < pairs.length; n++) {
                        to[k + n] = of(Boolean.compare(p[i + n * pairs.aStep], q[j + n * pairs.bStep]));
                    }
                });
            }
        }
        return y;
    }

    private boolean of(int order) {
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_EQUAL -> order >= 0;
        };
    }

    private void floats(float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, boolean[] y, int yAt, int n) {
        if (aStep == 1 && bStep == 1) {
            numbers(a, aAt, b, bAt, y, yAt, n);
        } else if (aStep == 1) {
            number(this, a, aAt, b[bAt], y, yAt, n);
        } else if (bStep == 1) {
            number(turned(), b, bAt, a[aAt], y, yAt, n);
        } else {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = of(a[aAt], b[bAt]);
            }
        }
    }

    /// The comparison of b with a that says what this one says of a with b.
    private Comparison turned() {
        return switch (this) {
            case EQUAL, NOT_EQUAL -> this;
            case LESS -> GREATER;
            case LESS_EQUAL -> GREATER_EQUAL;
            case GREATER -> LESS;
            case GREATER_EQUAL -> LESS_EQUAL;
        };
    }

    private boolean of(float a, float b) {
        return switch (this) {
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
            case LESS -> a < b;
            case LESS_EQUAL -> a <= b;
            case GREATER -> a > b;
            case GREATER_EQUAL -> a >= b;
        };
    }

    private void numbers(float[] a, int aAt, float[] b, int bAt, boolean[] y, int yAt, int n) {
        switch (this) {
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = a[aAt + i] == b[bAt + i];
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = a[aAt + i] != b[bAt + i];
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = of(a[aAt + i], b[bAt + i]);
                }
            }
        }
    }

    private static void number(Comparison comparison, float[] a, int aAt, float b, boolean[] y, int yAt, int n) {
        switch (comparison) {
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = a[aAt + i] == b;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = a[aAt + i] != b;
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = comparison.of(a[aAt + i], b);
                }
            }
        }
    }
}
