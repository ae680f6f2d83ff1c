package islr.tensor.grad;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.kernel.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/// Compares the gradients of an operation with differences of its results: what every new operation is tested with.
///
/// ```java
/// GradCheck.check(Compute.cpu(), List.of(x, weight), in -> in.get(0).linear(c, in.get(1), null));
/// ```
///
/// The loss is `L = Σ u·y` with fixed random u between ½ and 1½ of both signs, so that no two numbers of the result are
/// alike to it. Every number of every operand is moved by ±h and ±2h, and
/// `L' ≈ (8·(L(h) − L(−h)) − (L(2h) − L(−2h))) / 12h`.
///
/// How close the two can be: with h = 2⁻⁵ the formula's own error is h⁴/30·L⁽⁵⁾, 3e-8 for smooth functions near 1. The
/// operation computes in float32, whose rounding the difference magnifies by 1/h: 2⁻²⁴·32 = 2e-6 for each number of the
/// result that moves, more where it is a long sum. (L itself is added up in double, and the operands are rounded to
/// multiples of 2⁻¹² first, so that x ± h is exact.) The worst of this module's checks is 3e-4, the variance of 130
/// numbers; most are below 1e-4. A wrong formula is off by percents.
///
/// Keep operands 2h = 2⁻⁴ away from kinks (relu at 0, ties of a maximum) and further from poles.
public final class GradCheck {
    /// The largest difference allowed, relative to the largest gradient of the operand.
    public static final double TOLERANCE = 5e-4;

    private static final float STEP = 0x1p-5f;
    private static final float GRID = 0x1p12f;
    /// Gradients that are all below this part of the largest result are compared relative to that: float32 does not
    /// resolve them.
    private static final double RESOLVED = 1.0 / 64;

    private GradCheck() {}

    /// Checks the gradients with respect to all operands.
    ///
    /// @param operands are not changed; the operation gets copies of them, made parameters
    /// @param operation uses all operands and computes with `c`; other tensors that it uses are constants
    /// @return the largest difference found, relative as [#TOLERANCE] is
    /// @throws AssertionError naming operand, place and both numbers
    public static double check(Compute c, List<Tensor> operands, Function<List<Tensor>, Tensor> operation) {
        List<Tensor> parameters = new ArrayList<>();
        for (Tensor operand : operands) {
            Tensor copy = operand.copy();
            for (int i = 0; i < copy.size(); i++) {
                copy.array()[i] = Math.round(copy.array()[i] * GRID) / GRID;
            }
            parameters.add(copy.parameter());
        }
        Tensor y = operation.apply(parameters).copy();
        Tensor u = projection(y);
        Gradients gradients = Tape.record(c, () -> operation.apply(parameters).multiply(c, u).sum(c));
        double worst = 0;
        for (int i = 0; i < parameters.size(); i++) {
            Tensor parameter = parameters.get(i);
            double[] differences = differences(parameter, () -> loss(operation.apply(parameters), u));
            worst = Math.max(worst, compare(i, parameter, gradients.of(parameter).toArray(), differences, y));
        }
        return worst;
    }

    /// Fixed numbers of the shape of y, between ½ and 1½, half of them negative.
    private static Tensor projection(Tensor y) {
        Tensor u = Tensor.zeros(y.shape().toArray());
        for (int i = 0; i < u.size(); i++) {
            int hash = Hash.mix(1, i);
            float size = 0.5f + (hash >>> 8) * 0x1p-24f;
            u.array()[i] = (hash & 1) == 0 ? size : -size;
        }
        return u;
    }

    private static double loss(Tensor y, Tensor u) {
        double sum = 0;
        for (int i = 0; i < y.size(); i++) {
            sum += (double) y.array()[y.offset() + i] * u.array()[i];
        }
        return sum;
    }

    private static double[] differences(Tensor x, DoubleSupplier loss) {
        double[] slopes = new double[x.size()];
        for (int i = 0; i < slopes.length; i++) {
            float at = x.array()[i];
            double near = at(x, i, at + STEP, loss) - at(x, i, at - STEP, loss);
            double far = at(x, i, at + 2 * STEP, loss) - at(x, i, at - 2 * STEP, loss);
            at(x, i, at, () -> 0);
            slopes[i] = (8 * near - far) / (12 * STEP);
        }
        return slopes;
    }

    /// The loss with number `i` of `x` replaced.
    private static double at(Tensor x, int i, float value, DoubleSupplier loss) {
        x.array()[i] = value;
        x.changed();
        return loss.getAsDouble();
    }

    private static double compare(int operand, Tensor x, float[] tape, double[] differences, Tensor y) {
        double largest = RESOLVED * largest(y.toArray());
        for (int i = 0; i < tape.length; i++) {
            largest = Math.max(largest, Math.max(Math.abs(tape[i]), Math.abs(differences[i])));
        }
        double worst = 0;
        for (int i = 0; i < tape.length; i++) {
            double error = tape[i] == differences[i] ? 0 : Math.abs(tape[i] - differences[i]) / largest;
            // Also false, and a failure, if one of them is NaN.
            if (!(error <= TOLERANCE)) {
                throw new AssertionError("gradient check: operand " + operand + " " + x.shape() + " at "
                        + Arrays.toString(place(x, i)) + ": the tape says " + tape[i] + ", differences say "
                        + (float) differences[i] + "; relative to " + (float) largest + " that is " + (float) error
                        + ", allowed are " + TOLERANCE);
            }
            worst = Math.max(worst, error);
        }
        return worst;
    }

    private static float largest(float[] numbers) {
        float largest = 0;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    private static int[] place(Tensor x, int index) {
        int[] place = new int[x.shape().rank()];
        int rest = index;
        for (int axis = place.length - 1; axis >= 0; axis--) {
            place[axis] = rest % x.shape().dim(axis);
            rest /= x.shape().dim(axis);
        }
        return place;
    }
}
