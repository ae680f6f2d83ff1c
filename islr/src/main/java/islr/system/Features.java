package islr.system;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.SkeletonRows;
import islr.tensor.Memory;
import java.util.OptionalInt;
import java.util.Set;

/// From the landmarks of a clip to what a model reads of them: the model's preprocessing.
public interface Features {
    /// The landmarks that are needed; a clip may hold others.
    SkeletonRows rows();

    /// Landmarks that the model sees of a frame.
    int points();

    /// How many frames of a clip, or of its pooled frames, the model tells apart; empty if there is no limit.
    default OptionalInt mostFrames() {
        return OptionalInt.empty();
    }

    /// F, numbers in a row of a sample.
    int width();

    /// Changes whenever other numbers come out, so that prepared clips are prepared anew.
    String version();

    /// Clip [T, R, 3] → sample [t, F].
    ///
    /// @param memory where the sample lives
    Sample of(Clip clip, Memory memory);

    /// The same on the heap.
    default Sample of(Clip clip) {
        return of(clip, Memory.heap());
    }

    /// What a user should know about a clip because of what this system reads of it; usually nothing.
    default Set<ClipNote> notes(Clip clip) {
        return Set.of();
    }

    /// Why a sample has no rows: the part of a sentence.
    default String whyEmpty() {
        return "no landmark was seen in any frame";
    }
}
