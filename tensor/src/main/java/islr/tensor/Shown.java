package islr.tensor;

import java.math.BigDecimal;
import java.math.MathContext;

/// A tensor as text, much as NumPy and PyTorch show it: brackets by axis, and of an axis of a large tensor only the
/// first and the last three. What is not shown costs nothing.
final class Shown {
    /// Shown at each end of an axis.
    private static final int EDGE = 3;
    /// A tensor of so many numbers is shown whole.
    private static final int WHOLE = 100;
    /// However many axes there are.
    private static final int MOST = 1_000;
    private static final MathContext DIGITS = new MathContext(5);
    private static final String MORE = "...";

    private final float[] numbers;
    private final Shape shape;
    private final int edge;
    private final StringBuilder out = new StringBuilder();
    private int count;

    private Shown(float[] numbers, Shape shape) {
        this.numbers = numbers;
        this.shape = shape;
        edge = shape.size() <= WHOLE ? Integer.MAX_VALUE / 2 : EDGE;
    }

    /// The numbers, in lines of a row each if there are several.
    ///
    /// @param offset of the first one
    static String of(float[] numbers, int offset, Shape shape) {
        Shown shown = new Shown(numbers, shape);
        shown.axis(0, offset, shape.size());
        return shown.out.toString();
    }

    /// Appends what lies behind one index of the axis before.
    ///
    /// @param at its first number
    /// @param size how many numbers it has
    private void axis(int axis, int at, int size) {
        if (axis == shape.rank()) {
            out.append(number(numbers[at]));
            count++;
            return;
        }
        int n = shape.dim(axis);
        String between = axis == shape.rank() - 1 ? ", " : ",\n" + " ".repeat(axis + 1);
        out.append('[');
        for (int i = 0; i < n; i++) {
            out.append(i == 0 ? "" : between);
            if (i == edge && n > 2 * edge) {
                out.append(MORE).append(between);
                i = n - edge;
            }
            if (count >= MOST) {
                out.append(MORE);
                break;
            }
            axis(axis + 1, at + i * (size / n), size / n);
        }
        out.append(']');
    }

    /// Five digits at the most, in every locale the same.
    private static String number(float x) {
        if (x == 0 || !Float.isFinite(x)) {
            return Float.toString(x).replace(".0", "");
        }
        BigDecimal rounded = new BigDecimal(Float.toString(x)).round(DIGITS).stripTrailingZeros();
        // The place of the first digit, from the point.
        int place = rounded.precision() - rounded.scale();
        return place > 6 || place < -3 ? Double.toString(rounded.doubleValue()).replace(".0E", "E")
                : rounded.toPlainString();
    }
}
