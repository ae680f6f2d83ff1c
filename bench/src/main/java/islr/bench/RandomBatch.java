package islr.bench;

import islr.system.Augmentation;
import islr.system.Batch;
import islr.system.Features;
import islr.system.Preset;
import islr.system.Sample;
import islr.system.TrainingBatch;
import islr.tensor.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random clips to learn from, changed as in training.
public final class RandomBatch {
    private RandomBatch() {}

    /// @param lengths frames of each clip
    public static TrainingBatch of(Preset preset, int... lengths) {
        Random random = new Random(1);
        Features features = preset.architecture().features(preset.defaults());
        List<Augmentation> augmentations = preset.architecture().augmentations(preset.defaults(), 0);
        List<Sample> samples = new ArrayList<>();
        for (int length : lengths) {
            Sample sample = features.of(RandomClip.of(random, length));
            for (Augmentation augmentation : augmentations) {
                sample = augmentation.apply(sample, random, Memory.heap());
            }
            samples.add(sample);
        }
        int[] labels = random.ints(lengths.length, 0, Sizes.CLASSES).toArray();
        return TrainingBatch.of(Batch.of(Memory.heap(), samples), labels);
    }

    /// As many clips as a training step has, with the lengths of real ones.
    public static TrainingBatch ofRealLengths(Preset preset) {
        return of(preset, Sizes.Rows.BATCH.lengths());
    }
}
