package islr.data;

import islr.tensor.Parallel;
import java.io.IOException;
import java.util.List;

/// Reads the columns of a clip, on several threads if they are available.
final class ColumnTasks {

    /// Reads a column and stores the result.
    @FunctionalInterface
    interface ColumnTask {
        void run() throws IOException;
    }

    private ColumnTasks() {}

    /// Runs all tasks. If several fail, throws the exception of the one that comes first in the list, even if another
    /// failed earlier.
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
