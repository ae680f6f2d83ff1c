package islr.train;

import islr.data.Clip;
import islr.features.Features;
import islr.features.Frames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What the model reads of every clip of a source, in memory: about 20 kB a clip of 22 frames.
///
/// @param clips one a recording of the source, in its order; empty ones where no hand was seen or the file could not be
///     read
/// @param unreadable what was wrong with the files that could not be read
record ClipStore(List<StoredClip> clips, List<String> unreadable) {
    private static final StoredClip NOTHING = new StoredClip(new float[0], new float[0], -1);

    /// Reads and prepares all clips on several threads.
    ///
    /// @throws InterruptedException if whoever watches wants it to stop
    static ClipStore read(ClipSource source, Features features, int threads, Progress progress)
            throws IOException, InterruptedException {
        int n = source.recordings().size();
        List<StoredClip> clips = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        progress.begin("reading", n, "clips");
        try (ExecutorService pool = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().daemon().name("islr-read-", 0).factory())) {
            // A window of raw clips, so that they do not pile up in memory.
            int window = 4 * threads;
            List<Future<StoredClip>> futures = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                for (int next = futures.size(); next < Math.min(n, i + window); next++) {
                    int index = next;
                    futures.add(pool.submit(() -> prepare(source, features, index)));
                }
                try {
                    clips.add(futures.get(i).get());
                } catch (ExecutionException e) {
                    unreadable.add(Failures.io(e).getMessage());
                    clips.add(NOTHING);
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
        return new ClipStore(clips, unreadable);
    }

    private static StoredClip prepare(ClipSource source, Features features, int index) throws IOException {
        Clip clip = source.read(index, features.rows());
        return StoredClip.of(features.of(clip), source.recordings().get(index).label());
    }

    /// Some of the clips as frames, made one by one as they are asked for.
    static Iterable<Frames> frames(List<StoredClip> clips, Features features) {
        return () -> {
            Iterator<StoredClip> rest = clips.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rest.hasNext();
                }

                @Override
                public Frames next() {
                    return rest.next().frames(features);
                }
            };
        };
    }
}
