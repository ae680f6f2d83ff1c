package islr.launch;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program in a JVM of its own: input, output, signals and the exit code are passed on. */
final class ChildJvm {
    private static final File NOWHERE = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");

    private ChildJvm() {}

    /** A process without input and output. */
    static ProcessBuilder unheard(List<String> command) {
        return new ProcessBuilder(command).redirectInput(NOWHERE).redirectOutput(NOWHERE).redirectError(NOWHERE);
    }

    /** Runs {@code command} to its end and returns its exit code. */
    static int run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        final Process child = builder.start();
        final Thread errors = ErrorPump.start(child.getErrorStream(), System.err);
        Runtime.getRuntime().addShutdownHook(new Thread("end of the child") {
            @Override
            public void run() {
                end(child, errors);
            }
        });
        int code = child.waitFor();
        errors.join(TimeUnit.SECONDS.toMillis(1));
        return code;
    }

    /**
     * Runs when this JVM has been asked to stop. Ctrl-C in the terminal also reaches the child, {@code kill} does not.
     * So the child gets a moment to end by itself and is then told to. It may take as long as it needs to clean up.
     * This JVM then ends with 128 + the signal's number.
     */
    private static void end(Process child, Thread errors) {
        try {
            if (!child.waitFor(200, TimeUnit.MILLISECONDS)) {
                askToEnd(child);
                child.waitFor();
            }
            errors.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            child.destroy();
        }
    }

    /**
     * Asks the child to end. {@link Process#destroy()} would also close the stream with the child's last messages; a
     * process handle (Java 9) does not.
     */
    private static void askToEnd(Process child) {
        try {
            Object handle = Process.class.getMethod("toHandle").invoke(child);
            Class.forName("java.lang.ProcessHandle").getMethod("destroy").invoke(handle);
        } catch (ReflectiveOperationException e) {
            child.destroy();
        }
    }
}
