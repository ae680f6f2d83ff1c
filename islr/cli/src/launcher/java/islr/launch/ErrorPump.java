package islr.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Copies the child's error stream to that of this JVM as it comes, except for the JVM's remark that the Vector API is
 * still incubating. No option turns it off, and a user can do nothing about it.
 */
final class ErrorPump {
    private static final List<byte[]> REMARKS = Arrays.asList(
            bytes("WARNING: Using incubator modules: " + Launcher.MODULE), bytes("NOTE: Picked up JDK_JAVA_OPTIONS:"),
            bytes("Picked up JAVA_TOOL_OPTIONS:"), bytes("Picked up _JAVA_OPTIONS:"));

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
     * The remark comes before the program starts, and only after lines that say which variables were read. The launcher
     * has said those already, so they are left out too. From the first other line on, everything is copied.
     */
    static void copy(InputStream in, PrintStream out) throws IOException {
        for (boolean dropped = true; dropped;) {
            dropped = dropLine(in, out);
        }
        byte[] buffer = new byte[8192];
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            out.write(buffer, 0, got);
            out.flush();
        }
    }

    /** Drops the next line if it is one of those to drop. If not, copies what was read of it. */
    private static boolean dropLine(InputStream in, PrintStream out) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (isBeginning(read.toByteArray())) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            read.write(b);
            for (byte[] remark : REMARKS) {
                if (Arrays.equals(read.toByteArray(), remark)) {
                    while (b >= 0 && b != '\n') {
                        b = in.read();
                    }
                    return true;
                }
            }
        }
        read.writeTo(out);
        out.flush();
        return false;
    }

    /** Whether a line that begins like this may be one to drop. */
    private static boolean isBeginning(byte[] line) {
        for (byte[] remark : REMARKS) {
            if (line.length < remark.length && Arrays.equals(line, Arrays.copyOf(remark, line.length))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
