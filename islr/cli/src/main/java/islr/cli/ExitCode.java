package islr.cli;

/// How both programs end.
final class ExitCode {
    static final int OK = 0;
    /// Some input failed, and the rest was done; or the results could not be written.
    static final int SOME_FAILED = 1;
    static final int USAGE = 2;
    /// Ctrl-C. The JVM ends with it by itself where nothing has to be saved.
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
