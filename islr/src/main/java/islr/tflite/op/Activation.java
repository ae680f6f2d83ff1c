package islr.tflite.op;

import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import islr.tflite.value.Value;

/// The activation that many operators apply to their result: the schema's `ActivationFunctionType`.
enum Activation {
    NONE, RELU, RELU_N1_TO_1, RELU6, TANH;

    static Activation of(int number) throws Node.Refused {
        if (number < 0 || number >= values().length) {
            throw new Node.Refused("with activation " + number);
        }
        return values()[number];
    }

    /// @param y floats of this run, which are changed; or whole numbers, which are changed
    /// @return y
    Value apply(Run run, Value y) {
        if (this == NONE) {
            return y;
        }
        if (!y.isFloat()) {
            return applyWhole(y);
        }
        Tensor x = y.floats();
        switch (this) {
            case RELU -> clamp(run, x, 0, Float.POSITIVE_INFINITY);
            case RELU_N1_TO_1 -> clamp(run, x, -1, 1);
            case RELU6 -> clamp(run, x, 0, 6);
            default -> {
                return Unary.of(run, Kernels.Unary.TANH, y);
            }
        }
        return y;
    }

    private Value applyWhole(Value y) {
        if (this == TANH) {
            throw new IllegalArgumentException("the hyperbolic tangent of whole numbers is not defined");
        }
        long[] numbers = y.longs();
        long least = this == RELU_N1_TO_1 ? -1 : 0;
        long most = this == RELU ? Long.MAX_VALUE : this == RELU6 ? 6 : 1;
        for (int i = 0; i < y.size(); i++) {
            numbers[i] = Math.clamp(numbers[i], least, most);
        }
        return y;
    }

    /// Sets every number to the nearest one of a range; NaN stays.
    static void clamp(Run run, Tensor x, float least, float most) {
        float[] numbers = x.array();
        run.compute().parallel().ranges(x.size(), Run.GRAIN, (from, to) -> {
            for (int i = x.offset() + from; i < x.offset() + to; i++) {
                numbers[i] = Math.min(Math.max(numbers[i], least), most);
            }
        });
    }
}
