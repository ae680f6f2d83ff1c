package islr.model;

import islr.features.Frames;
import islr.features.LandmarkGroup;
import islr.features.Statistics;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Several clips as one ragged batch of rows, one row a frame.
///
/// @param segments the clips' rows, with multiplicities
/// @param groups normalised features of each landmark group, [rows, 2n]
/// @param absent for each group: [rows, 1], 1 where the group is not there
/// @param positions row of the position table, [rows]
/// @param mask [rows]: 1 for a frame that counts, 0 for padding and for frames dropped at random
/// @param attention which frames look at which
public record FrameBatch(Segments segments, List<Tensor> groups, List<Tensor> absent, int[] positions, float[] mask,
        Mask attention) {

    /// How the frames that do not count are kept.
    public enum Layout {
        /// As few rows as give the same numbers. With [Padding#ATTENDED] one row stands for all padded frames of a clip
        /// (except that with dropout it makes one draw for all of them); with [Padding#MASKED] there is none, nor any
        /// for frames dropped at random.
        COMPACT,
        /// S rows a clip, as in the frameworks without ragged batches.
        PADDED
    }

    /// −10⁹, which Keras adds to the scores of a masked query.
    private static final float KERAS_PENALTY = -1e9f;

    /// @param masks for each clip the S values of its mask, from [FrameMask]
    /// @param statistics one for each group
    public static FrameBatch of(Compute c, List<Frames> clips, List<float[]> masks, List<LandmarkGroup> landmarks,
            List<Statistics> statistics, Padding padding, Layout layout) {
        List<int[]> kept = IntStream.range(0, clips.size())
                .mapToObj(s -> frames(clips.get(s), masks.get(s), padding, layout)).toList();
        Segments segments = Segments.ofLengths(kept.stream().mapToInt(frames -> frames.length).toArray());
        int rows = segments.rows();
        float[] multiplicity = c.memory().array(rows);
        int[] positions = new int[rows];
        float[] mask = c.memory().array(rows);
        List<Tensor> groups = new ArrayList<>();
        List<Tensor> absent = new ArrayList<>();
        for (LandmarkGroup group : landmarks) {
            groups.add(c.allocate(rows, 2 * group.count()));
            absent.add(c.allocate(rows, 1));
        }
        for (int s = 0; s < clips.size(); s++) {
            Frames clip = clips.get(s);
            float last = last(clip);
            int row = segments.start(s);
            for (int t : kept.get(s)) {
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
                row++;
            }
        }
        return new FrameBatch(segments.withMultiplicity(multiplicity), groups, absent, positions, mask,
                attention(c.memory(), mask, padding, layout));
    }

    /// The frames of a clip that get a row.
    private static int[] frames(Frames clip, float[] mask, Padding padding, Layout layout) {
        if (layout == Layout.PADDED) {
            return IntStream.range(0, clip.size()).toArray();
        }
        return switch (padding) {
            case ATTENDED -> IntStream.range(0, Math.min(clip.size(), clip.kept() + 1)).toArray();
            case MASKED -> IntStream.range(0, clip.size()).filter(t -> mask[t] != 0).toArray();
        };
    }

    private static float last(Frames clip) {
        float last = 1;
        for (float index : clip.index()) {
            last = Math.max(last, index);
        }
        return last;
    }

    /// `trunc(index/last·S)`, in float32 and in this order: the last kept frame falls on row S, which is also that of
    /// padding, as in the original.
    private static int position(float index, float last, int size) {
        return index == Frames.PADDING ? size : (int) (index / last * size);
    }

    private static Mask attention(Memory memory, float[] mask, Padding padding, Layout layout) {
        if (padding == Padding.ATTENDED) {
            return queryShift(memory, mask);
        }
        return layout == Layout.COMPACT ? Mask.none() : keyPadding(mask);
    }

    /// Frames that do not count as queries: Keras shifts all their scores, so that they look at every frame equally. As
    /// keys nothing is masked.
    private static Mask queryShift(Memory memory, float[] mask) {
        float[] shift = memory.array(mask.length);
        for (int i = 0; i < shift.length; i++) {
            shift[i] = (1 - mask[i]) * KERAS_PENALTY;
        }
        return new Mask.QueryShift(shift);
    }

    private static Mask keyPadding(float[] mask) {
        boolean[] visible = new boolean[mask.length];
        for (int i = 0; i < visible.length; i++) {
            visible[i] = mask[i] != 0;
        }
        return new Mask.KeyPadding(visible);
    }
}
