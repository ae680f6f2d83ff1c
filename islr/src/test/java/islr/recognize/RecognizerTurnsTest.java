package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import islr.data.Clip;
import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.kernel.ScalarKernels;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many calls work at a time, what is kept between them, and what closing means to them.
@Timeout(20)
class RecognizerTurnsTest {
    private static final String CLOSED = "this recognizer is closed: close() was called, perhaps by the end of a try "
            + "block; recognize before that, or load another one";
    private static final SignList SIGNS = new SignList(List.of("yes", "no", "why"));
    private static final Path NONE = Path.of("none.parquet");

    /// Says the same of every clip, while others wait for it.
    private static final class Slow implements Classifier {
        private final CountDownLatch begun;
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final AtomicInteger working = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private volatile WeakReference<float[]> memory;

        /// @param expected calls until [#begun] opens
        Slow(int expected) {
            begun = new CountDownLatch(expected);
        }

        static Slow ready() {
            Slow slow = new Slow(1);
            slow.mayEnd.countDown();
            return slow;
        }

        @Override
        public SignList signs() {
            return SIGNS;
        }

        @Override
        public SkeletonRows rows() {
            return SkeletonRows.ALL;
        }

        @Override
        public Scores scores(Compute c, Clip clip) {
            most.accumulateAndGet(working.incrementAndGet(), Math::max);
            begun.countDown();
            await(mayEnd);
            Tensor scores = c.allocate(3);
            memory = new WeakReference<>(scores.array());
            Arrays.fill(scores.array(), scores.offset(), scores.offset() + 3, 0.25f);
            working.decrementAndGet();
            return new Scores(Optional.of(scores), Optional.of(scores), OptionalDouble.empty(), "");
        }
    }

    private static Recognizer recognizer(Classifier classifier, int calls) {
        return new Recognizer(classifier, new ScalarKernels(), 1, calls);
    }

