package islr.recognize;

import islr.data.Clip;
import islr.internal.Failures;
import islr.internal.Pools;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/// Many clips through one recogniser: several at a time, answers in the order of the clips, and only so many under way
/// that a million of them neither fill the memory nor wait for the last one.
///
/// @param reader from what stands for a clip to its landmarks
/// @param threads how many clips are worked on at a time
record ManyClips<T>(Recognizer recognizer, Recognizer.Reader<T> reader, int threads) {
    /// Clips under way for each thread.
    private static final int WINDOW = 4;

    void recognize(Iterator<? extends T> clips, Predicate<Answer<T>> receiver) throws InterruptedException {
        ArrayDeque<Future<Answer<T>>> window = new ArrayDeque<>();
        try (ExecutorService pool = Pools.fixed("islr-recognize-", threads)) {
            try {
                while (clips.hasNext() || !window.isEmpty()) {
                    while (clips.hasNext() && window.size() < WINDOW * threads) {
                        T clip = clips.next();
                        window.add(pool.submit(() -> one(clip)));
                    }
                    if (!receiver.test(get(window.remove()))) {
                        return;
                    }
                }
            } finally {
                // If it ended early, the clips under way are of no use any more.
                pool.shutdownNow();
            }
        }
    }

    private <V> V get(Future<V> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            recognizer.requireOpen();
            throw new IllegalStateException(e.getCause());
        }
    }

    /// What is wrong with one clip, a mistake of ours included, must not cost the others.
    ///
    /// @throws IllegalStateException if the recogniser is closed
    Answer<T> one(T input) {
        try {
            long start = System.nanoTime();
            Clip clip = reader.read(input);
            double readMillis = millisSince(start);
            long read = System.nanoTime();
            Prediction prediction = recognized(clip);
            return Answer.of(input, prediction, readMillis, millisSince(read));
        } catch (IOException e) {
            return Answer.failed(input, e.getMessage());
        } catch (OutOfMemoryError e) {
            return Answer.failed(input, input + ": " + Failures.outOfMemory());
        } catch (RuntimeException e) {
            recognizer.requireOpen();
            return Answer.failed(input, input + ": " + Failures.defect(e));
        }
    }

    /// @throws IOException if the clip is to blame, as a reader would say it
    private Prediction recognized(Clip clip) throws IOException {
        try {
            return recognizer.recognize(clip);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
