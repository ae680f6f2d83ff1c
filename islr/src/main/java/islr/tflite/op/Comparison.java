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
                pairs.forEach(run, (i, j, k) -> floats(p, a.at() + i, pairs.aStep, q, b.at() + j, pairs.bStep, to, k,
                        pairs.length));
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
        switch (this) {
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = a[aAt + i * aStep] == b[bAt + i * bStep];
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = a[aAt + i * aStep] != b[bAt + i * bStep];
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = a[aAt + i * aStep] < b[bAt + i * bStep];
                }
            }
            case LESS_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = a[aAt + i * aStep] <= b[bAt + i * bStep];
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = a[aAt + i * aStep] > b[bAt + i * bStep];
                }
            }
            case GREATER_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] = a[aAt + i * aStep] >= b[bAt + i * bStep];
                }
            }
        }
    }
}
