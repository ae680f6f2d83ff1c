package islr.system.sixth;

import islr.tensor.Segments;
import java.util.Arrays;

/// The rows of a batch whose clips are padded to L frames, as the original trains: padding takes part in the statistics
/// of batch norms. Padded frames that are equal are one row that counts several times.
///
/// ```
/// clip s:   T frames │ 4 of padding, that the smoothing reaches │ 1 for all further L − T − 4
/// ```
///
/// There are fewer of the latter two where T is near L.
///
/// @param rows with the clips' sequences
/// @param frame for each row the row of the batch that it is, −1 for padding
/// @param counts how many frames each row stands for; null if each is one
/// @param valid the rows that are frames, in their order
record PaddedRows(Segments rows, int[] frame, float[] counts, int[] valid) {
    /// Frames behind the last one that two convolutions of width 5 reach.
    static final int REACHED = 4;

    /// All L frames of every clip.
    ///
    /// @param clips the sequences of the batch
    /// @param frames L
    static PaddedRows all(Segments clips, int frames) {
        PaddedRows reached = reached(clips, frames, REACHED + 1);
        float[] counts = new float[reached.rows.rows()];
        Arrays.fill(counts, 1);
        for (int s = 0; s < clips.count(); s++) {
            counts[reached.rows.end(s) - 1] += frames - reached.rows.length(s);
        }
        return new PaddedRows(reached.rows, reached.frame, counts, reached.valid);
    }

    /// The frames of every clip and some of padding behind them, L at the most.
    ///
    /// @param padding how many
    static PaddedRows reached(Segments clips, int frames, int padding) {
        int[] lengths = new int[clips.count()];
        for (int s = 0; s < lengths.length; s++) {
            lengths[s] = Math.min(frames, clips.length(s) + padding);
        }
        Segments rows = Segments.ofLengths(lengths);
        int[] frame = new int[rows.rows()];
        int[] valid = new int[clips.rows()];
        Arrays.fill(frame, -1);
        for (int s = 0; s < lengths.length; s++) {
            for (int t = 0; t < clips.length(s); t++) {
                frame[rows.start(s) + t] = clips.start(s) + t;
                valid[clips.start(s) + t] = rows.start(s) + t;
            }
        }
        return new PaddedRows(rows, frame, null, valid);
    }

    /// For each row the number of its clip.
    int[] clips() {
        int[] clips = new int[rows.rows()];
        for (int s = 0; s < rows.count(); s++) {
            Arrays.fill(clips, rows.start(s), rows.end(s), s);
        }
        return clips;
    }

    /// For each row 1, or 0 if it is padding; null if none is.
    float[] seen() {
        if (valid.length == frame.length) {
            return null;
        }
        float[] seen = new float[frame.length];
        for (int row : valid) {
            seen[row] = 1;
        }
        return seen;
    }
}
