package islr.weights.onnx;

import java.util.List;

/// Arithmetic as nodes of a graph: what the preprocessing of clips is made of. Every method adds a node and returns the
/// name of its result.
///
/// ```java
/// OnnxMath m = new OnnxMath(graph);
/// String mean = m.div(m.sum(x, 0), m.toReal(m.size(x, 0)));      // of the rows of x
/// ```
///
/// Arrays of different shapes are broadcast as in NumPy; both must be of the same type.
public record OnnxMath(OnnxGraph graph) {

    private String node(String op, String... inputs) {
        return graph.node(op, List.of(inputs));
    }

    /// `a + b`.
    public String add(String a, String b) {
        return node("Add", a, b);
    }

    /// `a − b`.
    public String sub(String a, String b) {
        return node("Sub", a, b);
    }

    /// `a·b`.
    public String mul(String a, String b) {
        return node("Mul", a, b);
    }

    /// `a/b`; of whole numbers what is in front of the point.
    public String div(String a, String b) {
        return node("Div", a, b);
    }

    /// The larger one.
    public String max(String a, String b) {
        return node("Max", a, b);
    }

    /// The smaller one.
    public String min(String a, String b) {
        return node("Min", a, b);
    }

    /// `a < b`.
    public String less(String a, String b) {
        return node("Less", a, b);
    }

    /// `a ≤ b`.
    public String atMost(String a, String b) {
        return node("LessOrEqual", a, b);
    }

    /// `a > b`.
    public String greater(String a, String b) {
        return node("Greater", a, b);
    }

    /// `a = b`.
    public String equal(String a, String b) {
        return node("Equal", a, b);
    }

    /// Of truth values: whether both hold.
    public String and(String a, String b) {
        return node("And", a, b);
    }

    /// Of truth values: whether one of them holds.
    public String or(String a, String b) {
        return node("Or", a, b);
    }

    /// Of a truth value: the other one.
    public String not(String a) {
        return node("Not", a);
    }

    /// `yes` where a condition holds, `no` elsewhere.
    public String where(String condition, String yes, String no) {
        return node("Where", condition, yes, no);
    }

    /// Whether a number is NaN: missing.
    public String isNaN(String x) {
        return node("IsNaN", x);
    }

    /// `|x|`.
    public String abs(String x) {
        return node("Abs", x);
    }

    /// `√x`.
    public String sqrt(String x) {
        return node("Sqrt", x);
    }

    /// The whole number below.
    public String floor(String x) {
        return node("Floor", x);
    }

    /// The whole number above.
    public String ceil(String x) {
        return node("Ceil", x);
    }

    /// `log x`, to base e.
    public String log(String x) {
        return node("Log", x);
    }

    private String cast(String x, long type) {
        return graph.node("Cast", List.of(x), Attribute.integer("to", type));
    }

    /// As float32.
    public String toReal(String x) {
        return cast(x, OnnxGraph.FLOAT);
    }

    /// As float64.
    public String toReal64(String x) {
        return cast(x, OnnxGraph.DOUBLE);
    }

    /// As int64: what is in front of the point.
    public String toInteger(String x) {
        return cast(x, OnnxGraph.INT64);
    }

    /// As truth values: whether it is other than 0.
    public String toTruth(String x) {
        return cast(x, OnnxGraph.BOOL);
    }

    /// Over some axes, which stay with size 1.
    public String sum(String x, long... axes) {
        return node("ReduceSum", x, graph.integers(axes));
    }

    /// The mean of the numbers that are there, in float64, over some axes, which stay with size 1. NaN if there is
    /// none.
    ///
    /// @param numbers float64, NaN = missing
    public String mean(String numbers, long... axes) {
        String missing = isNaN(numbers);
        return div(sum(where(missing, graph.real64(0), numbers), axes), sum(toReal64(not(missing)), axes));
    }

    /// The distance of points from others, over the last of three axes, which stays with size 1: float64.
    ///
    /// @param one float32, `[S, n, axes]`; the same for the other
    public String distance(String one, String other) {
        String d = toReal64(sub(other, one));
        return sqrt(sum(mul(d, d), 2));
    }

    /// The largest number over some axes, which stay with size 1.
    public String largest(String x, long... axes) {
        return node("ReduceMax", x, graph.integers(axes));
    }

    /// The smallest number over some axes, which stay with size 1.
    public String smallest(String x, long... axes) {
        return node("ReduceMin", x, graph.integers(axes));
    }

    /// Whether a condition holds anywhere along some axes, which stay with size 1.
    public String any(String condition, long... axes) {
        return toTruth(largest(toInteger(condition), axes));
    }

    /// The size of an axis, `[1]`.
    public String size(String x, int axis) {
        return graph.node("Shape", List.of(x), Attribute.integer("start", axis), Attribute.integer("end", axis + 1));
    }

    /// 0 to n − 1, `[n]`.
    ///
    /// @param n a whole number, [] or `[1]`
    public String range(String n) {
        return node("Range", graph.integer(0), node("Squeeze", n), graph.integer(1));
    }

    /// The numbers at some places of an axis, which is replaced by the axes of the places.
    public String gather(String x, String places, int axis) {
        return graph.node("Gather", List.of(x, places), Attribute.integer("axis", axis));
    }

    /// The numbers at fixed places of an axis.
    public String gather(String x, int axis, long... places) {
        return gather(x, graph.integers(places), axis);
    }

    /// The places, `[n]`, where a condition `[T]` holds.
    public String places(String condition) {
        return reshape(node("NonZero", condition), -1);
    }

    /// A part of an axis, from the first number to before the last.
    public String slice(String x, int axis, long from, long to) {
        return slice(x, axis, graph.integers(from), graph.integers(to));
    }

    /// The same with places that are values of the graph, `[1]`.
    public String slice(String x, int axis, String from, String to) {
        return node("Slice", x, from, to, graph.integers(axis));
    }

    /// Arrays one behind the other along an axis.
    public String concat(int axis, String... parts) {
        return graph.node("Concat", List.of(parts), Attribute.integer("axis", axis));
    }

    /// The same numbers in another shape.
    ///
    /// @param sizes of the result; one may be −1, which is computed from the others
    public String reshape(String x, long... sizes) {
        return node("Reshape", x, graph.integers(sizes));
    }

    /// Repeated along axes of size 1.
    ///
    /// @param sizes a value of the graph, `[rank]`
    public String expand(String x, String sizes) {
        return node("Expand", x, sizes);
    }
}
