package islr.train;

import islr.dataset.LabelledSample;
import islr.internal.Streams;
import islr.system.Batch;
import islr.system.Sample;
import islr.system.Targets;
import islr.system.TrainingBatch;
import islr.tensor.Memory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/// The samples of a training set in batches, another order every epoch. The next batch is put together on another
/// thread while the model learns from the present one.
///
/// Batches are on the heap: each outlives the step before it.
final class Batches implements AutoCloseable {
    private final List<LabelledSample> samples;
    private final Changes changes;
    private final ShownClips shown;
    private final int views;
    private final long seed;
    private final Ahead ahead = new Ahead();

    /// @param rule how clips are shown
    /// @param changes what is changed at random
    /// @param views how many a batch has, see [TrainingBatch]
    Batches(List<LabelledSample> samples, ShownClips.Rule rule, Changes changes, int views, long seed) {
        this.samples = samples;
        shown = ShownClips.of(samples, rule);
        this.changes = changes;
        this.views = views;
        this.seed = seed;
    }

    /// How many batches an epoch has.
    int steps() {
        return shown.steps();
    }

    /// The batches of an epoch, in its order.
    Iterator<TrainingBatch> epoch(int epoch) {
        List<int[]> batches = shown.batches(Streams.of(seed, "order", epoch));
        List<int[]> before = timesBefore(batches, samples.size());
        ChangedSamples changed = new ChangedSamples(samples, shown.signs(), changes, epoch, seed);
        return ahead.of(batches.size(), number -> batch(changed, batches.get(number), before.get(number)));
    }

    private TrainingBatch batch(ChangedSamples changed, int[] clips, int[] before) {
        int[] labels = IntStream.of(clips).map(clip -> samples.get(clip).label()).toArray();
        int[] mixed = new int[clips.length];
        float[] shares = new float[clips.length];
        List<Batch> all = new ArrayList<>();
        for (int view = 0; view < views; view++) {
            List<Sample> chosen = new ArrayList<>();
            for (int i = 0; i < clips.length; i++) {
                ChangedSamples.Changed each = changed.of(clips[i], before[i], view);
                chosen.add(each.sample());
                mixed[i] = each.mixed();
                shares[i] = each.share();
            }
            all.add(Batch.of(Memory.heap(), chosen));
        }
        Targets targets = Targets.of(labels);
        return new TrainingBatch(all, changes.mixes() ? targets.with(new Targets.Mixed(mixed, shares)) : targets);
    }

    /// For each place of the batches, how often its clip is shown before.
    private static List<int[]> timesBefore(List<int[]> batches, int clips) {
        int[] shown = new int[clips];
        List<int[]> before = new ArrayList<>();
        for (int[] batch : batches) {
            int[] times = new int[batch.length];
            for (int i = 0; i < batch.length; i++) {
                times[i] = shown[batch[i]]++;
            }
            before.add(times);
        }
        return before;
    }

    @Override
    public void close() {
        ahead.close();
    }
}
