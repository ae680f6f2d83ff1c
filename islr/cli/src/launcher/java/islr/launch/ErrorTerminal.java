package islr.launch;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The terminal on which this JVM's standard error is shown. The program cannot see it: its messages come through a
 * pipe, see {@link ErrorPump}. So it is told, to draw a progress bar there and as wide as the terminal is.
 */
final class ErrorTerminal {
    private ErrorTerminal() {}

    /** The option for the program's JVM, if there is such a terminal. */
    static List<String> options() {
        List<String> options = new ArrayList<>();
        String device = device(new File("/"));
        if (device != null) {
            options.add("-Dislr.terminal=" + device);
        }
        return options;
    }

    /** The terminal's file, or null if standard error is something else, or that cannot be told. */
    static String device(File root) {
        File link = new File(root, "proc/self/fd/2");
        if (Files.isSymbolicLink(link.toPath())) {
            try {
                return terminal(Files.readSymbolicLink(link.toPath()).toString());
            } catch (IOException e) {
                return null;
            }
        }
        return new File(root, "proc").isDirectory() || File.separatorChar == '\\' ? null : asked();
    }

    private static String terminal(String file) {
        return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") ? file : null;
    }

    /** Other systems than Linux have a program that tells. It takes a few milliseconds. */
    private static String asked() {
        try {
            Process tty = new ProcessBuilder(Arrays.asList("/bin/sh", "-c", "tty <&2"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(tty.getInputStream(), StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                return line == null ? null : terminal(line);
            }
        } catch (IOException e) {
            return null;
        }
    }
}
