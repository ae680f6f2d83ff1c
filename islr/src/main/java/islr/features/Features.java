package islr.features;

import islr.data.Clip;
import islr.data.SkeletonRows;
import islr.tensor.Memory;
import java.util.List;

/// What a model reads of clips: chosen landmarks of chosen frames, pooled to S frames. Made by a [FeatureSet].
public interface Features {
    /// Which kind these are.
    FeatureSet set();

    /// S.
    int size();

    /// Clip [T, R, 3] → [Frames] [S, C, 3]. Frames without a hand are dropped; a clip without any gives padding alone.
    default Frames of(Clip clip) {
        return of(clip, Memory.heap());
    }

    /// The same in given memory.
    Frames of(Clip clip, Memory memory);

    /// The landmark groups that the columns of a frame consist of, in their order.
    default List<LandmarkGroup> groups() {
        return set().groups();
    }

    /// The landmarks that they need of a clip, which may hold others.
    default SkeletonRows rows() {
        return set().rows();
    }

    /// C.
    default int columns() {
        return groups().stream().mapToInt(LandmarkGroup::count).sum();
    }
}