    private static Clip clip() {
        return TestModels.clip("clip", 3, 5);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("a call under way was interrupted", e);
        }
    }

    /// A call on a thread of its own.
    private record Started<V>(Thread thread, FutureTask<V> task) {
        static <V> Started<V> of(Callable<V> call) {
            FutureTask<V> task = new FutureTask<>(call);
            return new Started<>(Thread.startVirtualThread(task), task);
        }

        boolean waits() {
            return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
        }

        Started<V> untilItWaits() throws InterruptedException {
            eventually(() -> task.isDone() || waits());
            assertThat(task.isDone()).as("it did not wait").isFalse();
            return this;
        }

        V get() throws Exception {
            try {
                return task.get(30, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.sleep(1);
        }
    }

    private static void untilCollected(WeakReference<?> reference) throws InterruptedException {
        eventually(() -> {
            System.gc();
            return reference.refersTo(null);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void asManyCallsWorkAtATimeAsTheyMay(int calls) throws Exception {
        Slow slow = new Slow(calls);
        try (Recognizer recognizer = recognizer(slow, calls)) {
            List<Started<?>> all = new ArrayList<>();
            for (int i = 0; i < 17; i++) {
                all.add(switch (i % 4) {
                    case 0 -> Started.of(() -> recognizer.recognize(clip()));
                    case 1 -> Started.of(() -> recognizer.logits(clip()));
                    case 2 -> Started.of(() -> recognizer.recognize(clip(), new SplittableRandom(1)));
                    default -> Started.of(() -> recognizer.answer(1, number -> clip()));
                });
            }
            await(slow.begun);
            eventually(() -> all.stream().filter(one -> one.thread().getState() == Thread.State.WAITING).count()
                    == all.size() - calls || slow.most.get() > calls);
            slow.mayEnd.countDown();
            for (Started<?> one : all) {
                assertThat(one.get()).isNotNull();
            }
            assertThat(slow.most).hasValue(calls);
        }
    }

    /// That the file is missing shows when it is read.
    @Test
    void aClipIsReadInItsTurn() throws Exception {
        Slow slow = new Slow(1);
        try (Recognizer recognizer = recognizer(slow, 1)) {
            Started<Prediction> first = Started.of(() -> recognizer.recognize(clip()));
            await(slow.begun);
            Started<Prediction> second = Started.of(() -> recognizer.recognize(NONE)).untilItWaits();
            Started<Answer<Path>> third = Started.of(() -> recognizer.answer(NONE, recognizer::read)).untilItWaits();
            slow.mayEnd.countDown();
            assertThat(first.get().sign()).isEqualTo("yes");
            assertThat(third.get().error().orElseThrow()).startsWith("none.parquet: ");
            assertThat(second.task().state()).isIn(FutureTask.State.RUNNING, FutureTask.State.FAILED);
        }
    }

    @Test
    void aReaderOfTheUserIsNotKeptWaiting() throws Exception {
        Slow slow = new Slow(1);
        try (Recognizer recognizer = recognizer(slow, 1)) {
            Started<Prediction> first = Started.of(() -> recognizer.recognize(clip()));
            await(slow.begun);
            CountDownLatch read = new CountDownLatch(1);
            Started<Answer<Integer>> second = Started.of(() -> recognizer.answer(1, number -> {
                read.countDown();
                return clip();
            }));
            await(read);
            slow.mayEnd.countDown();
            assertThat(second.get().prediction()).contains(first.get());
        }
    }

    @Test
    void aCallWithinACallDoesNotWaitForItself() throws Exception {
        try (Recognizer recognizer = recognizer(Slow.ready(), 1)) {
            Prediction expected = recognizer.recognize(clip());
            Recognizer.Reader<Integer> asks = number -> {
                assertThatIOException().isThrownBy(() -> recognizer.read(NONE));
                assertThat(recognizer.recognize(clip())).isEqualTo(expected);
                assertThat(recognizer.answer(2, two -> clip()).prediction()).contains(expected);
                return clip();
            };
            assertThat(recognizer.answer(1, asks).prediction()).contains(expected);
            recognizer.recognizeAll(List.of(1, 2, 3).iterator(), asks, 2, answer -> {
                assertThat(answer.prediction()).contains(expected);
                return recognizer.recognize(clip()).equals(expected);
            });
            Started.of(() -> recognizer.recognize(clip())).get();
        }
    }

    @Test
    void aTurnIsGivenBackOnceHoweverACallEnds() throws Exception {
        Slow slow = new Slow(2);
        try (Recognizer recognizer = recognizer(slow, 1)) {
            Clip empty = new Clip("empty", new float[0]);
            CountDownLatch tried = new CountDownLatch(2);
            Callable<Prediction> call = () -> {
                assertThat(recognizer.answer(1, number -> empty).error()).isPresent();
                assertThat(recognizer.answer(NONE, recognizer::read).error()).isPresent();
                assertThat(recognizer.answer(1, number -> {
                    throw new IllegalStateException("oops");
                }).error()).isPresent();
                tried.countDown();
                await(tried);
                return recognizer.recognize(clip());
            };
            Started<Prediction> first = Started.of(call);
            Started<Prediction> second = Started.of(call);
            await(tried);
            eventually(() -> slow.working.get() == 1 && first.waits() && second.waits() || slow.most.get() == 2);
            slow.mayEnd.countDown();
            assertThat(first.get()).isEqualTo(second.get());
            assertThat(slow.most).hasValue(1);
        }
    }

    @Test
    void anInterruptWhileWaitingIsNotLost() throws Exception {
        Slow slow = new Slow(1);
        try (Recognizer recognizer = recognizer(slow, 1)) {
            Started<Prediction> first = Started.of(() -> recognizer.recognize(clip()));
            await(slow.begun);
            Started<Boolean> second = Started.of(() -> {
                recognizer.answer(NONE, recognizer::read);
                return Thread.interrupted();
            }).untilItWaits();
            second.thread().interrupt();
            slow.mayEnd.countDown();
            assertThat(first.get().sign()).isEqualTo("yes");
            assertThat(second.get()).isTrue();
        }
    }

    @Test
    void afterClosingEveryCallSaysSo() {
        Recognizer recognizer = recognizer(Slow.ready(), 2);
        recognizer.close();
        recognizer.close();
        List<ThrowingCallable> calls = List.of(() -> recognizer.recognize(clip()), () -> recognizer.recognize(NONE),
                () -> recognizer.recognize(clip(), new SplittableRandom(1)), () -> recognizer.logits(clip()),
                () -> recognizer.read(NONE), () -> recognizer.answer(1, number -> {
                    throw new AssertionError("read for nothing");
                }), () -> recognizer.answer(NONE, recognizer::read),
                () -> recognizer.recognizeAll(List.of(NONE), 2, answer -> true),
                () -> recognizer.recognizeAll(List.of().iterator(), none -> clip(), 1, answer -> true));
        for (ThrowingCallable call : calls) {
            assertThatIllegalStateException().isThrownBy(call).withMessage(CLOSED);
        }
        assertThat(recognizer.signs()).isEqualTo(SIGNS);
        assertThat(recognizer.rows()).isEqualTo(SkeletonRows.ALL);
    }

    @Test
    void whenItIsClosedCallsUnderWayAreAnsweredAndThoseThatWaitAreNot() throws Exception {
        Slow slow = new Slow(1);
        Recognizer recognizer = recognizer(slow, 1);
        Started<Prediction> working = Started.of(() -> recognizer.recognize(clip()));
        await(slow.begun);
        List<Started<?>> waiting = List.of(Started.of(() -> recognizer.recognize(clip())).untilItWaits(),
                Started.of(() -> recognizer.recognize(NONE)).untilItWaits(),
                Started.of(() -> recognizer.answer(1, number -> clip())).untilItWaits());
        recognizer.close();
        slow.mayEnd.countDown();
        assertThat(working.get().sign()).isEqualTo("yes");
        for (Started<?> one : waiting) {
            assertThatIllegalStateException().isThrownBy(one::get).withMessage(CLOSED);
        }
    }

    @Test
    void manyClipsEndWhenItIsClosed() {
        Recognizer recognizer = recognizer(Slow.ready(), 2);
        List<Integer> answered = new ArrayList<>();
        assertThatIllegalStateException().isThrownBy(
                () -> recognizer.recognizeAll(new SplittableRandom(1).ints().iterator(), number -> clip(), 2, a -> {
                    assertThat(a.prediction()).isPresent();
                    answered.add(a.input());
                    if (answered.size() == 3) {
                        recognizer.close();
                    }
                    return true;
                })).withMessage(CLOSED);
        assertThat(answered).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void closingFreesModelAndMemory() throws Exception {
        Slow slow = new Slow(1);
        WeakReference<Classifier> model = new WeakReference<>(slow);
        Recognizer recognizer = recognizer(slow, 2);
        Started<Prediction> working = Started.of(() -> recognizer.recognize(clip()));
        await(slow.begun);
        recognizer.close();
        slow.mayEnd.countDown();
        working.get();
        WeakReference<float[]> memory = slow.memory;
        slow = null;
        working = null;
        untilCollected(memory);
        untilCollected(model);
        assertThat(recognizer.signs()).isEqualTo(SIGNS);
    }

    @Test
    void aWorkspaceIsKeptUnlessTheClipWasUnusuallyLong() throws Exception {
        Slow slow = Slow.ready();
        try (Recognizer recognizer = recognizer(slow, 2)) {
            recognizer.recognize(TestModels.nothing("long", 1_000));
            untilCollected(slow.memory);
            recognizer.recognize(TestModels.nothing("usual", 999));
            float[] kept = slow.memory.get();
            recognizer.recognize(TestModels.nothing("longer", 1_001));
            assertThat(slow.memory.refersTo(kept)).isFalse();
            recognizer.recognize(clip());
            assertThat(slow.memory.refersTo(kept)).isTrue();
        }
    }
}
