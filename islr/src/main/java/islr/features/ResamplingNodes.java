package islr.features;

import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxMath;
import java.util.Objects;
import java.util.stream.LongStream;

/// [Resampling] as nodes of a graph: x and y of some landmarks of a clip at S times that are equally far apart.
///
/// Around each time there are at most K frames that count. They are taken by their numbers, so that the sums have the
/// same terms in the same order as in [Resampling], and no number of landmarks is lost or found by rounding.
public final class ResamplingNodes {
    private final ClipNodes clip;
    private final OnnxMath m;
    private final OnnxGraph graph;
    private final int count;

    private ResamplingNodes(ClipNodes clip, int count) {
        this.clip = clip;
        this.m = clip.math();
        this.graph = clip.graph();
        this.count = count;
    }

    /// @param rows R of the landmarks
    /// @param first number of the first frame that counts, `[1]`
    /// @param last of the last one, `[1]`
    /// @param count S
    /// @return `[S, R, 2]`, float32, NaN = missing
    public static String evenly(ClipNodes clip, int[] rows, String first, String last, int count) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(rows, "rows");
        return new ResamplingNodes(clip, count).at(rows, first, last);
    }

    private String at(int[] rows, String first, String last) {
        String one = graph.real64(1);
        String from = m.toReal64(first);
        String to = m.toReal64(last);
        String time = count == 1 ? m.div(m.add(from, to), graph.real64(2)) : null;
        String reach = one;
        if (count > 1) {
            String step = m.div(m.sub(to, from), graph.real64(count - 1));
            String number = graph.initializer("times", LongStream.range(0, count).toArray());
            time = m.add(from, m.mul(m.toReal64(number), step)); // [S]
            reach = m.max(one, step);
        }
        String nearest = m.max(first, m.toInteger(m.add(m.floor(m.sub(time, reach)), one)));
        String farthest = m.min(last, m.toInteger(m.sub(m.ceil(m.add(time, reach)), one)));
        String most = m.largest(m.add(m.sub(farthest, nearest), graph.integers(1)), 0); // K
        String frame = m.add(m.reshape(m.range(most), -1, 1), nearest); // [K, S]
        String near = m.sub(one, m.div(m.abs(m.sub(m.toReal64(frame), time)), reach));
        String weight = m.reshape(m.where(m.atMost(frame, farthest), near, graph.real64(0)), 0, 0, 1, 1);
        return mean(m.toReal64(m.gather(m.slice(clip.rows(rows), 2, 0, 2), m.min(frame, last), 0)), weight);
    }

    /// @param xy `[K, S, R, 2]`
    /// @param weight `[K, S, 1, 1]`
    private String mean(String xy, String weight) {
        String zero = graph.real64(0);
        String missing = m.any(m.isNaN(xy), 3); // [K, S, R, 1]
        String own = m.where(missing, zero, weight);
        String seen = m.sum(own, 0); // [1, S, R, 1]
        String all = m.sum(weight, 0);
        String sum = m.sum(m.mul(own, m.where(missing, zero, xy)), 0); // [1, S, R, 2]
        String there = m.and(m.greater(seen, zero), m.atMost(all, m.mul(graph.real64(2), seen)));
        String mean = m.where(there, m.toReal(m.div(sum, seen)), graph.real(Float.NaN));
        return m.reshape(mean, count, -1, 2);
    }
}
