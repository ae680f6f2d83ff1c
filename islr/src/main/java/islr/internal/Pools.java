package islr.internal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Pools of a fixed number of threads that do not keep a program alive.
public final class Pools {
    private Pools() {}

    /// @param name what the threads' names begin with
    public static ExecutorService fixed(String name, int threads) {
        return Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name(name, 0).factory());
    }
}
