package islr.system.signs;

import islr.data.Skeleton;
import islr.features.Bounded;
import islr.features.ClipNodes;
import islr.features.HandShape;
import islr.tensor.Tensor;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxMath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The rows of [SignsFeatures], as nodes of a graph: `[S, F]`, in its order of columns.
final class SignsFeaturesOnnx {
    private static final int POINTS = SignsFeatures.LANDMARKS.length;

    private final SignsFeatures features;
    private final String xy;
    private final OnnxMath m;
    private final OnnxGraph graph;
    private final List<String> columns = new ArrayList<>();

    SignsFeaturesOnnx(OnnxGraph graph, SignsFeatures features, SignsPointsOnnx.Points points) {
        this.features = features;
        this.xy = points.xy();
        this.m = new OnnxMath(graph);
        this.graph = graph;
    }

    String build() {
        SignsPointsOnnx.Body body = SignsPointsOnnx.body(graph, features, xy);
        String leftPalm = SignsPointsOnnx.palm(graph, xy, SignsFeatures.LEFT);
        String rightPalm = SignsPointsOnnx.palm(graph, xy, SignsFeatures.RIGHT);
        int[] rest = IntStream.range(SignsFeatures.BODY, POINTS).toArray();
        if (features.places() == Places.HANDS) {
            IntStream placed = IntStream.of(SignsFeatures.PLACED)
                    .flatMap(point -> IntStream.of(SignsFeatures.LEFT + point, SignsFeatures.RIGHT + point));
            add(placed(body, placed.toArray()));
            add(fingers(SignsFeatures.LEFT, leftPalm));
            add(fingers(SignsFeatures.RIGHT, rightPalm));
        } else {
            add(placed(body, IntStream.range(0, SignsFeatures.BODY).toArray()));
        }
        add(placed(body, rest));
        if (features.shape()) {
            shape(SignsFeatures.LEFT, leftPalm);
            shape(SignsFeatures.RIGHT, rightPalm);
        }
        if (features.contacts()) {
            String unit = m.toReal64(body.width());
            add(contacts(SignsFeatures.LEFT_PLACED, SignsFeatures.TOUCHED, unit));
            add(contacts(SignsFeatures.RIGHT_PLACED, SignsFeatures.TOUCHED, unit));
            add(contacts(SignsFeatures.LEFT_PLACED, SignsFeatures.RIGHT_PLACED, unit));
        }
        String single = m.concat(1, columns.toArray(String[]::new));
        String flags = m.concat(1, flag(SignsFeatures.LEFT), flag(SignsFeatures.RIGHT));
        return features.differences() ? m.concat(1, single, differences(single), flags) : m.concat(1, single, flags);
    }

    /// Columns `[S, n]`, in float64, as a network takes them; see [Bounded].
    private void add(String numbers) {
        columns.add(m.toReal(bounded(numbers)));
    }

    private String bounded(String numbers) {
        String within = m.min(m.max(numbers, graph.real64(-Bounded.MOST)), graph.real64(Bounded.MOST));
        return m.where(m.isNaN(numbers), graph.real64(0), within);
    }

    private String points(int... numbers) {
        return m.gather(xy, 1, ClipNodes.longs(numbers));
    }

    private String flat(String numbers) {
        return m.reshape(m.toReal64(numbers), features.frames(), -1);
    }

    private String placed(SignsPointsOnnx.Body body, int... numbers) {
        return flat(m.div(m.sub(points(numbers), body.middle()), body.width()));
    }

    private String fingers(int hand, String palm) {
        int[] others = IntStream.range(hand + 1, hand + Skeleton.HAND_ROWS).toArray();
        return flat(m.div(m.toReal64(m.sub(points(others), points(hand))), palm));
    }

    private void shape(int hand, String palm) {
        int[] ends = HandShape.ends();
        int[] one = new int[HandShape.SPREADS];
        int[] other = new int[HandShape.SPREADS];
        int at = 0;
        for (int i = 0; i < ends.length; i++) {
            for (int j = i + 1; j < ends.length; j++) {
                one[at] = hand + ends[i];
                other[at++] = hand + ends[j];
            }
        }
        add(flat(m.div(distance(one, other), palm)));
        add(bends(hand));
    }

    private String bends(int hand) {
        int[] ends = IntStream.rangeClosed(1, HandShape.BENDS).toArray();
        String a = bone(hand, ends);
        String b = bone(hand, IntStream.of(ends).map(end -> end + 1).toArray());
        String product = m.sum(m.mul(a, b), 2);
        String lengths = m.sqrt(m.mul(m.sum(m.mul(a, a), 2), m.sum(m.mul(b, b), 2)));
        return flat(m.div(product, lengths));
    }

    /// Float64 `[S, n, 2]`.
    private String bone(int hand, int... ends) {
        int[] roots = IntStream.of(ends).map(end -> hand + HandShape.root(end)).toArray();
        return m.toReal64(m.sub(points(IntStream.of(ends).map(end -> hand + end).toArray()), points(roots)));
    }

    private String contacts(int[] some, int[] others, String unit) {
        int[] one = IntStream.of(some).flatMap(each -> IntStream.of(others).map(other -> each)).toArray();
        int[] other = IntStream.of(some).flatMap(each -> IntStream.of(others)).toArray();
        return flat(m.div(distance(one, other), unit));
    }

    /// Float64 `[S, n, 1]`.
    private String distance(int[] one, int[] other) {
        return m.distance(points(one), points(other));
    }

    private String flag(int hand) {
        String missing = m.reshape(m.any(m.isNaN(points(hand)), 2), features.frames(), 1);
        return m.where(missing, graph.real(-1), graph.real(1));
    }

    /// See [islr.features.Differences].
    private String differences(String rows) {
        String none = graph.initializer("no_row", Tensor.zeros(1, features.single()));
        String before = features.frames() == 1 ? none : m.concat(0, none, m.slice(rows, 0, 0, features.frames() - 1L));
        String zero = graph.real(0);
        String missing = m.or(m.equal(rows, zero), m.equal(before, zero));
        String twice = m.mul(graph.real(2), m.sub(rows, before));
        return m.where(missing, zero, m.toReal(bounded(m.toReal64(twice))));
    }
}
