package islr.tensor;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Runs numbered tasks on a fixed number of threads, the calling one among them.
///
/// Which thread runs a task varies from run to run; **what** a task computes does not depend on it: tasks are cut at
/// fixed boundaries and write disjoint results, so one thread and many give the same bits.
///
/// Safe to share: if the threads are busy with another caller's work (or a task calls again), the work is done by the
/// calling thread alone.
public final class Parallel implements AutoCloseable {
    /// How long a thread looks for new work before it sleeps: about the time between two operations of a small model.
    private static final int SPINS = 2_000;

    private final Worker[] helpers;
    private final boolean cuts;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Job job;
    private volatile boolean closed;

    private Parallel(int threads, boolean cuts) {
        this.cuts = cuts;
        helpers = new Worker[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Worker(i + 1);
            helpers[i].start();
        }
    }

    /// A task: `index` says what to compute; `worker` (0 to [#threads()] − 1) says which scratch memory is free for it.
    @FunctionalInterface
    public interface Task {
        void run(int index, int worker);
    }

    /// The part `from` (inclusive) to `to` (exclusive) of a range.
    @FunctionalInterface
    public interface Range {
        void run(int from, int to);
    }

    /// Everything on the calling thread.
    public static Parallel sequential() {
        return new Parallel(1, true);
    }

    /// For tests: everything on the calling thread, and every range in one piece. Whatever is computed in pieces must
    /// be the same.
    static Parallel uncut() {
        return new Parallel(1, false);
    }

    /// @return that many threads, the calling one among them
    /// @throws IllegalArgumentException if `threads` is not positive
    public static Parallel threads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("parallel: " + threads + " threads; at least 1 is needed");
        }
        return new Parallel(threads, true);
    }

    /// Number of threads that work, the caller included.
    public int threads() {
        return helpers.length + 1;
    }

    /// Runs tasks 0 to `tasks` − 1 and returns when all are done. The first exception of a task is thrown here.
    public void run(int tasks, Task task) {
        if (tasks <= 1 || helpers.length == 0 || closed || !busy.compareAndSet(false, true)) {
            for (int i = 0; i < tasks; i++) {
                task.run(i, 0);
            }
            return;
        }
        try {
            Job mine = new Job(task, tasks);
            job = mine;
            for (Worker helper : helpers) {
                helper.wake();
            }
            mine.work(0);
            mine.await();
        } finally {
            busy.set(false);
        }
    }

    /// Cuts 0 to `n` into pieces of `grain` (the last one may be shorter) and runs them.
    ///
    /// @throws IllegalArgumentException if `grain` is not positive and there is something to cut
    public void ranges(int n, int grain, Range range) {
        if (n <= grain || !cuts) {
            if (n > 0) {
                range.run(0, n);
            }
            return;
        }
        if (grain < 1) {
            throw new IllegalArgumentException("parallel: pieces of " + grain + "; at least 1 is needed");
        }
        int pieces = (n - 1) / grain + 1;
        run(pieces, (index, worker) -> range.run(index * grain, (int) Math.min(n, (index + 1L) * grain)));
    }

    /// Ends the threads. Work given later is done by the caller.
    @Override
    public void close() {
        closed = true;
        for (Worker helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private static final class Job {
        private final Task task;
        private final int tasks;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Job(Task task, int tasks) {
            this.task = task;
            this.tasks = tasks;
        }

        /// Takes tasks until none is left. After a failure the rest is only counted.
        void work(int worker) {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        task.run(i, worker);
                    }
                } catch (RuntimeException | Error problem) {
                    failure.compareAndSet(null, problem);
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        /// Waits for the tasks, not for the threads: a thread that is still asleep finds nothing to do when it wakes.
        void await() {
            while (done.get() < tasks) {
                Thread.onSpinWait();
            }
            if (failure.get() instanceof RuntimeException problem) {
                throw problem;
            }
            if (failure.get() instanceof Error problem) {
                throw problem;
            }
        }
    }

    private final class Worker extends Thread {
        private final int number;
        private Job last;
        private volatile boolean asleep;

        Worker(int number) {
            super("islr-parallel-" + number);
            this.number = number;
            setDaemon(true);
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            while (!closed) {
                Job current = awaitJob();
                if (current != null) {
                    last = current;
                    current.work(number);
                }
            }
        }

        private Job awaitJob() {
            for (int i = 0; i < SPINS; i++) {
                if (job != last) {
                    return job;
                }
                Thread.onSpinWait();
            }
            asleep = true;
            while (job == last && !closed) {
                LockSupport.park(Parallel.this);
            }
            asleep = false;
            return job == last ? null : job;
        }
    }
}
