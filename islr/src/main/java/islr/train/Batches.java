package islr.train;

import islr.augment.ClipAugmentation;
import islr.data.Clip;
import islr.dataset.LabelledSample;
import islr.internal.Failures;
import islr.internal.Pools;
import islr.internal.Streams;
import islr.system.Architecture;
import islr.system.Augmentation;
import islr.system.Batch;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.train.run.RunSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/// The samples of a training set in batches, another order every epoch. The next batch is put together on another
/// thread while the model learns from the present one.
final class Batches implements AutoCloseable {
    private final List<LabelledSample> samples;
    private final Changes changes;
    private final int size;
    private final long seed;
    private final ExecutorService ahead = Pools.fixed("islr-batches-", 1);

    /// @param number of the batch in its epoch, from 0
    /// @param samples on the heap: a batch outlives the step before it
    record Labelled(int number, Batch samples, int[] labels) {}

    /// What is changed at random.
    ///
    /// @param ofClips changes of landmarks, of samples that have their clip
    /// @param features what a sample is made of changed landmarks by
    /// @param ofSamples changes of samples, behind those of landmarks
    record Changes(List<ClipAugmentation> ofClips, Features features, List<Augmentation> ofSamples) {
        /// Those of a run.
        static Changes of(RunSettings settings) {
            Architecture architecture = settings.preset().architecture();
            return new Changes(architecture.clipAugmentations(settings.values()), settings.features(),
                    architecture.augmentations(settings.values()));
        }
    }

    /// @param size samples in a batch; the last one of an epoch may have fewer
    Batches(List<LabelledSample> samples, Changes changes, int size, long seed) {
        this.samples = samples;
        this.changes = changes;
        this.size = size;
        this.seed = seed;
    }

    /// All samples once, in the order of an epoch.
    Iterator<Labelled> epoch(int epoch) {
        int[] order = shuffled(samples.size(), Streams.of(seed, "order", epoch));
        int count = (order.length + size - 1) / size;
        return new Iterator<>() {
            private int next;
            private Future<Labelled> prepared = prepare(0);

            private Future<Labelled> prepare(int number) {
                return number < count ? ahead.submit(() -> batch(epoch, number, order)) : null;
            }

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public Labelled next() {
                try {
                    Labelled batch = prepared.get();
                    prepared = prepare(++next);
                    return batch;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                } catch (ExecutionException e) {
                    throw new IllegalStateException(Failures.io(e));
                }
            }
        };
    }

    private Labelled batch(int epoch, int number, int[] order) {
        int from = number * size;
        int to = Math.min(order.length, from + size);
        List<Sample> chosen = new ArrayList<>();
        int[] labels = new int[to - from];
        for (int i = from; i < to; i++) {
            LabelledSample each = samples.get(order[i]);
            chosen.add(augmented(each, epoch, order[i]));
            labels[i - from] = each.label();
        }
        return new Labelled(number, Batch.of(Memory.heap(), chosen), labels);
    }

    /// Each augmentation draws from a stream of its own for each sample and epoch, so that one more of them leaves the
    /// others as they are.
    private Sample augmented(LabelledSample labelled, int epoch, int index) {
        Sample changed = labelled.clip().filter(_ -> !changes.ofClips.isEmpty())
                .map(clip -> ofChanged(clip, epoch, index)).filter(sample -> !sample.isEmpty())
                .orElse(labelled.sample());
        for (Augmentation augmentation : changes.ofSamples) {
            changed = augmentation.apply(changed, Streams.of(seed, augmentation.stream(), epoch, index), Memory.heap());
        }
        return changed;
    }

    /// Empty, if the changes left nothing to look at.
    private Sample ofChanged(Clip clip, int epoch, int index) {
        Clip changed = clip;
        for (ClipAugmentation augmentation : changes.ofClips) {
            changed = augmentation.apply(changed, Streams.of(seed, augmentation.stream(), epoch, index));
        }
        return changes.features.of(changed);
    }

    private static int[] shuffled(int n, RandomGenerator random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    @Override
    public void close() {
        ahead.shutdownNow();
    }
}
