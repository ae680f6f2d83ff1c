package islr.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;

/// What went wrong, as it is told.
public final class Failures {
    private Failures() {}

    /// What to tell whoever ran out of memory: a line with the remedy.
    public static String outOfMemory() {
        long has = Runtime.getRuntime().maxMemory() >> 20;
        return "the memory that Java may use (" + has
                + " MB) is too small for this; allow more with ISLR_JAVA_OPTS=-Xmx" + Math.max(4, 2 * has / 1024) + "g";
    }

    /// What to tell of a failure that is a fault of this program: where it happened, for whoever mends it.
    public static String defect(Throwable e) {
        String where = Arrays.stream(e.getStackTrace()).filter(frame -> frame.getClassName().startsWith("islr."))
                .findFirst().map(frame -> frame.getFileName() + ", line " + frame.getLineNumber()).orElse("Java");
        return "this is a fault of the program (" + where + (e.getMessage() == null ? "" : ": " + e.getMessage())
                + "); please report it";
    }

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
