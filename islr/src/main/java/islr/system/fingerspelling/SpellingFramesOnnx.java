package islr.system.fingerspelling;

import islr.features.ClipNodes;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxMath;

/// [SpellingFeatures] as nodes of a graph: `[T, 543, 3]` → `[min(T, L), 130, 3]`.
///
/// @param frames L
record SpellingFramesOnnx(ClipNodes clip, int frames, Fit fit) {

    String points() {
        return fitted(standardized());
    }

    private String standardized() {
        OnnxMath m = clip.math();
        String x = m.toReal64(clip.rows(SpellingPoints.skeletonRows()));
        ClipNodes.Statistics of = clip.statistics(x, 0, 1); // [1, 1, 3]
        String deviation = m.sqrt(m.div(of.squares(), of.count()));
        String known = m.and(m.not(m.isNaN(x)), m.greater(deviation, clip.graph().real64(0)));
        return m.where(known, m.toReal(m.div(m.sub(x, of.mean()), deviation)), clip.graph().real(0));
    }

    private String fitted(String x) {
        OnnxMath m = clip.math();
        OnnxGraph graph = clip.graph();
        String count = clip.frames();
        String least = m.min(count, graph.integers(frames));
        String last = m.sub(count, graph.integers(1));
        String numbers = m.range(least);
        if (fit == Fit.NEAREST) {
            String place = m.mul(m.toReal(numbers), m.div(m.toReal(count), m.toReal(least)));
            return m.gather(x, m.min(m.toInteger(place), last), 0);
        }
        String half = graph.real64(0.5);
        String place = m.max(graph.real64(0),
                m.sub(m.div(m.mul(m.add(m.toReal64(numbers), half), m.toReal64(count)), m.toReal64(least)), half));
        String before = m.min(m.toInteger(place), last);
        String share = m.reshape(m.toReal(m.sub(place, m.toReal64(before))), -1, 1, 1);
        String first = m.gather(x, before, 0);
        String second = m.gather(x, m.min(m.add(before, graph.integers(1)), last), 0);
        return m.add(first, m.mul(share, m.sub(second, first)));
    }
}
