package islr.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ParallelTest {

    private static void assertOnce(AtomicIntegerArray counts) {
        for (int i = 0; i < counts.length(); i++) {
            assertEquals(1, counts.get(i), "index " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyIndexRunsOnceAndWorkersHaveNumbers(int threads) {
        try (Parallel parallel = Parallel.threads(threads)) {
            assertEquals(threads, parallel.threads());
            for (int tasks : new int[] {0, 1, 2, 3, 17, 1_000}) {
                AtomicIntegerArray counts = new AtomicIntegerArray(tasks);
                parallel.run(tasks, (index, worker) -> {
                    assertTrue(worker >= 0 && worker < threads);
                    counts.incrementAndGet(index);
                });
                assertOnce(counts);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void rangesCoverAllOnceAtFixedBoundaries(int threads) {
        try (Parallel parallel = Parallel.threads(threads)) {
            for (int n : new int[] {0, 1, 7, 8, 9, 100}) {
                AtomicIntegerArray counts = new AtomicIntegerArray(n);
                parallel.ranges(n, 8, (from, to) -> {
                    assertEquals(0, from % 8);
                    assertTrue(to == n || to - from == 8);
                    for (int i = from; i < to; i++) {
                        counts.incrementAndGet(i);
                    }
                });
                assertOnce(counts);
            }
        }
    }

    @Test
    void aWorkersScratchMemoryIsItsOwn() {
        try (Parallel parallel = Parallel.threads(3)) {
            AtomicBoolean[] taken = {new AtomicBoolean(), new AtomicBoolean(), new AtomicBoolean()};
            for (int round = 0; round < 200; round++) {
                parallel.run(20, (index, worker) -> {
                    assertTrue(taken[worker].compareAndSet(false, true),
                            "worker " + worker + " runs two tasks at once");
                    Thread.onSpinWait();
                    taken[worker].set(false);
                });
            }
        }
    }

    /// Two tasks that wait for each other: they end only if two threads run them.
    @Test
    void tasksRunAtTheSameTime() {
        try (Parallel parallel = Parallel.threads(2)) {
            CountDownLatch both = new CountDownLatch(2);
            parallel.run(2, (index, worker) -> {
                both.countDown();
                await(both);
            });
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void threadsThatFellAsleepWakeAgain() throws Exception {
        try (Parallel parallel = Parallel.threads(2)) {
            for (int round = 0; round < 3; round++) {
                Thread.sleep(30);
                CountDownLatch both = new CountDownLatch(2);
                parallel.run(2, (index, worker) -> {
                    both.countDown();
                    await(both);
                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anExceptionOfATaskReachesTheCallerAndTheNextWorkGoesOn(int threads) {
        try (Parallel parallel = Parallel.threads(threads)) {
            for (int round = 0; round < 20; round++) {
                int bad = round;
                assertThatThrownBy(() -> parallel.run(20, (index, worker) -> {
                    if (index == bad) {
                        throw new IllegalStateException("task " + index);
                    }
                })).isInstanceOf(IllegalStateException.class).hasMessage("task " + bad);
                assertThatThrownBy(() -> parallel.run(20, (index, worker) -> {
                    throw new AssertionError("all of them");
                })).isInstanceOf(AssertionError.class).hasMessage("all of them");
                AtomicInteger count = new AtomicInteger();
                parallel.run(20, (index, worker) -> count.incrementAndGet());
                assertEquals(20, count.get());
            }
        }
    }

    @Test
    void aTaskMayCallAgain() {
        try (Parallel parallel = Parallel.threads(2)) {
            AtomicIntegerArray counts = new AtomicIntegerArray(100);
            parallel.run(10, (outer, worker) -> parallel.run(10,
                    (inner, innerWorker) -> counts.incrementAndGet(10 * outer + inner)));
            assertOnce(counts);
        }
    }

    @Test
    void callersFromSeveralThreadsAllGetTheirWorkDone() throws Exception {
        try (Parallel parallel = Parallel.threads(2)) {
            List<Throwable> problems = Collections.synchronizedList(new ArrayList<>());
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                Thread thread = new Thread(() -> {
                    try {
                        for (int round = 0; round < 200; round++) {
                            AtomicIntegerArray counts = new AtomicIntegerArray(37);
                            parallel.run(37, (index, worker) -> counts.incrementAndGet(index));
                            assertOnce(counts);
                        }
                    } catch (Throwable problem) {
                        problems.add(problem);
                    }
                });
                thread.start();
                callers.add(thread);
            }
            for (Thread thread : callers) {
                thread.join();
            }
            assertEquals(List.of(), problems);
        }
    }

    /// While a helper runs a task, its caller has all helpers to itself.
    @Test
    void helpersNeverWorkForTwoCallersAtOnce() throws Exception {
        int callers = 4;
        int rounds = 20_000;
        try (Parallel parallel = Parallel.threads(3)) {
            AtomicIntegerArray helpersOf = new AtomicIntegerArray(callers);
            AtomicInteger helped = new AtomicInteger();
            AtomicInteger overlaps = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int mine = caller;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < rounds; round++) {
                        parallel.run(5, (index, worker) -> {
                            if (worker == 0) {
                                spin();
                                return;
                            }
                            helpersOf.incrementAndGet(mine);
                            helped.incrementAndGet();
                            spin();
                            for (int other = 0; other < callers; other++) {
                                if (other != mine && helpersOf.get(other) > 0) {
                                    overlaps.incrementAndGet();
                                }
                            }
                            helpersOf.decrementAndGet(mine);
                        });
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertTrue(helped.get() > 0);
            assertEquals(0, overlaps.get(), "of " + helped + " tasks that helpers ran");
        }
    }

    private static void spin() {
        for (int i = 0; i < 100; i++) {
            Thread.onSpinWait();
        }
    }

    @Test
    void afterCloseTheCallerDoesTheWorkAndTheThreadsEnd() throws Exception {
        List<Thread> before = helpers();
        Parallel parallel = Parallel.threads(3);
        List<Thread> mine = new ArrayList<>(helpers());
        mine.removeAll(before);
        assertEquals(2, mine.size());
        parallel.run(5, (index, worker) -> {});
        parallel.close();
        Thread caller = Thread.currentThread();
        AtomicInteger count = new AtomicInteger();
        parallel.run(5, (index, worker) -> {
            assertEquals(caller, Thread.currentThread());
            count.incrementAndGet();
        });
        assertEquals(5, count.get());
        for (Thread helper : mine) {
            helper.join(10_000);
            assertFalse(helper.isAlive());
            assertTrue(helper.isDaemon());
        }
        parallel.close();
    }

    private static List<Thread> helpers() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith("islr-parallel"))
                .toList();
    }

    @Test
    void noThreadsAreTooFew() {
        assertThatThrownBy(() -> Parallel.threads(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parallel: 0 threads; at least 1 is needed");
        assertEquals(1, Parallel.sequential().threads());
    }
}
