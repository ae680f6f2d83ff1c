package islr.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.value.Value;
import islr.weights.DType;
import islr.weights.TensorFile;
import islr.weights.TensorInfo;
import islr.weights.WeightsException;
import islr.weights.tflite.TensorType;
import java.util.ArrayList;
import java.util.List;

/// Inputs of graphs and what TensorFlow computed of them, from `.npz` files that `tools/golden/tflite_case.py` wrote.
final class Answers {
    private Answers() {}

    /// The arrays `<kind>0`, `<kind>1`, … of a file.
    static List<Value> values(TensorFile file, String kind) throws WeightsException {
        List<Value> values = new ArrayList<>();
        for (int i = 0; file.infos().containsKey(kind + i); i++) {
            values.add(value(file, kind + i));
        }
        return values;
    }

    private static Value value(TensorFile file, String name) throws WeightsException {
        TensorInfo info = file.infos().get(name);
        Shape shape = info.shape();
        if (info.dtype() == DType.F32) {
            return Value.of(file.tensor(name));
        }
        long[] numbers = file.longs(name);
        if (info.dtype() != DType.BOOL) {
            return Value.of(type(info.dtype()), shape, numbers);
        }
        boolean[] flags = new boolean[numbers.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = numbers[i] != 0;
        }
        return Value.of(shape, flags);
    }

    private static TensorType type(DType dtype) {
        for (TensorType type : TensorType.values()) {
            if (type != TensorType.INT4 && type.dtype().filter(dtype::equals).isPresent()) {
                return type;
            }
        }
        throw new AssertionError(dtype);
    }

    /// @param tolerance of the largest magnitude that is expected
    static void assertSame(String what, Value actual, Value expected, float tolerance) {
        assertThat(actual.type()).as(what).isEqualTo(expected.type());
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        if (!expected.isFloat()) {
            for (int i = 0; i < expected.size(); i++) {
                if (expected.isFlags()) {
                    assertThat(actual.flags()[i]).as(what + ", number " + i).isEqualTo(expected.flags()[i]);
                } else {
                    assertThat(actual.longs()[i]).as(what + ", number " + i).isEqualTo(expected.longs()[i]);
                }
            }
            return;
        }
        float[] y = actual.floats().toArray();
        float[] z = expected.floats().toArray();
        float largest = 1e-30f;
        for (float number : z) {
            largest = Float.isFinite(number) ? Math.max(largest, Math.abs(number)) : largest;
        }
        for (int i = 0; i < z.length; i++) {
            if (Float.isFinite(z[i])) {
                assertThat(Math.abs(y[i] - z[i]) / largest)
                        .as(what + ", number " + i + ": " + y[i] + " against " + z[i]).isLessThanOrEqualTo(tolerance);
            } else {
                assertThat(Float.compare(y[i], z[i])).as(what + ", number " + i + ": " + y[i] + " against " + z[i])
                        .isZero();
            }
        }
    }

    /// A copy of floats in an array that holds other numbers before and behind them, as parts of a workspace do.
    static Value moved(Value value) {
        if (!value.isFloat()) {
            return value;
        }
        float[] all = new float[value.size() + 7];
        java.util.Arrays.fill(all, Float.NaN);
        System.arraycopy(value.floats().toArray(), 0, all, 3, value.size());
        return Value.of(Tensor.of(Shape.of(all.length), all).view(3, value.shape()));
    }
}
