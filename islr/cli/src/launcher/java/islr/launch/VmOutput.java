package islr.launch;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where a JVM writes what it says itself. Warnings, refusals and reports of a crash would go to standard output, which
 * is for results, and to files in the user's folder.
 */
final class VmOutput {
    /** The report of a crash always begins on standard output, so there is none. {@link #ofCrash} replaces it. */
    private static final String SILENT_CRASH = "-XX:+SuppressFatalErrorMessage";
    /** Exit codes of a JVM that was aborted, by itself or by a signal. */
    private static final List<Integer> CRASHES = Arrays.asList(134, 139);

    private VmOutput() {}

    /** The options for the JVM. */
    static List<String> options(UserOptions user) {
        String temporary = System.getProperty("java.io.tmpdir") + File.separator;
        List<String> options = new ArrayList<>();
        Collections.addAll(options, "-XX:+DisplayVMOutputToStderr", SILENT_CRASH,
                "-XX:ErrorFile=" + temporary + "islr-hs_err_pid%p.log",
                "-XX:ReplayDataFile=" + temporary + "islr-replay_pid%p.log");
        if (!user.mention("-Xlog")) {
            // Of the cache files, nothing: without them, the program works as well.
            Collections.addAll(options, "-Xlog:disable", "-Xlog:all=warning,cds*=off,aot*=off:stderr");
        }
        return options;
    }

    /** Whether a JVM with this exit code crashed. */
    static boolean isCrash(int code) {
        return CRASHES.contains(code);
    }

    /** What to say of a crash, in one line. */
    static String ofCrash(int code) {
        return "Java itself crashed or found no memory (exit code " + code + "). If this happens again, start with "
                + UserOptions.OURS + "=" + SILENT_CRASH.replace('+', '-') + " and send its report to the authors.";
    }
}
