package islr.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How much memory a container has on Linux (its control group), where that is little. A JVM that takes more is killed
 * without a word, and by default it would take a quarter for its heap, however much it needs beside the heap. So the
 * heap gets what the rest leaves: the program can then say itself that its memory is too small.
 */
final class MemoryLimit {
    private static final long MB = 1 << 20;
    /** With more than this, a quarter is enough and safe. */
    private static final long LITTLE = 2048;
    /** The JVM of the launcher, and what that of the program needs beside its heap: measured, 180 MB in training. */
    private static final long BESIDE_THE_HEAP = 200;
    private static final long SMALLEST_HEAP = 16;
    /** The exit code of a process that the system has killed. */
    private static final int KILLED = 137;

    private MemoryLimit() {}

    /** The limit in MB, or 0 if there is none, or none that is little. */
    static long megabytes() {
        return megabytes(new File("/"));
    }

    static long megabytes(File root) {
        long least = Long.MAX_VALUE;
        for (String group : groups(new File(root, "proc/self/cgroup"))) {
            least = Math.min(least, limit(new File(root, "sys/fs/cgroup" + group + "/memory.max")));
            least = Math.min(least, limit(new File(root, "sys/fs/cgroup/memory" + group + "/memory.limit_in_bytes")));
        }
        return least / MB <= LITTLE ? least / MB : 0;
    }

    /** The groups of this process, of which a container shows only the root. */
    private static List<String> groups(File file) {
        List<String> groups = new ArrayList<>();
        groups.add("");
        for (String line : read(file).split("\n")) { // 0::/group, or 5:memory:/group in version 1
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && (parts[1].isEmpty() || parts[1].contains("memory"))) {
                groups.add(parts[2]);
            }
        }
        return groups;
    }

    private static long limit(File file) {
        try {
            return Long.parseLong(read(file).trim());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE; // "max", or there is no such file
        }
    }

    private static String read(File file) {
        try {
            return new String(Files.readAllBytes(file.toPath()), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    /** The options for the JVM of a usual run, unless the user says how much memory it may take. */
    static List<String> options(long megabytes, UserOptions user) {
        List<String> options = new ArrayList<>();
        if (megabytes > 0 && !user.mention("-Xmx", "MaxHeapSize", "RAMPercentage", "MaxRAM")) {
            Collections.addAll(options, "-Xmx" + Math.max(SMALLEST_HEAP, megabytes - BESIDE_THE_HEAP) + "m",
                    "-Dislr.container=" + megabytes);
        }
        return options;
    }

    /** What to say of a program that ended with this code, or null if memory was not the reason. */
    static String ofKilled(int code, long megabytes) {
        return code != KILLED || megabytes == 0 ? null : "The program was killed, probably because the " + megabytes
                + " MB of memory that this container may use are too little; allow more.";
    }
}
