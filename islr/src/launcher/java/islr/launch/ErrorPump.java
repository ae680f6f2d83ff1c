package islr.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Copies the child's error stream to ours as it comes, less one line: the JVM's remark that the Vector API is still
 * incubating, which no option turns off and which tells a user nothing he could act on.
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
                    // The child is gone, and what it wanted to say with it.
                }
            }
        };
        pump.setDaemon(true); // a grandchild that holds the stream open must not hold us
        pump.start();
        return pump;
    }

    /**
     * The remark comes before the program starts, so only the first line is looked at. (After a {@code Picked up
     * JAVA_TOOL_OPTIONS} it stays.)
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
