package islr.bench;

import islr.features.Features;
import islr.features.Frames;
import islr.model.FrameBatch;
import islr.model.FrameMask;
import islr.model.Gislr64;
import islr.tensor.Compute;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Clips to learn from: as long as real ones, with random frames of which a quarter is masked.
///
/// @param frames as one ragged batch
/// @param labels [B]
public record TrainingBatch(FrameBatch frames, int[] labels) {
    /// @param lengths frames of each clip
    public static TrainingBatch of(Compute c, Gislr64 model, int... lengths) {
        Random random = new Random(1);
        List<Frames> clips = new ArrayList<>();
        List<float[]> masks = new ArrayList<>();
        for (int length : lengths) {
            Frames clip = clip(random, length, model.features());
            clips.add(clip);
            masks.add(FrameMask.random(clip, random, Gislr64.FRAME_MASKING));
        }
        int[] labels = random.ints(lengths.length, 0, model.settings().classes()).toArray();
        return new TrainingBatch(model.batch(c, clips, masks, FrameBatch.Layout.COMPACT), labels);
    }

    /// A clip of `length` frames, the rest padding; random numbers.
    public static Frames clip(Random random, int length, Features features) {
        int size = features.size();
        int width = features.columns() * 3;
        float[] values = new float[size * width];
        for (int i = 0; i < length * width; i++) {
            values[i] = (float) random.nextGaussian();
        }
        float[] index = new float[size];
        for (int t = 0; t < size; t++) {
            index[t] = t < length ? t : Frames.PADDING;
        }
        return new Frames(values, index, size, features.columns());
    }
}
