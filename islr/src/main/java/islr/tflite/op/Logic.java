package islr.tflite.op;

import islr.tflite.value.Value;

/// Truth values: `LOGICAL_AND`, `LOGICAL_OR` with broadcasting, `LOGICAL_NOT`.
final class Logic {
    private Logic() {}

    static Factory operator(boolean and) {
        return node -> (Operator.Single) (run, in) -> {
            Pairs pairs = new Pairs(in[0].shape(), in[1].shape());
            boolean[] a = in[0].flags();
            boolean[] b = in[1].flags();
            Value y = run.flags(pairs.result);
            boolean[] to = y.flags();
            pairs.forEach(run, (i, j, k) -> {
                for (int n = 0; n < pairs.length; n++) {
                    boolean p = a[i + n * pairs.aStep];
                    boolean q = b[j + n * pairs.bStep];
                    to[k + n] = and ? p && q : p || q;
                }
            });
            return y;
        };
    }

    static Factory not() {
        return node -> (Operator.Single) (run, in) -> {
            boolean[] x = in[0].flags();
            Value y = run.flags(in[0].shape());
            boolean[] to = y.flags();
            for (int i = 0; i < y.size(); i++) {
                to[i] = !x[i];
            }
            return y;
        };
    }
}
