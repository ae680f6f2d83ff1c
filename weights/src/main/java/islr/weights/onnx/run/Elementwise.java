package islr.weights.onnx.run;

import static islr.weights.onnx.run.Operator.single;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// Operators that compute each number by itself.
final class Elementwise {
    /// Beyond, Φ is 0 or 1, and the terms of its series cancel too much.
    private static final double MOST = 4;
    private static final int TERMS = 200;

    private Elementwise() {}

    static Map<String, Operator> all() {
        Map<String, Operator> all = new HashMap<>();
        all.put("Add", two(Double::sum));
        all.put("Sub", two((a, b) -> a - b));
        all.put("Mul", two((a, b) -> a * b));
        all.put("Div", two((a, b) -> a / b));
        all.put("Max", two(Math::max));
        all.put("Min", two(Math::min));
        all.put("Equal", compared((a, b) -> a == b ? 1 : 0));
        all.put("Less", compared((a, b) -> a < b ? 1 : 0));
        all.put("LessOrEqual", compared((a, b) -> a <= b ? 1 : 0));
        all.put("Greater", compared((a, b) -> a > b ? 1 : 0));
        all.put("GreaterOrEqual", compared((a, b) -> a >= b ? 1 : 0));
        all.put("And", compared((a, b) -> a * b));
        all.put("Or", compared(Math::max));
        all.put("Not", one(a -> 1 - a));
        all.put("Abs", one(Math::abs));
        all.put("Floor", one(Math::floor));
        all.put("Ceil", one(Math::ceil));
        all.put("Sqrt", one(Math::sqrt));
        all.put("Log", one(Math::log));
        all.put("Relu", one(a -> Math.max(a, 0)));
        all.put("Sigmoid", one(a -> 1 / (1 + Math.exp(-a))));
        all.put("Tanh", one(Math::tanh));
        all.put("Softplus", one(a -> Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)))));
        all.put("Gelu", one(Elementwise::gelu));
        all.put("IsNaN", single((node, in) -> in.getFirst().map(Type.BOOL, a -> Double.isNaN(a) ? 1 : 0)));
        all.put("Cast", single((node, in) -> in.getFirst().map(Type.of(node.integer("to", 0)), a -> a)));
        all.put("Where", single((node, in) -> where(in.getFirst(), in.get(1), in.get(2))));
        return all;
    }

    private static Operator one(DoubleUnaryOperator f) {
        return single((node, in) -> in.getFirst().map(in.getFirst().type(), f));
    }

    private static Operator two(DoubleBinaryOperator f) {
        return single((node, in) -> Value.broadcast(in.getFirst().type(), in.getFirst(), in.get(1), f));
    }

    private static Operator compared(DoubleBinaryOperator f) {
        return single((node, in) -> Value.broadcast(Type.BOOL, in.getFirst(), in.get(1), f));
    }

    /// `x·Φ(x)`, with Φ from its series: erf(z) = 2/√π·Σ (−1)ⁿ z²ⁿ⁺¹/(n!·(2n + 1)).
    private static double gelu(double x) {
        double z = x / Math.sqrt(2);
        if (Math.abs(z) > MOST) {
            return Math.max(x, 0);
        }
        double term = z;
        double sum = z;
        for (int n = 1; n < TERMS && term != 0; n++) {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return x * (1 + 2 / Math.sqrt(Math.PI) * sum) / 2;
    }

    private static Value where(Value condition, Value yes, Value no) {
        if (yes.type() != no.type()) {
            throw new IllegalArgumentException(yes.type() + " or " + no.type());
        }
        int[] shape = Value.broadcast(condition.shape(), Value.broadcast(yes.shape(), no.shape()));
        double[] c = condition.expanded(shape).data();
        double[] a = yes.expanded(shape).data();
        double[] b = no.expanded(shape).data();
        double[] out = new double[c.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = c[i] != 0 ? a[i] : b[i];
        }
        return new Value(yes.type(), shape, out);
    }
}
