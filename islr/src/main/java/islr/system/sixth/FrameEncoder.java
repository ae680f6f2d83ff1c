package islr.system.sixth;

import islr.nn.Parameters;
import islr.system.Batch;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Arrays;

/// From the points of a frame to one row: the parts of the body each by itself, then together.
///
/// ```
/// points [N, 100·E] ─┬─ all ───────────────────── full_mlp ────────────────┐
///                    ├─ left  ─ less its middle ─ left_hand_mlp ──┬─ max ─┤
///                    ├─ right ─ less its middle ─ right_hand_mlp ─┘       ├─ concat ─ landmark_mlp ─ [N, d0]
///                    ├─ lips  ─ less its middle ─ lips_mlp ───────────────┤
///                    └─ face  ─ less its middle ─ face_mlp ───────────────┘
/// ```
///
/// The middle of a part is explained in [Centring].
///
/// In training, batch norms count all L frames of every clip, as in the original: padding too, see [PaddedRows].
/// Padded frames are zeros for the four parts and are not for `full_mlp`.
final class FrameEncoder {
    /// Where these parts begin among the points; the hands come before them, left and right.
    static final int SILHOUETTE = 42;
    static final int LIPS = 60;
    static final int CHEEKS = 93;
    /// Frames of padding that the smoothing of the last frames looks at.
    private static final int LOOKED_AT = 2;

    private final SixthSizes sizes;
    private final LandmarkEncoder points;
    private final Parts parts;

    FrameEncoder(SixthSizes sizes, Parameters parameters) {
        this.sizes = sizes;
        int units = sizes.landmarkUnits();
        points = new LandmarkEncoder(units, parameters);
        int hand = SixthLandmarks.HAND * units;
        parts = new Parts(part(hand, parameters.at("left_hand_mlp")), part(hand, parameters.at("right_hand_mlp")),
                part(hand, parameters.at("lips_mlp")),
                part((LIPS - SILHOUETTE + SixthLandmarks.POINTS - CHEEKS) * units, parameters.at("face_mlp")),
                part(SixthLandmarks.POINTS * units, parameters.at("full_mlp")), new PartEncoder(4 * sizes.partUnits(),
                        sizes.widths().getFirst(), sizes.dropout(), parameters.at("landmark_mlp")));
    }

    private PartEncoder part(int in, Parameters parameters) {
        return new PartEncoder(in, sizes.partUnits(), sizes.partDropout(), parameters);
    }

    private record Parts(PartEncoder left, PartEncoder right, PartEncoder lips, PartEncoder face, PartEncoder full,
            PartEncoder together) {
        Parts folded(Compute c) {
            return new Parts(left.folded(c), right.folded(c), lips.folded(c), face.folded(c), full.folded(c),
                    together.folded(c));
        }
    }

    /// What depends on weights alone.
    ///
    /// @param kinds what the kinds of points contribute
    record Constants(Tensor kinds, Parts parts) {}

    /// For training and one prediction: nothing is computed that a single use would not repay.
    Constants constants(Compute c) {
        return new Constants(points.kinds(c), parts);
    }

    /// For many predictions, with the numbers as they are now.
    Constants folded(Compute c) {
        return new Constants(points.kinds(c), parts.folded(c));
    }

    /// [N, 300] → [N, d0].
    Tensor forward(Compute c, Batch batch, Constants constants) {
        PaddedRows layout = c.isTraining() ? PaddedRows.all(batch.sequences(), sizes.frames()) : switch (sizes.tail()) {
            case FITTING -> PaddedRows.reached(batch.sequences(), sizes.frames(), LOOKED_AT);
            case TWO -> PaddedRows.reached(batch.sequences(), Integer.MAX_VALUE, LOOKED_AT);
            case NONE -> PaddedRows.reached(batch.sequences(), Integer.MAX_VALUE, 0);
        };
        Tensor places = points.places(c, padded(c, batch.rows(), layout), layout.rows());
        if (!c.isTraining()) {
            places = places.gather(c, layout.valid());
            layout = PaddedRows.reached(batch.sequences(), Integer.MAX_VALUE, 0);
        }
        int[] padding = Arrays.stream(layout.frame()).map(frame -> frame < 0 ? 1 : 0).toArray();
        Tensor all = places.add(c, constants.kinds.gather(c, padding)); // [N, 100·E]
        Tensor encoded = encode(c, constants.parts, all, layout);
        return c.isTraining() ? encoded.gather(c, layout.valid()) : encoded;
    }

    /// The rows of the batch, with zeros for padding.
    private static Tensor padded(Compute c, Tensor rows, PaddedRows layout) {
        int width = rows.shape().columns();
        Tensor padded = c.zeros(Shape.of(layout.rows().rows(), width));
        for (int i = 0; i < layout.frame().length; i++) {
            if (layout.frame()[i] >= 0) {
                System.arraycopy(rows.array(), rows.offset() + layout.frame()[i] * width, padded.array(),
                        padded.offset() + i * width, width);
            }
        }
        return padded;
    }

    private Tensor encode(Compute c, Parts parts, Tensor all, PaddedRows layout) {
        float[] counts = layout.counts();
        int hand = SixthLandmarks.HAND;
        Centring centring = new Centring(layout, sizes.landmarkUnits());
        Tensor hands = parts.left.forward(c, centring.of(c, points(c, all, 0, hand)), counts).maximum(c,
                parts.right.forward(c, centring.of(c, points(c, all, hand, 2 * hand)), counts));
        Tensor mouth = parts.lips.forward(c, centring.of(c, points(c, all, LIPS, LIPS + hand)), counts);
        Tensor head = parts.face.forward(c, centring.of(c,
                Tensor.concat(c, 1, points(c, all, SILHOUETTE, LIPS), points(c, all, CHEEKS, SixthLandmarks.POINTS))),
                counts);
        return parts.together.forward(c, Tensor.concat(c, 1, parts.full.forward(c, all, counts), hands, mouth, head),
                counts);
    }

    private Tensor points(Compute c, Tensor all, int from, int to) {
        return all.slice(c, 1, from * sizes.landmarkUnits(), to * sizes.landmarkUnits());
    }
}
