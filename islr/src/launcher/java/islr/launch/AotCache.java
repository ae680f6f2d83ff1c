package islr.launch;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The file in which the JVM keeps what a brief run needs from one time to the next: classes, linked, and what its
 * methods were seen to do (Java's ahead-of-time cache). It lies beside the {@link ClassArchive}, saves a thirtieth of a
 * second more than that, and cannot be had with an incubating module.
 *
 * <p>Making one takes two seconds, so the run that misses it does not wait: the launcher starts the same command once
 * more, unheard, and leaves it alone. What that writes bears another name until it is complete.
 */
final class AotCache {
    /** So long nobody writes any more: the JVM writes the file in one go. */
    private static final long COMPLETE_MILLIS = 2_000;
    /** After so long it is tried again, where it failed. */
    private static final long FAILED_MILLIS = TimeUnit.DAYS.toMillis(1);

    private final File file;
    private final File fresh;

    /**
     * That of a jar and a JDK.
     *
     * @param files with what the jar's files begin
     */
    AotCache(File files, File java) {
        file = new File(
                files + "-" + Integer.toHexString(java.hashCode()) + Long.toHexString(java.lastModified()) + ".aot");
        fresh = new File(file + ".new");
        takeFresh(System.currentTimeMillis());
    }

    private void takeFresh(long now) {
        long age = now - fresh.lastModified();
        if (fresh.length() > 0 && age > COMPLETE_MILLIS) {
            fresh.renameTo(file);
        } else if (age > FAILED_MILLIS) {
            fresh.delete();
        }
    }

    boolean exists() {
        return file.isFile();
    }

    void remove() {
        file.delete();
    }

    /** What to tell the JVM. */
    List<String> options() {
        return exists() ? Launcher.with(CacheFolder.QUIETLY, Collections.singletonList("-XX:AOTCache=" + file))
                : Collections.<String>emptyList();
    }

    /** Starts making one, unless somebody else does. */
    void make(List<String> command) {
        List<String> making = Launcher.with(Collections.singletonList("-XX:AOTCacheOutput=" + fresh), command);
        File nowhere = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
        try {
            if (fresh.createNewFile()) {
                new ProcessBuilder(making).redirectInput(nowhere).redirectOutput(nowhere).redirectError(nowhere)
                        .start();
            }
        } catch (IOException e) {
            // The next run is no quicker, then.
        }
    }
}
