package islr.system.gislr;

import islr.data.Skeleton;
import islr.features.ClipNodes;
import islr.features.LandmarkSets;
import islr.features.Selection;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxMath;
import java.util.stream.LongStream;

/// What [GislrFeatures] computes of a clip, as nodes of a graph: chosen landmarks of chosen frames, pooled or padded to
/// S frames. Means are taken in float64, as there.
final class GislrFramesOnnx {
    private final ClipNodes clip;
    private final OnnxMath m;
    private final OnnxGraph graph;
    private final FeatureSet set;
    private final int size;

    /// @param size S
    GislrFramesOnnx(ClipNodes clip, FeatureSet set, int size) {
        this.clip = clip;
        this.m = clip.math();
        this.graph = clip.graph();
        this.set = set;
        this.size = size;
    }

    /// The inputs of the network.
    ///
    /// @param values `[1, S, C, 3]`
    /// @param index `[1, S]`, −1 for padding
    /// @param kept the frames that were chosen
    record Frames(String values, String index, ClipNodes.Kept kept) {}

    /// Chosen landmarks of all frames.
    ///
    /// @param values `[T, C, 3]`
    /// @param seen truth values `[T]`: whether the frame is chosen
    private record Chosen(String values, String seen) {}

    Frames build() {
        Chosen chosen = switch (set) {
            case DOMINANT_HAND -> dominantHand();
            case BOTH_HANDS -> bothHands();
            case POSITIVE_HANDS -> positiveHands();
        };
        ClipNodes.Kept kept = clip.kept(chosen.seen);
        // Those of GISLR-32 are numbered as in the clip.
        String numbers = set == FeatureSet.POSITIVE_HANDS ? kept.places()
                : m.sub(kept.places(), m.gather(kept.places(), 0, 0));
        return pooled(m.gather(chosen.values, kept.places(), 0), numbers, kept);
    }

    /// See [DominantHandFrames].
    private Chosen dominantHand() {
        int[] left = Selection.concat(LandmarkSets.lips(), LandmarkSets.leftHand(), LandmarkSets.leftArm());
        int[] right = Selection.concat(LandmarkSets.lips(), LandmarkSets.rightHand(), LandmarkSets.rightArm());
        String isRight = m.reshape(m.less(count(LandmarkSets.leftHand()), count(LandmarkSets.rightHand())), 1);
        String rows = m.where(isRight, graph.integers(ClipNodes.longs(right)), graph.integers(ClipNodes.longs(left)));
        String values = m.gather(clip.landmarks(), rows, 1); // [T, C, 3]
        String half = graph.real(0.5f);
        String mirrored = m.sub(half, m.sub(values, half));
        LandmarkGroup hand = set.groups().get(1);
        long[] isMirrored = LongStream.range(0, set.columns() * (long) Skeleton.AXES)
                .map(i -> i / Skeleton.AXES >= hand.first() && i % Skeleton.AXES == 0 ? 1 : 0).toArray();
        String mirror = m.toTruth(graph.initializer("mirrored", new int[] {set.columns(), Skeleton.AXES}, isMirrored));
        values = m.where(m.and(mirror, isRight), mirrored, values);
        return new Chosen(values, clip.seen(m.slice(values, 1, hand.first(), hand.first() + (long) hand.count())));
    }

    /// How many numbers of a hand are there, `[1, 1, 1]`.
    private String count(int... hand) {
        return m.sum(m.toInteger(m.not(m.isNaN(clip.rows(hand)))), 0, 1, 2);
    }

    /// Lips, both hands, arms: see [BothHandsFrames].
    private String both() {
        return clip.rows(Selection.concat(LandmarkSets.lips(), LandmarkSets.leftHand(), LandmarkSets.rightHand(),
                LandmarkSets.arms()));
    }

    private String hands(String values) {
        LandmarkGroup left = set.groups().get(1);
        LandmarkGroup right = set.groups().get(2);
        return m.slice(values, 1, left.first(), right.first() + (long) right.count());
    }

    private Chosen bothHands() {
        String values = both();
        return new Chosen(values, clip.seen(hands(values)));
    }

    private Chosen positiveHands() {
        String values = both();
        String mean = m.mean(m.toReal64(hands(values)), 1, 2);
        return new Chosen(values, m.reshape(m.greater(mean, graph.real64(0)), -1));
    }

    /// See [FramePooling]. Fewer than S frames are bins of one frame, and padding behind them.
    ///
    /// @param values `[n, C, 3]`
    /// @param numbers `[n]`
    private Frames pooled(String values, String numbers, ClipNodes.Kept kept) {
        String one = graph.integers(1);
        String zero = graph.integers(0);
        String s = graph.integers(size);
        String squared = graph.integers((long) size * size);
        String n = m.size(values, 0);
        String full = m.atMost(s, n);
        String many = m.where(m.less(n, squared), m.max(one, m.div(squared, clip.frames())), one);
        String repeats = m.where(full, many, one);
        String length = m.mul(n, repeats);
        String p = m.div(m.add(length, graph.integers(size - 1)), s);
        String bin = m.where(full, m.add(p, one), one);
        String copies = m.div(m.sub(m.mul(p, s), length), graph.integers(2));
        String front = m.where(full, m.add(copies, graph.integers(size / 2)), zero);

        String bins = graph.initializer("bins", new int[] {size, 1}, LongStream.range(0, size).toArray());
        String place = m.sub(m.add(m.mul(bins, bin), m.range(bin)), front); // [S, bin]
        String source = m.div(m.min(m.max(place, zero), m.sub(length, one)), repeats);
        String padding = m.atMost(n, bins); // [S, 1]

        String total = m.sum(m.toReal(m.gather(numbers, source, 0)), 1); // [S, 1]
        String index = m.where(padding, graph.real(-1), m.div(total, m.toReal(bin)));
        String mean = m.toReal(m.mean(m.toReal64(m.gather(values, source, 0)), 1)); // [S, 1, C, 3]
        String nothing = m.or(m.isNaN(mean), m.reshape(padding, size, 1, 1, 1));
        String frames = m.where(nothing, graph.real(0), mean);
        return new Frames(m.reshape(frames, 1, size, set.columns(), Skeleton.AXES), m.reshape(index, 1, size), kept);
    }
}
