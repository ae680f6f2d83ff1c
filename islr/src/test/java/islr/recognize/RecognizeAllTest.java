package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.data.Clip;
import islr.data.ClipWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RecognizeAllTest {
    @TempDir
    private static Path folder;
    private static Recognizer recognizer;

    @BeforeAll
    static void load() throws IOException {
        recognizer = Recognizer.load(TestModels.write(folder.resolve("m.safetensors")));
    }

    @AfterAll
    static void close() {
        recognizer.close();
    }

    private static Clip clip(int number) {
        return TestModels.clip("clip " + number, 3 + number % 5, number);
    }

    private static Iterator<Integer> numbers(int end) {
        return IntStream.range(0, end).boxed().iterator();
    }

    private static List<Answer<Integer>> all(int clips, Recognizer.Reader<Integer> reader, int threads)
            throws InterruptedException {
        List<Answer<Integer>> answers = new ArrayList<>();
        recognizer.recognizeAll(numbers(clips), reader, threads, answers::add);
        return answers;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void answersAreThoseOfOneClipAtATimeInTheOrderOfTheClips(int threads) throws InterruptedException {
        List<Answer<Integer>> answers = all(50, RecognizeAllTest::clip, threads);
        assertThat(answers).extracting(Answer::input)
                .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
        assertThat(answers).allSatisfy(
                answer -> assertThat(answer.prediction()).contains(recognizer.recognize(clip(answer.input()))));
    }

    @Test
    void aClipThatTakesLongDoesNotLoseItsPlace() throws InterruptedException {
        CountDownLatch others = new CountDownLatch(3);
        List<Answer<Integer>> answers = all(4, number -> {
            if (number == 0) {
                await(others);
            } else {
                others.countDown();
            }
            return clip(number);
        }, 2);
        assertThat(others.getCount()).isZero();
        assertThat(answers).extracting(Answer::input).containsExactly(0, 1, 2, 3);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void atMostFourClipsAThreadAreTakenBeforeTheirAnswers(int threads) throws InterruptedException {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        Iterator<Integer> counted = IntStream.range(0, 60).map(i -> {
            most.accumulateAndGet(taken.incrementAndGet() - answered.get(), Math::max);
            return i;
        }).boxed().iterator();
        recognizer.recognizeAll(counted, RecognizeAllTest::clip, threads, answer -> {
            answered.incrementAndGet();
            return true;
        });
        assertThat(answered).hasValue(60);
        // Streams hand an element over one step before it is asked for.
        assertThat(most.get()).isBetween(4 * threads, 4 * threads + 1);
    }

    @Test
    void whoWantsNoMoreGetsNoMore() throws InterruptedException {
        AtomicInteger reads = new AtomicInteger();
        List<Integer> answered = new ArrayList<>();
        recognizer.recognizeAll(numbers(1_000_000), number -> {
            reads.incrementAndGet();
            return clip(number);
        }, 2, answer -> {
            answered.add(answer.input());
            return answered.size() < 3;
        });
        assertThat(answered).containsExactly(0, 1, 2);
        assertThat(reads.get()).isLessThanOrEqualTo(2 + 4 * 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void whatIsWrongWithOneClipCostsTheOthersNothing(int threads) throws InterruptedException {
        List<Answer<Integer>> answers = all(20, number -> switch (number) {
            case 3 -> throw new IOException("clip 3: it is broken");
            case 4 -> throw new IllegalStateException("oops");
            case 5 -> new Clip("clip 5", new float[0]);
            case 6 -> throw new OutOfMemoryError("pretended");
            default -> clip(number);
        }, threads);
        assertThat(answers).hasSize(20);
        assertThat(answers.get(3).error()).contains("clip 3: it is broken");
        assertThat(answers.get(4).error().orElseThrow()).startsWith("4: this is a fault of the program (")
                .contains("oops").endsWith("please report it");
        assertThat(answers.get(5).error()).contains("clip 5: the clip has no frames");
        assertThat(answers.get(6).error().orElseThrow()).startsWith("6: the memory that Java may use (");
        for (Answer<Integer> answer : answers) {
            boolean broken = answer.input() >= 3 && answer.input() <= 6;
            assertThat(answer.error().isPresent()).isEqualTo(broken);
            assertThat(answer.prediction().isPresent()).isEqualTo(!broken);
        }
    }

    @Test
    void clipsAreReadSeveralAtATime() throws InterruptedException {
        CyclicBarrier both = new CyclicBarrier(2);
        List<Answer<Integer>> answers = all(2, number -> {
            try {
                both.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IOException(number + ": it was read alone", e);
            }
            return clip(number);
        }, 2);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.error()).isEmpty());
    }

    @Test
    void whoWantsNoMoreDoesNotWaitForClipsUnderWay() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long start = System.nanoTime();
        recognizer.recognizeAll(numbers(10), number -> {
            if (number > 0) {
                await(never);
            }
            return clip(number);
        }, 1, answer -> false);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
    }

    @Test
    void whatTheReceiverThrowsComesOutAndNothingMoreIsAnswered() {
        List<Integer> answered = new ArrayList<>();
        assertThatThrownBy(() -> recognizer.recognizeAll(numbers(100), RecognizeAllTest::clip, 2, answer -> {
            answered.add(answer.input());
            if (answered.size() == 3) {
                throw new UncheckedIOException(new IOException("the disk is full"));
            }
            return true;
        })).isInstanceOf(UncheckedIOException.class).hasMessageContaining("the disk is full");
        assertThat(answered).containsExactly(0, 1, 2);
    }

    @Test
    void answersComeOnTheCallingThread() throws InterruptedException {
        Set<Thread> threads = new HashSet<>();
        recognizer.recognizeAll(numbers(20), RecognizeAllTest::clip, 2,
                answer -> threads.add(Thread.currentThread()) || true);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    /// An error of the JVM other than missing memory is nothing that the next clip could be recognised after.
    @Test
    void anErrorOfAReaderEndsEverythingAndIsTheCause() {
        AssertionError defect = new AssertionError("a defect");
        assertThatThrownBy(() -> all(20, number -> {
            throw defect;
        }, 2)).isInstanceOf(IllegalStateException.class).hasCause(defect);
    }

    @Test
    void anInterruptEndsTheWaiting() {
        Thread caller = Thread.currentThread();
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> all(20, number -> {
            caller.interrupt();
            await(never);
            return clip(number);
        }, 1)).isInstanceOf(InterruptedException.class);
        // Clips under way are told to stop, too: this has not waited for them.
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void noClipsAreNoAnswers() throws InterruptedException {
        assertThat(all(0, RecognizeAllTest::clip, 2)).isEmpty();
    }

    @Test
    void pathsAreReadByTheRecognizer() throws Exception {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            paths.add(folder.resolve("clip" + i + ".parquet"));
            ClipWriter.write(paths.getLast(), clip(i));
        }
        paths.add(folder.resolve("none.parquet"));
        List<Answer<Path>> answers = new ArrayList<>();
        recognizer.recognizeAll(paths, 2, answers::add);
        assertThat(answers).extracting(Answer::input).isEqualTo(paths);
        for (int i = 0; i < 3; i++) {
            assertThat(answers.get(i).prediction()).contains(recognizer.recognize(paths.get(i)));
        }
        assertThat(answers.getLast().error().orElseThrow()).contains("none.parquet");
    }
}
