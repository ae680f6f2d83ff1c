package islr.cli;

import islr.data.Clip;
import islr.dataset.Progress;
import islr.internal.Failures;
import islr.internal.Pools;
import islr.recognize.Recognizer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// What a model says of many clips before the softmax.
///
/// @param numbers of the clips that it says something of, in their order
/// @param logits one row for each of them
/// @param nothing in how many clips it sees nothing
/// @param errors what is wrong with the clips that cannot be read
/// @param stopped whether somebody wanted it to stop
record ClipLogits(List<Integer> numbers, List<float[]> logits, int nothing, List<String> errors, boolean stopped) {
    /// Clips under way for each thread.
    private static final int WINDOW = 4;

    private record Row(Optional<float[]> logits, String error) {}

    /// @param clips how many there are; the reader knows them by their numbers
    static ClipLogits of(Recognizer recognizer, int clips, Recognizer.Reader<Integer> reader, int threads,
            Progress progress) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        List<float[]> logits = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        int nothing = 0;
        int begun = 0;
        progress.begin("judging", clips, "clips");
        try (ExecutorService pool = Pools.fixed("islr-calibrate-", threads)) {
            ArrayDeque<Future<Row>> window = new ArrayDeque<>();
            for (int i = 0; i < clips; i++) {
                for (; begun < clips && window.size() < WINDOW * threads; begun++) {
                    int clip = begun;
                    window.add(pool.submit(() -> row(recognizer, reader, clip)));
                }
                Row row = get(window.remove());
                if (row.error != null) {
                    errors.add(row.error);
                } else if (row.logits.isEmpty()) {
                    nothing++;
                } else {
                    numbers.add(i);
                    logits.add(row.logits.get());
                }
                progress.at(i + 1, "");
                if (progress.isStopWanted()) {
                    pool.shutdownNow();
                    return new ClipLogits(numbers, logits, nothing, errors, true);
                }
            }
        } finally {
            progress.end();
        }
        return new ClipLogits(numbers, logits, nothing, errors, false);
    }

    private static Row row(Recognizer recognizer, Recognizer.Reader<Integer> reader, int number) {
        try {
            Clip clip = reader.read(number);
            Optional<float[]> logits = recognizer.logits(clip);
            boolean sound = true;
            for (float logit : logits.orElse(new float[0])) {
                sound &= Float.isFinite(logit);
            }
            return sound ? new Row(logits, null) : new Row(logits,
                    clip.name() + ": the answer is not a number; are all coordinates of ordinary size?");
        } catch (IOException | IllegalArgumentException e) {
            return new Row(Optional.empty(), e.getMessage());
        }
    }

    private static Row get(Future<Row> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            return new Row(Optional.empty(), Failures.io(e).getMessage());
        }
    }
}
