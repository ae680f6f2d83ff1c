package islr.features;

import islr.data.Skeleton;
import islr.weights.onnx.Axis;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxMath;
import java.util.Objects;
import java.util.stream.IntStream;

/// A clip in an ONNX graph, and what the preprocessing of several systems does with it. Every method adds nodes and
/// returns the name of their result.
///
/// @param math arithmetic in the graph
/// @param landmarks the value `[T, 543, 3]`, float32, NaN where a landmark is missing
public record ClipNodes(OnnxMath math, String landmarks) {
    /// What the input of a graph is called.
    public static final String LANDMARKS = "landmarks";

    public ClipNodes {
        Objects.requireNonNull(math, "math");
        Objects.requireNonNull(landmarks, "landmarks");
    }

    /// A clip that is the input of a graph; the graph must not have one yet.
    public static ClipNodes inputOf(OnnxGraph graph) {
        Objects.requireNonNull(graph, "graph");
        return new ClipNodes(new OnnxMath(graph),
                graph.input(LANDMARKS, Axis.any("frames"), Axis.of(Skeleton.ROWS), Axis.of(Skeleton.AXES)));
    }

    /// The graph that the nodes are added to.
    public OnnxGraph graph() {
        return math.graph();
    }

    /// T, `[1]`.
    public String frames() {
        return math.size(landmarks, 0);
    }

    /// Some landmarks, `[T, n, 3]`.
    ///
    /// @param rows n of them, each 0 to 542
    public String rows(int... rows) {
        return math.gather(landmarks, 1, longs(rows));
    }

    /// Places of landmarks or points as the graph takes them.
    public static long[] longs(int... places) {
        Objects.requireNonNull(places, "places");
        return IntStream.of(places).asLongStream().toArray();
    }

    /// Whether any number of a frame is there: `[T, n, k]` → truth values `[T]`.
    public String seen(String points) {
        return math.reshape(math.any(math.not(math.isNaN(points)), 1, 2), -1);
    }

    /// The frames that a system looks at. A graph cannot end early, so that of a clip in which there is none, the first
    /// frame is taken; what comes of it is replaced at the end, see [#orNothing].
    ///
    /// @param places their numbers, `[n]`, n at least 1
    /// @param any whether there is one, a truth value `[1]`
    public record Kept(String places, String any) {}

    /// The frames that were seen.
    ///
    /// @param seen truth values `[T]`
    public Kept kept(String seen) {
        String any = math.any(seen, 0);
        String first = math.equal(math.range(frames()), math.graph().integer(0));
        return new Kept(math.places(math.or(seen, math.and(first, math.not(any)))), any);
    }

    /// The logits if a system looks at any frame, otherwise NaN: it gives no answer.
    public String orNothing(Kept kept, String logits) {
        Objects.requireNonNull(kept, "kept");
        return math.where(kept.any, logits, graph().real(Float.NaN));
    }

    /// Mean and deviation of the numbers that are there, in float64; see [Moments].
    ///
    /// @param count how many there are
    /// @param mean NaN if there is none
    /// @param squares Σ (v − mean)²
    public record Statistics(String count, String mean, String squares) {}

    /// The statistics of the numbers that are there.
    ///
    /// @param numbers float64, NaN = missing
    /// @param axes over which; they stay with size 1
    public Statistics statistics(String numbers, long... axes) {
        String missing = math.isNaN(numbers);
        String zero = graph().real64(0);
        String count = math.sum(math.toReal64(math.not(missing)), axes);
        String mean = math.div(math.sum(math.where(missing, zero, numbers), axes), count);
        String rest = math.where(missing, zero, math.sub(numbers, mean));
        return new Statistics(count, mean, math.sum(math.mul(rest, rest), axes));
    }
}
