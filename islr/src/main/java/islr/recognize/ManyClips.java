package islr.recognize;

import islr.data.Clip;
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
            while (clips.hasNext() || !window.isEmpty()) {
                while (clips.hasNext() && window.size() < WINDOW * threads) {
                    T clip = clips.next();
                    window.add(pool.submit(() -> one(clip)));
                }
                if (!receiver.test(get(window.remove()))) {
                    pool.shutdownNow();
                    return;
                }
            }
        }
    }

    private static <V> V get(Future<V> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// What is wrong with one clip, a mistake of ours included, must not cost the others.
    Answer<T> one(T input) {
        try {
            long start = System.nanoTime();
            Clip clip = reader.read(input);
            return one(input, clip, millisSince(start));
        } catch (IOException e) {
            return Answer.failed(input, e.getMessage());
        } catch (OutOfMemoryError e) {
            return Answer.failed(input, input + ": " + outOfMemory());
        } catch (RuntimeException e) {
            return Answer.failed(input, mistake(input, e));
        }
    }

    Answer<T> one(T input, Clip clip, double readMillis) {
        long start = System.nanoTime();
        try {
            return Answer.of(input, recognizer.recognize(clip), readMillis, millisSince(start));
        } catch (IllegalArgumentException e) {
            return Answer.failed(input, e.getMessage());
        } catch (OutOfMemoryError e) {
            return Answer.failed(input, input + ": " + outOfMemory());
        } catch (RuntimeException e) {
            return Answer.failed(input, mistake(input, e));
        }
    }

    private static String mistake(Object input, RuntimeException e) {
        return input + ": it could not be predicted (" + e + "); please report this";
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    static String outOfMemory() {
        return "the memory that Java may use (" + (Runtime.getRuntime().maxMemory() >> 20)
                + " MB) is too small for this; allow more with ISLR_JAVA_OPTS=-Xmx4g";
    }
}
