package islr.model;

import islr.features.Frames;
import islr.features.LandmarkGroup;
import islr.features.Statistics;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Mask;
import java.util.ArrayList;
import java.util.List;

/// Several clips as one ragged batch of rows, one row a frame.
///
/// The padding of a clip is one row that stands for all its padded frames ([Layout#COMPACT]), or a row each ([Layout#PADDED]): the same numbers come
/// out, except that with dropout the compact row makes one draw for all of them.
///
/// @param segments the clips' rows, with multiplicities
/// @param groups normalised features of each landmark group, [rows, 2n]
/// @param absent for each group: [rows, 1], 1 where the group is not there
/// @param positions row of the position table, [rows]
/// @param mask [rows]: 1 for a frame that counts, 0 for padding and for frames dropped at random
public record FrameBatch(Segments segments, List<Tensor> groups, List<Tensor> absent, int[] positions, float[] mask) {
    /// How the padding of a clip is kept.
    public enum Layout {
        COMPACT, PADDED
    }

    /// −10⁹, which Keras adds to the scores of a masked query.
    private static final float KERAS_PENALTY = -1e9f;

    /// @param masks for each clip the S values of its mask, from [FrameMask]
    /// @param statistics one for each group
    public static FrameBatch of(Compute c, List<Frames> clips, List<float[]> masks, List<LandmarkGroup> landmarks,
            List<Statistics> statistics,
            Layout layout) {
        int[] lengths = clips.stream().mapToInt(clip -> rows(clip, layout)).toArray();
        Segments segments = Segments.ofLengths(lengths);
        int rows = segments.rows();
        float[] multiplicity = new float[rows];
        int[] positions = new int[rows];
        float[] mask = new float[rows];
        List<Tensor> groups = new ArrayList<>();
        List<Tensor> absent = new ArrayList<>();
        for (LandmarkGroup group : landmarks) {
            groups.add(c.allocate(rows, 2 * group.count()));
            absent.add(c.allocate(rows, 1));
        }
        for (int s = 0; s < clips.size(); s++) {
            Frames clip = clips.get(s);
            float last = last(clip);
            for (int t = 0; t < lengths[s]; t++) {
                int row = segments.start(s) + t;
                boolean several = layout == Layout.COMPACT && clip.index()[t] == Frames.PADDING;
                multiplicity[row] = several ? clip.size() - t : 1;
                positions[row] = position(clip.index()[t], last, clip.size());
                mask[row] = masks.get(s)[t];
                for (int g = 0; g < groups.size(); g++) {
                    Tensor features = groups.get(g);
                    boolean there = statistics.get(g).normalize(clip, t, landmarks.get(g), features.array(),
                            features.offset() + row * features.shape().columns());
                    absent.get(g).array()[absent.get(g).offset() + row] = there ? 0 : 1;
                }
            }
        }
        return new FrameBatch(segments.withMultiplicity(multiplicity), groups, absent, positions, mask);
    }

    private static int rows(Frames clip, Layout layout) {
        return layout == Layout.PADDED ? clip.size() : Math.min(clip.size(), clip.kept() + 1);
    }

    private static float last(Frames clip) {
        float last = 1;
        for (float index : clip.index()) {
            last = Math.max(last, index);
        }
        return last;
    }

    /// `trunc(index/last·S)`, in float32 and in this order: the last kept frame falls on row S, which is also that of padding, as in the original.
    private static int position(float index, float last, int size) {
        return index == Frames.PADDING ? size : (int) (index / last * size);
    }

    /// Masked frames as queries: Keras shifts all their scores, so that they look at every frame equally. As keys nothing is masked, padding included.
    public Mask queryMask() {
        float[] shift = new float[mask.length];
        for (int i = 0; i < shift.length; i++) {
            shift[i] = (1 - mask[i]) * KERAS_PENALTY;
        }
        return new Mask.QueryShift(shift);
    }
}
