package islr.train;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

/// What went wrong on another thread, as if it had gone wrong on this one.
final class Failures {
    private Failures() {}

    /// The cause, if it is one that a file may have; everything else (no memory, a defect) is thrown.
    static IOException io(ExecutionException e) {
        return switch (e.getCause()) {
            case IOException cause -> cause;
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            default -> throw new IllegalStateException(e.getCause());
        };
    }
}
