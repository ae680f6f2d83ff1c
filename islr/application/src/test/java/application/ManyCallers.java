package application;

import islr.recognize.Prediction;
import islr.recognize.Recognizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks one recogniser from very many threads, in a JVM of its own with little memory; prints what went wrong.
final class ManyCallers {
    private static final int VIRTUAL = 2_000;
    private static final int PLATFORM = 200;

    private ManyCallers() {}

    /// @param args a folder of clips
    public static void main(String[] args) throws Exception {
        List<Path> clips;
        try (var files = Files.list(Path.of(args[0]))) {
            clips = files.sorted().toList();
        }
        try (Recognizer recognizer = Recognizer.bundled(1)) {
            List<Prediction> alone = new ArrayList<>();
            for (Path clip : clips) {
                alone.add(recognizer.recognize(clip));
            }
            try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
                ask(recognizer, virtual, VIRTUAL, new CountDownLatch(0), clips, alone);
            }
            long before = used();
            // These threads live until all are answered, so what one keeps counts.
            try (ExecutorService platform = Executors.newFixedThreadPool(PLATFORM)) {
                ask(recognizer, platform, PLATFORM, new CountDownLatch(PLATFORM), clips, alone);
                System.out.printf("%d MB more%n", Math.max(0, used() - before) >> 20);
            }
        }
    }

    /// @param all every thread waits for the others to arrive
    private static void ask(Recognizer recognizer, ExecutorService pool, int threads, CountDownLatch all,
            List<Path> clips, List<Prediction> alone) throws Exception {
        List<Future<Prediction>> answers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Path clip = clips.get(i % clips.size());
            boolean answer = i % 2 == 0;
            answers.add(pool.submit(() -> {
                all.countDown();
                all.await();
                return answer ? recognizer.answer(clip, recognizer::read).prediction().orElseThrow()
                        : recognizer.recognize(clip);
            }));
        }
        for (int i = 0; i < threads; i++) {
            if (!answers.get(i).get().equals(alone.get(i % clips.size()))) {
                throw new AssertionError("another answer to " + clips.get(i % clips.size()));
            }
        }
        System.out.println(threads + " answers are those of one thread");
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
