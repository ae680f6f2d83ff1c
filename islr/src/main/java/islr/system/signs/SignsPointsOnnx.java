package islr.system.signs;

import islr.data.Skeleton;
import islr.features.ClipNodes;
import islr.features.HandShape;
import islr.features.ResamplingNodes;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxMath;

/// The points of a clip that [SignsFeatures] computes from, as nodes of a graph: resampled, and mirrored if the left
/// hand leads; and how large body and hands are. It is computed in float32 and float64 where it is there.
final class SignsPointsOnnx {
    private final OnnxMath m;
    private final OnnxGraph graph;
    private final int frames;

    private SignsPointsOnnx(OnnxGraph graph, int frames) {
        this.m = new OnnxMath(graph);
        this.graph = graph;
        this.frames = frames;
    }

    /// @param xy `[S, 55, 2]`, NaN = missing
    /// @param kept the frames with a hand
    record Points(String xy, ClipNodes.Kept kept) {}

    static Points of(ClipNodes clip, SignsFeatures features) {
        OnnxMath m = clip.math();
        // A hand is seen where its wrist has an x.
        String hands = m.slice(clip.rows(Skeleton.LEFT_HAND, Skeleton.RIGHT_HAND), 2, 0, 1);
        ClipNodes.Kept kept = clip.kept(clip.seen(hands));
        String xy = ResamplingNodes.evenly(clip, SignsFeatures.LANDMARKS, m.gather(kept.places(), 0, 0),
                m.gather(kept.places(), 0, -1), features.frames());
        return new Points(features.leading()
                ? new SignsPointsOnnx(clip.graph(), features.frames()).withTheRightHandLeading(xy) : xy, kept);
    }

    private String withTheRightHandLeading(String xy) {
        String partners = m.gather(xy, 1, ClipNodes.longs(SignsFeatures.PARTNERS));
        String mirrored = m.concat(2, m.sub(graph.real(1), m.slice(partners, 2, 0, 1)), m.slice(partners, 2, 1, 2));
        return m.where(leftLeads(xy), mirrored, xy);
    }

    /// See [islr.features.DominantHand].
    private String leftLeads(String xy) {
        String y = m.slice(xy, 2, 1, 2);
        String difference = m
                .toReal64(m.sub(m.gather(y, 1, SignsFeatures.RIGHT_WRIST), m.gather(y, 1, SignsFeatures.LEFT_WRIST)));
        String zero = graph.real64(0);
        String there = m.not(m.isNaN(difference));
        String seen = m.sum(m.toReal64(there), 0);
        String height = m.sum(m.where(there, difference, zero), 0);
        String width = width(xy);
        String higher = m.where(m.and(m.greater(seen, zero), m.greater(width, graph.real(0))),
                m.div(m.div(height, seen), m.toReal64(width)), zero);
        String more = m.div(m.sub(count(xy, SignsFeatures.LEFT), count(xy, SignsFeatures.RIGHT)), graph.real64(frames));
        return m.greater(m.add(higher, more), zero);
    }

    /// In how many frames a point is seen, float64 `[1, 1, 1]`.
    private String count(String xy, int point) {
        return m.sum(m.toReal64(m.not(m.any(m.isNaN(m.gather(xy, 1, point)), 2))), 0);
    }

    /// See [islr.features.BodyFrame].
    ///
    /// @param middle `[1, 1, 2]`
    /// @param width `[1, 1, 1]`
    record Body(String middle, String width) {}

    static Body body(OnnxGraph graph, SignsFeatures features, String xy) {
        return features.places() == Places.PICTURE ? new Body(graph.real(0.5f), graph.real(0.5f))
                : new SignsPointsOnnx(graph, features.frames()).body(xy);
    }

    private Body body(String xy) {
        String middle = m.div(m.toReal64(m.add(left(xy), right(xy))), graph.real64(2));
        String width = width(xy);
        String known = m.greater(width, graph.real(0));
        String nan = graph.real(Float.NaN);
        return new Body(m.where(known, m.toReal(m.mean(middle, 0)), nan), m.where(known, width, nan));
    }

    /// NaN if the shoulders are never seen together, `[1, 1, 1]`.
    private String width(String xy) {
        return m.toReal(m.mean(m.distance(left(xy), right(xy)), 0));
    }

    /// The shoulder, `[S, 1, 2]`.
    private String left(String xy) {
        return m.gather(xy, 1, SignsFeatures.LEFT_SHOULDER);
    }

    private String right(String xy) {
        return m.gather(xy, 1, SignsFeatures.RIGHT_SHOULDER);
    }

    /// See [islr.features.Palm]: float64 `[1, 1, 1]`.
    ///
    /// @param hand number of its wrist among the points
    static String palm(OnnxGraph graph, String xy, int hand) {
        OnnxMath m = new OnnxMath(graph);
        String length = m.mean(
                m.distance(m.gather(xy, 1, hand + HandShape.WRIST), m.gather(xy, 1, hand + HandShape.MIDDLE_ROOT)), 0);
        return m.where(m.greater(length, graph.real64(0)), length, graph.real64(Double.NaN));
    }
}
