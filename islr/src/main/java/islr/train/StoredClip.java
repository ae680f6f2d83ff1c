package islr.train;

import islr.features.Features;
import islr.features.Frames;
import java.util.Arrays;

/// The [Frames] of a labelled clip without their padding.
///
/// @param values [kept, C, 3]
/// @param index [kept]
/// @param label number of its sign
record StoredClip(float[] values, float[] index, int label) {

    static StoredClip of(Frames frames, int label) {
        int kept = frames.kept();
        return new StoredClip(Arrays.copyOf(frames.values(), frames.at(kept, 0)), Arrays.copyOf(frames.index(), kept),
                label);
    }

    /// No frame was kept: nothing to learn from.
    boolean isEmpty() {
        return index.length == 0;
    }

    /// @param features that made it
    Frames frames(Features features) {
        int size = features.size();
        float[] padded = new float[size];
        Arrays.fill(padded, Frames.PADDING);
        System.arraycopy(index, 0, padded, 0, index.length);
        return new Frames(Arrays.copyOf(values, size * features.columns() * 3), padded, size, features.columns());
    }
}
