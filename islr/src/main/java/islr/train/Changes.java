package islr.train;

import islr.augment.ClipAugmentation;
import islr.augment.PairAugmentation;
import islr.system.Architecture;
import islr.system.Augmentation;
import islr.system.Augmenting;
import islr.system.Features;
import islr.train.run.RunSettings;
import java.util.List;
import java.util.function.IntFunction;

/// What is changed at random of the clips that are shown.
///
/// @param ofPairs what is taken from another clip of the same sign, of samples that have their clip
/// @param ofClips changes of landmarks, behind those
/// @param mixup α of the shares with which clips of any two signs are mixed; 0 if none are
/// @param features what a sample is made of changed landmarks by
/// @param ofSamples changes of samples in an epoch, behind those of landmarks
record Changes(List<PairAugmentation> ofPairs, List<ClipAugmentation> ofClips, double mixup, Features features,
        IntFunction<List<Augmentation>> ofSamples) {
    /// Those of a run.
    static Changes of(RunSettings settings) {
        Architecture architecture = settings.signs().architecture();
        return new Changes(Augmenting.ofPairs(settings.values()), architecture.clipAugmentations(settings.values()),
                settings.get(Augmenting.MIXUP), settings.features(),
                epoch -> architecture.augmentations(settings.values(), epoch));
    }

    /// Whether clips are mixed.
    boolean mixes() {
        return mixup > 0;
    }

    /// Whether landmarks are changed, for which clips must be kept.
    boolean needClips() {
        return mixes() || !ofPairs.isEmpty() || !ofClips.isEmpty();
    }
}
