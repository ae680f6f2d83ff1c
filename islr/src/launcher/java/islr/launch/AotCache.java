package islr.launch;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The file in which the JVM keeps what a brief run needs from one run to the next: linked classes, and the profiles of
 * their methods (Java's ahead-of-time cache). It lies beside the {@link ClassArchive} and saves a thirtieth of a second
 * more than that, but does not work with an incubating module.
 *
 * <p>Making the file takes two seconds, and a run that has none does not wait for it. The launcher starts the same
 * command once more in the background, without output. The file has another name until it is complete.
 */
final class AotCache {
    /** After this time without a change, the file is complete: the JVM writes it in one go. */
    private static final long COMPLETE_MILLIS = 2_000;
    /** After this time, a failed attempt is repeated. */
    private static final long FAILED_MILLIS = TimeUnit.DAYS.toMillis(1);

    private final File file;
    private final File fresh;

    /**
     * The cache of a jar and a JDK.
     *
     * @param files the beginning of the paths of the jar's files
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

    /** The options for the JVM. */
    List<String> options() {
        return exists() ? Launcher.with(CacheFolder.QUIETLY, Collections.singletonList("-XX:AOTCache=" + file))
                : Collections.<String>emptyList();
    }

    /** Starts making the file, unless another process is making it. */
    void make(List<String> command) {
        List<String> making = Launcher.with(Collections.singletonList("-XX:AOTCacheOutput=" + fresh), command);
        File nowhere = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
        try {
            if (fresh.createNewFile()) {
                new ProcessBuilder(making).redirectInput(nowhere).redirectOutput(nowhere).redirectError(nowhere)
                        .start();
            }
        } catch (IOException e) {
            // Without the file, the next run works as well, but starts no sooner.
        }
    }
}
