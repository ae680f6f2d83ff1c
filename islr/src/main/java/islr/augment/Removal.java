package islr.augment;

import islr.data.Clip;
import java.util.function.IntPredicate;

/// Landmarks that go missing.
final class Removal {
    private Removal() {}

    /// The clip without some landmarks in a run of frames.
    ///
    /// @param rows those that the clip does not hold do not count
    /// @param from first frame without them
    /// @param to frame behind the last one; frames behind the end of the clip do not count
    static Clip of(Clip clip, int[] rows, int from, int to) {
        return of(clip, rows, frame -> frame >= from && frame < to);
    }

    /// The clip without some landmarks in some frames.
    static Clip of(Clip clip, int[] rows, IntPredicate frames) {
        float[] landmarks = clip.landmarks().clone();
        for (int t = 0; t < clip.frames(); t++) {
            for (int row : rows) {
                if (clip.rows().place(row) >= 0 && frames.test(t)) {
                    int at = clip.index(t, row);
                    landmarks[at] = landmarks[at + 1] = landmarks[at + 2] = Float.NaN;
                }
            }
        }
        return clip.with(landmarks);
    }
}
