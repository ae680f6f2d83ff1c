package islr.train;

import islr.augment.ClipAugmentation;
import islr.augment.MixedClips;
import islr.augment.PairAugmentation;
import islr.data.Clip;
import islr.dataset.LabelledSample;
import islr.internal.Beta;
import islr.internal.Streams;
import islr.system.Augmentation;
import islr.system.Sample;
import islr.tensor.Memory;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The samples of an epoch, each changed at random.
///
/// Each change draws from a stream of its own for each clip and epoch, so that one more of them leaves the others as
/// they are.
final class ChangedSamples {
    private static final String MIXUP = "mixup";

    private final List<LabelledSample> samples;
    private final List<int[]> signs;
    private final int[] signOf;
    private final Changes changes;
    private final List<Augmentation> ofSamples;
    private final int epoch;
    private final long seed;

    /// @param signs the numbers of the clips of each sign
    ChangedSamples(List<LabelledSample> samples, List<int[]> signs, Changes changes, int epoch, long seed) {
        this.samples = samples;
        this.signs = signs;
        this.changes = changes;
        this.ofSamples = changes.ofSamples().apply(epoch);
        this.epoch = epoch;
        this.seed = seed;
        signOf = new int[samples.size()];
        for (int s = 0; s < signs.size(); s++) {
            for (int clip : signs.get(s)) {
                signOf[clip] = s;
            }
        }
    }

    /// A sample as it is shown.
    ///
    /// @param mixed the sign of the clip that was mixed in
    /// @param share of the clip itself, 1 if nothing was mixed in
    record Changed(Sample sample, int mixed, float share) {}

    /// One of the samples.
    ///
    /// @param clip its number
    /// @param before how often it was shown before in this epoch
    /// @param view which view of the batch it is for
    Changed of(int clip, int before, int view) {
        LabelledSample labelled = samples.get(clip);
        long[] draw = view > 0 ? new long[] {epoch, clip, before, view}
                : before > 0 ? new long[] {epoch, clip, before} : new long[] {epoch, clip};
        Changed changed = new Changed(labelled.sample(), labelled.label(), 1);
        if (labelled.clip().isPresent() && changes.needClips()) {
            Clip alone = changed(clip, draw);
            changed = mixed(alone, clip, before, draw).or(() -> seen(alone, labelled.label(), 1)).orElse(changed);
        }
        Sample sample = changed.sample;
        for (Augmentation augmentation : ofSamples) {
            RandomGenerator random = Streams.of(seed, augmentation.stream(), draw);
            Supplier<Sample> other = () -> samples.get(ofSameSign(clip, random)).sample();
            sample = augmentation.apply(sample, other, random, Memory.heap());
        }
        return new Changed(sample, changed.mixed, changed.share);
    }

    /// Another clip of the same sign; the same one, if there is no other.
    private int ofSameSign(int clip, RandomGenerator random) {
        int[] clips = signs.get(signOf[clip]);
        if (clips.length == 1) {
            return clip;
        }
        int chosen = clips[random.nextInt(clips.length - 1)];
        return chosen == clip ? clips[clips.length - 1] : chosen;
    }

    /// The landmarks of a clip, which it has, with all changes.
    private Clip changed(int clip, long... draw) {
        Clip changed = samples.get(clip).clip().orElseThrow();
        for (PairAugmentation augmentation : changes.ofPairs()) {
            RandomGenerator random = Streams.of(seed, augmentation.stream(), draw);
            int other = ofSameSign(clip, random);
            if (other != clip) {
                changed = augmentation.apply(changed, samples.get(other).clip().orElseThrow(), random);
            }
        }
        for (ClipAugmentation augmentation : changes.ofClips()) {
            changed = augmentation.apply(changed, Streams.of(seed, augmentation.stream(), draw));
        }
        return changed;
    }

    /// Which clip is mixed in, and how much of it, is the same in all views.
    private Optional<Changed> mixed(Clip clip, int number, int before, long... draw) {
        if (!changes.mixes()) {
            return Optional.empty();
        }
        RandomGenerator random = Streams.of(seed, MIXUP, epoch, number, before);
        double share = Beta.symmetric(changes.mixup(), random);
        int other = random.nextInt(samples.size());
        return seen(MixedClips.of(clip, changed(other, draw), share), samples.get(other).label(), (float) share);
    }

    /// Empty, if the changes left nothing to look at.
    private Optional<Changed> seen(Clip clip, int mixed, float share) {
        return Optional.of(changes.features().of(clip)).filter(sample -> !sample.isEmpty())
                .map(sample -> new Changed(sample, mixed, share));
    }
}
