package islr.data;

import islr.tensor.Parallel;
import java.io.IOException;
import java.util.List;

/// Reads the columns of a clip, on several threads if there are any.
final class ColumnTasks {

    /// Reads a column and keeps what it found.
    @FunctionalInterface
    interface ColumnTask {
        void run() throws IOException;
    }

    private ColumnTasks() {}

    /// Runs all tasks. If some fail, the first of the list is the one whose exception is thrown, whichever was the
    /// first in time.
    static void run(Parallel parallel, List<ColumnTask> tasks) throws IOException {
        var failures = new Exception[tasks.size()];
        parallel.run(failures.length, (index, worker) -> {
            try {
                tasks.get(index).run();
            } catch (IOException | RuntimeException e) {
                failures[index] = e;
            }
        });
        for (Exception failure : failures) {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
        }
    }
}
