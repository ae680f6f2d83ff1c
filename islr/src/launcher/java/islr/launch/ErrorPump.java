package islr.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Copies the child's error stream to that of this JVM as it comes, except for one line: the JVM's remark that the
 * Vector API is still incubating. No option turns it off, and a user can do nothing about it.
 */
final class ErrorPump {
    private static final byte[] REMARK = ("WARNING: Using incubator modules: " + Launcher.MODULE)
            .getBytes(StandardCharsets.US_ASCII);

    private ErrorPump() {}

    static Thread start(final InputStream in, final PrintStream out) {
        Thread pump = new Thread("stderr") {
            @Override
            public void run() {
                try {
                    copy(in, out);
                } catch (IOException e) {
                    // The child has exited, and the rest of its output is lost.
                }
            }
        };
        pump.setDaemon(true); // a grandchild that holds the stream open must not keep this JVM alive
        pump.start();
        return pump;
    }

    /**
     * The remark comes before the program starts, so only the first line is checked. (If that line is
     * {@code Picked up JAVA_TOOL_OPTIONS: …}, the remark is kept.)
     */
    static void copy(InputStream in, PrintStream out) throws IOException {
        byte[] line = new byte[REMARK.length];
        int n = 0;
        int b = 0;
        while (n < REMARK.length && (b = in.read()) >= 0) {
            line[n] = (byte) b;
            if (line[n++] != REMARK[n - 1]) {
                break;
            }
        }
        if (Arrays.equals(line, REMARK)) {
            while (b >= 0 && b != '\n') {
                b = in.read();
            }
        } else {
            out.write(line, 0, n);
            out.flush();
        }
        byte[] buffer = new byte[8192];
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            out.write(buffer, 0, got);
            out.flush();
        }
    }
}
