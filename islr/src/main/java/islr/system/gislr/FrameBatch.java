package islr.system.gislr;

import islr.system.Batch;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A [Batch] as the network computes it: normalised features, positions and masks of its frames, and the padding that
/// the systems know, as far as it changes anything.
///
/// @param segments the clips' rows, with multiplicities
/// @param groups normalised features of each landmark group, [rows, 2n]
/// @param absent for each group: [rows, 1], 1 where the group is not there
/// @param positions row of the position table, [rows]
/// @param mask [rows]: 1 for a frame that counts, 0 for padding and for frames masked at random
/// @param attention which frames look at which
record FrameBatch(Segments segments, List<Tensor> groups, List<Tensor> absent, int[] positions, float[] mask,
        Mask attention) {

    /// How the frames that do not count are kept.
    enum Layout {
        /// As few rows as give the same numbers. With [Padding#ATTENDED] one row stands for all padded frames of a clip
        /// (except that with dropout it makes one draw for all of them); with [Padding#MASKED] there is none, nor any
        /// for frames masked at random.
        COMPACT,
        /// S rows a clip, as in the frameworks without ragged batches.
        PADDED
    }

    /// −10⁹, which Keras adds to the scores of a query that does not count. Rounding makes all sums equal, so such a
    /// frame attends to all frames equally.
    static final float KERAS_PENALTY = -1e9f;

    /// In [#kept]: a row of padding.
    private static final int PAD = -1;

    /// @param frames rows as in [FrameRows]
    /// @param statistics one for each group
    /// @param size S
    static FrameBatch of(Compute c, Batch frames, List<LandmarkGroup> landmarks, List<Statistics> statistics, int size,
            Padding padding, Layout layout) {
        FrameRows columns = new FrameRows(landmarks.stream().mapToInt(LandmarkGroup::count).sum());
        List<int[]> kept = IntStream.range(0, frames.size())
                .mapToObj(s -> kept(frames, s, columns, size, padding, layout)).toList();
        Segments segments = Segments.ofLengths(kept.stream().mapToInt(rows -> rows.length).toArray());
        int rows = segments.rows();
        float[] multiplicity = c.memory().array(rows);
        int[] positions = new int[rows];
        float[] mask = c.memory().array(rows);
        List<Tensor> groups = new ArrayList<>();
        List<Tensor> absent = new ArrayList<>();
        for (LandmarkGroup group : landmarks) {
            groups.add(c.zeros(Shape.of(rows, 2 * group.count())));
            absent.add(c.allocate(rows, 1));
        }
        for (int s = 0; s < frames.size(); s++) {
            float last = last(frames, s, columns);
            int row = segments.start(s);
            for (int from : kept.get(s)) {
                boolean pad = from == PAD;
                boolean several = pad && layout == Layout.COMPACT;
                multiplicity[row] = several ? size - frames.sequences().length(s) : 1;
                positions[row] = pad ? size : position(columns.index(frames, from), last, size);
                mask[row] = pad ? 0 : columns.mask(frames, from);
                for (int g = 0; g < groups.size(); g++) {
                    Tensor features = groups.get(g);
                    boolean there = !pad && statistics.get(g).normalize(frames.rows().array(), frames.at(from),
                            landmarks.get(g), features.array(), features.offset() + row * features.shape().columns());
                    absent.get(g).array()[absent.get(g).offset() + row] = there ? 0 : 1;
                }
                row++;
            }
        }
        return new FrameBatch(segments.withMultiplicity(multiplicity), groups, absent, positions, mask,
                attention(c.memory(), mask, padding, layout));
    }

    /// The rows of clip `s` that are computed: numbers of rows of the batch, and [#PAD].
    private static int[] kept(Batch frames, int s, FrameRows columns, int size, Padding padding, Layout layout) {
        IntStream there = IntStream.range(frames.sequences().start(s), frames.sequences().end(s));
        int missing = size - frames.sequences().length(s);
        if (layout == Layout.COMPACT && padding == Padding.MASKED) {
            return there.filter(row -> columns.mask(frames, row) != 0).toArray();
        }
        int pads = layout == Layout.PADDED ? missing : Math.min(1, missing);
        return IntStream.concat(there, IntStream.generate(() -> PAD).limit(pads)).toArray();
    }

    private static float last(Batch frames, int s, FrameRows columns) {
        float last = 1;
        for (int row = frames.sequences().start(s); row < frames.sequences().end(s); row++) {
            last = Math.max(last, columns.index(frames, row));
        }
        return last;
    }

    /// `trunc(index/last·S)`, in float32 and in this order: the last kept frame falls on row S, which is also that of
    /// padding, as in the original.
    private static int position(float index, float last, int size) {
        return (int) (index / last * size);
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
