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

/// The samples of a training set in batches, another order every epoch. The next batch is put together on another
/// thread while the model learns from the present one.
final class Batches implements AutoCloseable {
    private final List<LabelledSample> samples;
    private final Changes changes;
    private final ShownClips shown;
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

    /// @param balance see [ShownClips]
    /// @param size samples in a batch; the last one of an epoch may have fewer
    Batches(List<LabelledSample> samples, double balance, Changes changes, int size, long seed) {
        this.samples = samples;
        shown = new ShownClips(samples.stream().mapToInt(LabelledSample::label).toArray(), balance);
        this.changes = changes;
        this.size = size;
        this.seed = seed;
    }

    /// The samples of an epoch, in its order.
    Iterator<Labelled> epoch(int epoch) {
        int[] order = shown.order(Streams.of(seed, "order", epoch));
        int[] before = timesBefore(order, samples.size());
        int count = (order.length + size - 1) / size;
        return new Iterator<>() {
            private int next;
            private Future<Labelled> prepared = prepare(0);

            private Future<Labelled> prepare(int number) {
                return number < count ? ahead.submit(() -> batch(epoch, number, order, before)) : null;
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

    private Labelled batch(int epoch, int number, int[] order, int[] before) {
        int from = number * size;
        int to = Math.min(order.length, from + size);
        List<Sample> chosen = new ArrayList<>();
        int[] labels = new int[to - from];
        for (int i = from; i < to; i++) {
            LabelledSample each = samples.get(order[i]);
            chosen.add(augmented(each,
                    before[i] == 0 ? new long[] {epoch, order[i]} : new long[] {epoch, order[i], before[i]}));
            labels[i - from] = each.label();
        }
        return new Labelled(number, Batch.of(Memory.heap(), chosen), labels);
    }

    /// For each place of an order, how often its clip is shown before.
    private static int[] timesBefore(int[] order, int clips) {
        int[] shown = new int[clips];
        int[] before = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            before[i] = shown[order[i]]++;
        }
        return before;
    }

    /// Each augmentation draws from a stream of its own for each sample and epoch, so that one more of them leaves the
    /// others as they are.
    ///
    /// @param draw the epoch, the clip, and how often it was shown before, if it was
    private Sample augmented(LabelledSample labelled, long[] draw) {
        Sample changed = labelled.clip().filter(_ -> !changes.ofClips.isEmpty()).map(clip -> ofChanged(clip, draw))
                .filter(sample -> !sample.isEmpty()).orElse(labelled.sample());
        for (Augmentation augmentation : changes.ofSamples) {
            changed = augmentation.apply(changed, Streams.of(seed, augmentation.stream(), draw), Memory.heap());
        }
        return changed;
    }

    /// Empty, if the changes left nothing to look at.
    private Sample ofChanged(Clip clip, long[] draw) {
        Clip changed = clip;
        for (ClipAugmentation augmentation : changes.ofClips) {
            changed = augmentation.apply(changed, Streams.of(seed, augmentation.stream(), draw));
        }
        return changes.features.of(changed);
    }

    @Override
    public void close() {
        ahead.shutdownNow();
    }
}
