package islr.weights.hostile;

import islr.weights.Formats;
import islr.weights.TensorFile;
import islr.weights.TensorInfo;
import islr.weights.WeightsException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;

/// What becomes of a file: it is read to its last number, or refused in one sentence. Anything else is thrown.
final class Verdict {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long SECOND = 1_000_000_000;
    private static final int LONGEST = 1_500;

    private Verdict() {}

    /// @return `read: a PyTorch archive, 3 tensors, 12 numbers` or `refused: ` and the sentence without the file
    static String of(Path file) {
        // Not the time on the wall: this machine may have other work.
        long start = THREADS.getCurrentThreadCpuTime();
        String verdict = untimed(file);
        long took = THREADS.getCurrentThreadCpuTime() - start;
        if (took > SECOND) {
            throw new IllegalStateException("took " + took / 1_000_000 + " ms, and was " + verdict);
        }
        return verdict;
    }

    /// The same however long it takes.
    static String untimed(Path file) {
        try (TensorFile open = Formats.open(file)) {
            return read(open);
        } catch (WeightsException e) {
            String message = e.getMessage();
            if (!message.startsWith(file + ": ") || message.length() > LONGEST + file.toString().length()
                    || message.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalStateException("not one sentence about the file: " + message, e);
            }
            return "refused: " + message.substring(file.toString().length() + 2);
        }
    }

    /// Reads all weights as a program would, and the whole numbers beside them as they are.
    private static String read(TensorFile open) throws WeightsException {
        int weights = open.checkpoint().tensors().size();
        long numbers = 0;
        for (TensorInfo info : open.infos().values()) {
            numbers += info.dtype().isInteger() ? open.longs(info.name()).length : info.shape().size();
        }
        return "read: " + open.format() + ", " + open.infos().size() + " tensors, " + numbers + " numbers"
                + (weights == open.infos().size() ? "" : ", " + weights + " of them weights");
    }
}
