package islr.train;

import islr.features.Features;
import islr.features.Frames;
import islr.model.FrameBatch;
import islr.model.FrameMask;
import islr.model.Gislr64;
import islr.tensor.Compute;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/// The clips of a training set in batches, another order every epoch. The next batch is put together on another thread
/// while the model learns from the present one.
final class Batches implements AutoCloseable {
    private final Gislr64 model;
    private final Features features;
    private final Compute compute;
    private final List<StoredClip> clips;
    private final TrainSettings settings;
    private final ExecutorService ahead = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("islr-batches").factory());

    /// @param number of the batch in its epoch, from 0
    record Batch(int number, FrameBatch frames, int[] labels) {}

    /// @param compute whose results live on the heap: a batch outlives the step before it
    Batches(Gislr64 model, Compute compute, List<StoredClip> clips, TrainSettings settings) {
        this.model = model;
        this.features = model.features();
        this.compute = compute;
        this.clips = clips;
        this.settings = settings;
    }

    /// All clips once, in the order of an epoch.
    Iterator<Batch> epoch(int epoch) {
        int[] order = shuffled(clips.size(), Streams.of(settings.seed(), "order", epoch));
        int size = settings.whole(Setting.BATCH);
        int count = (order.length + size - 1) / size;
        return new Iterator<>() {
            private int next;
            private Future<Batch> prepared = prepare(0);

            private Future<Batch> prepare(int number) {
                return number < count ? ahead.submit(
                        () -> batch(epoch, number, order, number * size, Math.min(order.length, (number + 1) * size)))
                        : null;
            }

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public Batch next() {
                try {
                    Batch batch = prepared.get();
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

    private Batch batch(int epoch, int number, int[] order, int from, int to) {
        List<Frames> frames = new ArrayList<>();
        List<float[]> masks = new ArrayList<>();
        int[] labels = new int[to - from];
        float masking = (float) settings.get(Setting.FRAME_MASKING);
        for (int i = from; i < to; i++) {
            StoredClip clip = clips.get(order[i]);
            Frames padded = clip.frames(features);
            frames.add(padded);
            masks.add(FrameMask.random(padded, Streams.of(settings.seed(), "frame mask", epoch, order[i]), masking));
            labels[i - from] = clip.label();
        }
        return new Batch(number, model.batch(compute, frames, masks, FrameBatch.Layout.COMPACT), labels);
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
