package islr.cli;

/// How both programs end. (Ctrl-C ends them with 130, as the JVM does by itself.)
final class ExitCode {
    static final int OK = 0;
    /// Some input failed, and the rest was done; or the results could not be written.
    static final int SOME_FAILED = 1;
    static final int USAGE = 2;

    private ExitCode() {}
}
