package islr.system.mlp;

import islr.data.Skeleton;
import islr.features.ClipNodes;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxMath;
import java.util.stream.LongStream;

/// What [MlpFeatures] computes of a clip, as nodes of a graph. Means and deviations are taken in float64, the places of
/// the resized frames in float32, as there.
final class MlpFeaturesOnnx {
    private static final int PARTS = MlpFeatures.PARTS;
    private static final int RESIZED = MlpFeatures.RESIZED;

    private final ClipNodes clip;
    private final OnnxMath m;
    private final OnnxGraph graph;
    private final int axes;
    private final int columns;

    /// @param axes coordinates of a point: 2 or 3
    MlpFeaturesOnnx(ClipNodes clip, int axes) {
        this.clip = clip;
        this.m = clip.math();
        this.graph = clip.graph();
        this.axes = axes;
        this.columns = MlpFeatures.POINTS * axes;
    }

    /// @return `[1, F]`
    String build() {
        String points = points(); // [T, P·axes]
        String n = clip.frames();
        String parts = statistics(m.toReal64(m.gather(points, parts(n), 0)), PARTS);
        ClipNodes.Statistics whole = clip.statistics(m.toReal64(points), 0);
        String mean = orZero(whole.mean()); // [1, P·axes]
        String all = m.concat(1, mean, deviation(whole));
        return m.reshape(m.concat(1, parts, all, resized(points, mean, n)), 1, ((PARTS + 1) * 2L + RESIZED) * columns);
    }

    /// x and y, or x, y and z: the means of face and pose, then single landmarks.
    private String points() {
        String face = m.toReal(m.mean(m.toReal64(clip.rows(MlpFeatures.FACE)), 1));
        String pose = m.toReal(m.mean(m.toReal64(clip.rows(MlpFeatures.POSE)), 1));
        String all = m.concat(1, face, pose, clip.rows(MlpFeatures.SINGLE)); // [T, P, 3]
        return m.reshape(axes == Skeleton.AXES ? all : m.slice(all, 2, 0, axes), -1, columns);
    }

    /// Numbers of the frames of each third, `[3, ⌈T/3⌉]`.
    private String parts(String n) {
        String one = graph.integers(1);
        String three = graph.integers(PARTS);
        String part = m.div(m.add(n, graph.integers(PARTS - 1)), three);
        String rest = m.sub(n, m.mul(m.div(n, three), three));
        String front = m.toInteger(m.equal(rest, one));
        String first = graph.initializer("parts", new int[] {PARTS, 1}, LongStream.range(0, PARTS).toArray());
        String place = m.sub(m.add(m.mul(first, part), m.range(part)), front);
        return m.min(m.max(place, graph.integers(0)), m.sub(n, one));
    }

    /// `[parts, t, P·axes]` → `[1, parts·2·P·axes]`: of each part the means, then the deviations.
    private String statistics(String frames, int parts) {
        ClipNodes.Statistics of = clip.statistics(frames, 1);
        return m.reshape(m.concat(1, orZero(of.mean()), deviation(of)), 1, 2L * parts * columns);
    }

    private String deviation(ClipNodes.Statistics of) {
        return orZero(m.sqrt(m.div(of.squares(), of.count())));
    }

    private String orZero(String x) {
        return m.where(m.isNaN(x), graph.real(0), m.toReal(x));
    }

    /// `[1, 15·P·axes]`.
    private String resized(String points, String mean, String n) {
        float[] middles = new float[RESIZED];
        for (int i = 0; i < RESIZED; i++) {
            middles[i] = i + 0.5f;
        }
        String middle = graph.initializer("middles", Tensor.of(Shape.of(RESIZED), middles));
        String place = m.sub(m.mul(middle, m.div(m.toReal(n), graph.real(RESIZED))), graph.real(0.5f));
        String below = m.floor(place);
        String low = m.max(m.toInteger(below), graph.integers(0));
        String high = m.min(m.toInteger(m.ceil(place)), m.sub(n, graph.integers(1)));
        String share = m.reshape(m.sub(place, below), RESIZED, 1);
        String present = m.where(m.isNaN(points), mean, points);
        String a = m.gather(present, low, 0); // [15, P·axes]
        String b = m.gather(present, high, 0);
        return m.reshape(m.add(a, m.mul(m.sub(b, a), share)), 1, (long) RESIZED * columns);
    }
}
