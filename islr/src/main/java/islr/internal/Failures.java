package islr.internal;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

/// What went wrong on another thread.
public final class Failures {
    private Failures() {}

    /// The cause of a failure on another thread, if it is one that a file may have; everything else (no memory, a
    /// defect) is thrown.
    public static IOException io(ExecutionException e) {
        return switch (e.getCause()) {
            case IOException cause -> cause;
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            default -> throw new IllegalStateException(e.getCause());
        };
    }
}
