package islr.system.sixth;

import islr.data.Skeleton;
import islr.features.ClipNodes;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxMath;
import java.util.ArrayList;
import java.util.List;

/// What [SixthFeatures] computes of a clip, as nodes of a graph. Means and deviations are taken in float64, as there.
final class SixthFeaturesOnnx {
    private SixthFeaturesOnnx() {}

    /// @param points `[T, 100, 3]`, T from 1 to L
    /// @param kept the frames with a hand
    record Points(String points, ClipNodes.Kept kept) {}

    /// @param frames L
    static Points of(ClipNodes clip, int frames) {
        OnnxMath m = clip.math();
        ClipNodes.Kept kept = clip.kept(clip.seen(clip.rows(SixthLandmarks.HANDS)));
        String taken = m.gather(clip.landmarks(), everyFew(m, kept.places(), frames), 0);
        List<String> parts = new ArrayList<>(List.of(m.gather(taken, 1, ClipNodes.longs(SixthLandmarks.SINGLE))));
        for (int[] members : SixthLandmarks.MEANS) {
            // NaN if one of them is.
            String sum = m.sum(m.toReal64(m.gather(taken, 1, ClipNodes.longs(members))), 1);
            parts.add(m.toReal(m.div(sum, clip.graph().real64(members.length))));
        }
        String points = m.concat(1, parts.toArray(String[]::new)); // [T, 100, 3]
        return new Points(m.reshape(normalized(clip, points), -1, SixthLandmarks.POINTS, Skeleton.AXES), kept);
    }

    /// Every k-th of the places, beginning with the k-th: at most L.
    private static String everyFew(OnnxMath m, String places, int frames) {
        OnnxGraph graph = m.graph();
        String one = graph.integers(1);
        String n = m.size(places, 0);
        String most = graph.integers(frames);
        String step = m.where(m.atMost(n, most), one, m.add(m.div(n, most), one));
        String i = m.range(m.div(n, step));
        return m.gather(places, m.sub(m.mul(m.add(i, one), step), one), 0);
    }

    private static String normalized(ClipNodes clip, String points) {
        OnnxMath m = clip.math();
        String x = m.toReal64(points);
        ClipNodes.Statistics of = clip.statistics(x, 0, 1); // [1, 1, 3]
        String deviation = m.sqrt(m.div(of.squares(), of.count()));
        String known = m.and(m.not(m.isNaN(x)), m.greater(deviation, clip.graph().real64(0)));
        return m.where(known, m.toReal(m.div(m.sub(x, of.mean()), deviation)), clip.graph().real(0));
    }
}
