package islr.system.sixth;

import islr.data.Skeleton;
import islr.nn.Conv1d;
import islr.nn.Embedding;
import islr.nn.Init;
import islr.nn.LayerNorm;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Conv1d.Padding;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Every point of every frame by itself: where it is, also in the frames around, and what it is.
///
/// ```
/// kind     = norm(type_embed) , norm(landmark_embed)                    [100, 2E]
/// place    = pos_dense(x, y, z, conv(conv(x, y, z)))                   [N·100, E]
/// y        = dense(kind, place)                                        [N, 100·E]
/// ```
///
/// - `type_embed.weight` [9, E], `type_norm.…` [E]; `landmark_embed.weight` [101, E], `landmark_norm.…` [E]: row 0 is
///   padding
/// - `pos_cnn.0.weight` [8, 3, 5], `pos_cnn.1.weight` [16, 8, 5]: along time, for each point by itself
/// - `pos_dense` [E, 19], `dense` [E, 3E]
final class LandmarkEncoder {
    private static final int POINTS = SixthLandmarks.POINTS;
    /// Six kinds of points, padding, and two that nothing uses.
    private static final int TYPES = 9;
    private static final int KERNEL = 5;
    private static final int SMOOTHED = 16;
    private static final float EPSILON = 1e-5f;
    /// A frame's rows lie one behind the other, a row for each point: the next frame is a hundred rows further.
    private static final Conv1d.Options ALONG_TIME = new Conv1d.Options(KERNEL, 1, POINTS, 1,
            Padding.same(KERNEL, POINTS), false);

    /// As PyTorch's `Embedding` with `padding_idx=0`: N(0, 1), and 0 in the first row.
    private static final Init PADDED_TABLE = (numbers, shape, random) -> {
        Init.normal(1).fill(numbers, shape, random);
        Arrays.fill(numbers, 0, shape.columns(), 0);
    };

    private final int units;
    private final Embedding types;
    private final LayerNorm typeNorm;
    private final Embedding landmarks;
    private final LayerNorm landmarkNorm;
    private final Conv1d firstSmoothing;
    private final Conv1d secondSmoothing;
    private final Linear places;
    private final Tensor weight;
    private final Tensor bias;

    /// @param units E
    LandmarkEncoder(int units, Parameters parameters) {
        this.units = units;
        types = new Embedding(TYPES, units, parameters.at("type_embed"), PADDED_TABLE);
        typeNorm = new LayerNorm(units, EPSILON, parameters.at("type_norm"));
        landmarks = new Embedding(POINTS + 1, units, parameters.at("landmark_embed"), PADDED_TABLE);
        landmarkNorm = new LayerNorm(units, EPSILON, parameters.at("landmark_norm"));
        firstSmoothing = new Conv1d(Skeleton.AXES, SMOOTHED / 2, ALONG_TIME, parameters.at("pos_cnn").at(0));
        secondSmoothing = new Conv1d(SMOOTHED / 2, SMOOTHED, ALONG_TIME, parameters.at("pos_cnn").at(1));
        places = new Linear(Skeleton.AXES + SMOOTHED, units, parameters.at("pos_dense"));
        weight = parameters.at("dense").get("weight", Init.fanInUniform(), units, 3 * units);
        bias = parameters.at("dense").get("bias", Init.uniform(1 / Math.sqrt(3.0 * units)), units);
    }

    /// What the kinds of points contribute, for frames and for padding: [2, 100·E]. The rows of padding in the tables
    /// get no gradient.
    Tensor kinds(Compute c) {
        Tensor type = Tensor.concat(c, 0, types.forward(c, SixthLandmarks.types()), types.constant(0));
        int[] numbers = IntStream.rangeClosed(1, POINTS).toArray();
        Tensor landmark = Tensor.concat(c, 0, landmarks.forward(c, numbers), landmarks.constant(0));
        Tensor kinds = Tensor.concat(c, 1, typeNorm.forward(c, type), landmarkNorm.forward(c, landmark)); // [101, 2E]
        Tensor mapped = kinds.linear(c, weight.slice(c, 1, 0, 2 * units), bias); // [101, E]
        int[] rows = IntStream.range(0, 2 * POINTS).map(i -> Math.min(i, POINTS)).toArray();
        return mapped.gather(c, rows).reshape(c, 2, POINTS * units);
    }

    /// What the places contribute: [N, 300] → [N, 100·E].
    Tensor places(Compute c, Tensor positions, Segments rows) {
        int[] lengths = new int[rows.count()];
        for (int s = 0; s < lengths.length; s++) {
            lengths[s] = rows.length(s) * POINTS;
        }
        Segments points = Segments.ofLengths(lengths);
        Tensor xyz = positions.reshape(c, points.rows(), Skeleton.AXES);
        Tensor smoothed = secondSmoothing.forward(c, firstSmoothing.forward(c, xyz, points), points);
        // One map of all points instead of two: of a map with E inputs, there are a hundred times as many rows as
        // frames.
        Linear place = places.then(c, Linear.of(weight.slice(c, 1, 2 * units, 3 * units), null));
        return place.forward(c, Tensor.concat(c, 1, xyz, smoothed)).reshape(c, rows.rows(), POINTS * units);
    }
}
