package islr.train;

import islr.internal.Failures;
import islr.internal.Pools;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Makes the next thing on another thread while the present one is used.
public final class Ahead implements AutoCloseable {
    private final ExecutorService thread = Pools.fixed("islr-batches-", 1);

    /// From a number to a thing; called for one number at a time.
    @FunctionalInterface
    public interface Maker<T> {
        /// @param number from 0
        /// @return that thing
        T make(int number) throws Exception;
    }

    /// Things 0 to `count` − 1.
    public <T> Iterator<T> of(int count, Maker<T> maker) {
        Objects.requireNonNull(maker, "maker");
        return new Iterator<>() {
            private int next;
            private Future<T> prepared = prepare();

            private Future<T> prepare() {
                int number = next;
                return number < count ? thread.submit(() -> maker.make(number)) : null;
            }

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                try {
                    T made = prepared.get();
                    next++;
                    prepared = prepare();
                    return made;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                } catch (ExecutionException e) {
                    throw new IllegalStateException(Failures.io(e));
                }
            }
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
