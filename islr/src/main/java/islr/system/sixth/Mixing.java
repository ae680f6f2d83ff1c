package islr.system.sixth;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;

/// Manifold mixup: each clip of a batch is mixed with another one inside the network, before a layer:
/// `f ← λ·f + (1 − λ)·f'`.
///
/// ```
/// clip s      ├──────────────┤ padding      λ
/// its partner ├────────┤ padding            1 − λ
/// mixture     ├──────────────┤              as long as the longer one
/// ```
///
/// Source: Verma et al., *Manifold Mixup* (2019).
///
/// @param layer before which it is done, 0 to 2; more if nothing is mixed
/// @param partners `[B]`, the number of the other clip
/// @param shares λ, `[B]`
record Mixing(int layer, int[] partners, float[] shares) {
    /// Nothing is mixed.
    static final Mixing NONE = new Mixing(SixthNetwork.LAYERS, new int[0], new float[0]);

    /// Distributions over the signs, mixed in the same way.
    ///
    /// @param targets [B, classes]
    Tensor of(Compute c, Tensor targets) {
        return partners.length == 0 ? targets : targets.multiply(c, column(shares)).add(c,
                targets.gather(c, partners).multiply(c, column(less(shares))));
    }

    private static float[] less(float... shares) {
        float[] less = new float[shares.length];
        for (int i = 0; i < less.length; i++) {
            less[i] = 1 - shares[i];
        }
        return less;
    }

    /// Rows of clips.
    ///
    /// @param values [N, h]
    record Rows(Tensor values, Segments clips) {}

    /// @param padding what a row behind the end of a clip is, [1, h]
    Rows of(Compute c, Rows rows, Tensor padding) {
        Segments clips = rows.clips;
        int[] lengths = new int[partners.length];
        for (int s = 0; s < lengths.length; s++) {
            lengths[s] = Math.max(clips.length(s), clips.length(partners[s]));
        }
        Segments mixed = Segments.ofLengths(lengths);
        int[] own = new int[mixed.rows()];
        int[] others = new int[mixed.rows()];
        float[] ofOwn = new float[mixed.rows()];
        float[] ofOthers = new float[mixed.rows()];
        for (int s = 0; s < lengths.length; s++) {
            for (int t = 0; t < lengths[s]; t++) {
                int row = mixed.start(s) + t;
                own[row] = row(clips, s, t);
                others[row] = row(clips, partners[s], t);
                ofOwn[row] = shares[s];
                ofOthers[row] = 1 - shares[s];
            }
        }
        Tensor all = Tensor.concat(c, 0, rows.values, padding); // [N + 1, h]
        Tensor values = all.gather(c, own).multiply(c, column(ofOwn)).add(c,
                all.gather(c, others).multiply(c, column(ofOthers)));
        return new Rows(values, mixed);
    }

    /// The row of frame t of a clip; behind its end that of the padding.
    private static int row(Segments clips, int clip, int t) {
        return t < clips.length(clip) ? clips.start(clip) + t : clips.rows();
    }

    private static Tensor column(float... numbers) {
        return Tensor.of(Shape.of(numbers.length, 1), numbers);
    }
}
