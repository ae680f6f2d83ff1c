package islr.bench;

import islr.recognize.Presets;
import islr.system.Augmentation;
import islr.system.Batch;
import islr.system.Preset;
import islr.system.Sample;
import islr.tensor.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Clips to learn from: as long as real ones, with random frames of which a quarter is masked.
///
/// @param samples as one ragged batch
/// @param labels [B]
public record TrainingBatch(Batch samples, int[] labels) {
    /// @param preset one of GISLR-64
    /// @param lengths frames of each clip
    public static TrainingBatch of(Preset preset, int... lengths) {
        Random random = new Random(1);
        int columns = preset.architecture().features(preset.defaults()).points();
        List<Augmentation> augmentations = preset.architecture().augmentations(preset.defaults());
        List<Sample> samples = new ArrayList<>();
        for (int length : lengths) {
            Sample sample = RandomClip.of(random, length, columns, length).sample();
            for (Augmentation augmentation : augmentations) {
                sample = augmentation.apply(sample, random, Memory.heap());
            }
            samples.add(sample);
        }
        int[] labels = random.ints(lengths.length, 0, Sizes.CLASSES).toArray();
        return new TrainingBatch(Batch.of(Memory.heap(), samples), labels);
    }

    /// GISLR-64's, as long as real clips.
    public static TrainingBatch ofRealLengths() {
        return of(Presets.of("gislr-64"), Sizes.Rows.BATCH.lengths());
    }
}
