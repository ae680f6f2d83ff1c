package islr.system.fingerspelling;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;

/// Some frames of padding behind every sequence that is shorter than L, for a layer that lets them act. All of them are
/// the same row.
///
/// @param rows for every row of the longer sequences the row it is, N for padding
/// @param sequences the longer sequences
/// @param real the rows of these that are no padding
record PaddedFrames(int[] rows, Segments sequences, int[] real) {

    /// @param frames L
    /// @param most how many frames of padding a sequence gets at most
    static PaddedFrames behind(Segments sequences, int frames, int most) {
        int[] lengths = new int[sequences.count()];
        for (int s = 0; s < lengths.length; s++) {
            lengths[s] = sequences.length(s) + Math.clamp(frames - sequences.length(s), 0, most);
        }
        Segments longer = Segments.ofLengths(lengths);
        int[] rows = new int[longer.rows()];
        int[] real = new int[sequences.rows()];
        for (int s = 0; s < lengths.length; s++) {
            for (int i = 0; i < lengths[s]; i++) {
                boolean padding = i >= sequences.length(s);
                rows[longer.start(s) + i] = padding ? sequences.rows() : sequences.start(s) + i;
                if (!padding) {
                    real[sequences.start(s) + i] = longer.start(s) + i;
                }
            }
        }
        return new PaddedFrames(rows, longer, real);
    }

    /// `x` `[N, C]` with copies of the row `padding` `[1, C]` among its rows.
    Tensor into(Compute c, Tensor x, Tensor padding) {
        return Tensor.concat(c, 0, x, padding).gather(c, rows);
    }

    /// The rows that are no padding.
    Tensor outOf(Compute c, Tensor x) {
        return x.gather(c, real);
    }

    /// For how many rows each row counts if the last frame of padding stands for all that are not there.
    ///
    /// @param before the sequences without padding
    float[] counts(Segments before, int frames) {
        float[] counts = new float[rows.length];
        java.util.Arrays.fill(counts, 1);
        for (int s = 0; s < sequences.count(); s++) {
            if (sequences.length(s) > before.length(s)) {
                counts[sequences.end(s) - 1] = frames - sequences.length(s) + 1;
            }
        }
        return counts;
    }
}
