package islr.dataset;

import islr.data.Clip;
import islr.data.Plausibility;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.internal.Failures;
import islr.internal.Pools;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// What a model reads of every clip of a source, in memory.
///
/// @param samples one a recording of the source, in its order; empty ones where nothing was seen or the file could not
///     be read
/// @param unreadable what was wrong with the files that could not be read
public record SampleStore(List<LabelledSample> samples, List<String> unreadable) {
    /// Raw clips under way for each thread, so that they do not pile up in memory.
    private static final int WINDOW = 4;

    public SampleStore {
        Objects.requireNonNull(samples, "samples");
        Objects.requireNonNull(unreadable, "unreadable");
    }

    /// Reads and prepares all clips on several threads.
    ///
    /// @throws InterruptedException if whoever watches wants it to stop
    static SampleStore read(ClipSource source, Features features, int threads, Progress progress)
            throws InterruptedException {
        int n = source.recordings().size();
        List<LabelledSample> samples = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        SkeletonRows rows = Plausibility.rows(features.rows());
        progress.begin("reading", n, "clips");
        try (ExecutorService pool = Pools.fixed("islr-read-", threads)) {
            List<Future<LabelledSample>> futures = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                for (int next = futures.size(); next < Math.min(n, i + WINDOW * threads); next++) {
                    int index = next;
                    futures.add(pool.submit(() -> prepare(source, features, rows, index)));
                }
                try {
                    samples.add(futures.get(i).get());
                } catch (ExecutionException e) {
                    unreadable.add(Failures.io(e).getMessage());
                    samples.add(new LabelledSample(nothing(features), -1, Set.of(), Set.of(), Optional.empty()));
                }
                futures.set(i, null);
                progress.at(i + 1, "");
                if (progress.isStopWanted()) {
                    throw new InterruptedException("stopped while reading clips");
                }
            }
        } finally {
            progress.end();
        }
        return new SampleStore(samples, unreadable);
    }

    /// The same from a cache, if there is one: see `SampleCache`.
    ///
    /// @param cache where prepared clips are kept
    /// @throws IOException if nothing can be kept there
    public static SampleStore read(ClipSource source, Features features, int threads, Optional<Path> cache,
            Progress progress) throws IOException, InterruptedException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(progress, "progress");
        return cache.isPresent() ? SampleCache.read(cache.get(), source, features, threads, progress)
                : read(source, features, threads, progress);
    }

    /// The same with the landmarks of every clip, which is what the cache then keeps: for a training that changes them.
    public static SampleStore readWithClips(ClipSource source, Features features, int threads, Optional<Path> cache,
            Progress progress) throws IOException, InterruptedException {
        Objects.requireNonNull(features, "features");
        KeptLandmarks landmarks = new KeptLandmarks(features.rows());
        SampleStore raw = read(source, landmarks, threads, cache, progress);
        List<LabelledSample> samples = new ArrayList<>();
        for (int i = 0; i < raw.samples.size(); i++) {
            samples.add(landmarks.prepared(raw.samples.get(i), source.recordings().get(i).name(), features));
        }
        return new SampleStore(samples, raw.unreadable);
    }

    private static Sample nothing(Features features) {
        return new Sample(Tensor.zeros(0, features.width()));
    }

    /// @param rows what is read of the clip
    private static LabelledSample prepare(ClipSource source, Features features, SkeletonRows rows, int index)
            throws IOException {
        Clip clip = Plausibility.check(source.read(index, rows), rows);
        return new LabelledSample(features.of(clip), source.recordings().get(index).label(),
                seen(clip, features.rows()), clip.with(features.notes(clip)).notes(), Optional.empty());
    }

    private static Set<Skeleton.Part> seen(Clip clip, SkeletonRows rows) {
        Set<Skeleton.Part> seen = EnumSet.noneOf(Skeleton.Part.class);
        for (int row : rows.toArray()) {
            Skeleton.Part part = Skeleton.Part.of(row);
            for (int t = 0; t < clip.frames() && !seen.contains(part); t++) {
                if (!Float.isNaN(clip.x(t, row))) {
                    seen.add(part);
                }
            }
        }
        return seen;
    }
}
