package islr.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Removes from the folder of all {@link CacheFile}s what nobody needs: files of jars that are gone or have changed, and
 * those that were not used for the longest time, if all take more than 200 MB.
 *
 * <p>A file that another process is about to use may be removed: a JVM that does not find the file starts without it.
 * Only files that the launcher has made are removed, since the user may have named any folder.
 */
final class CacheTidying {
    private static final long MOST_BYTES = 200L << 20;
    private static final List<String> ENDINGS = Arrays.asList(CacheKind.CLASSES.ending, CacheKind.AHEAD_OF_TIME.ending,
            CacheMaker.PART, CacheMaker.PART + ".config", CacheFile.MAKING);

    private CacheTidying() {}

    /**
     * Tidies a folder.
     *
     * @param used the folder of the jar that was just started: its files are kept
     */
    static void tidy(File root, File used) {
        tidy(root, used, MOST_BYTES);
    }

    static void tidy(File root, File used, long mostBytes) {
        removeOfOldVersions(root);
        List<File> folders = new ArrayList<>();
        for (File folder : children(root)) {
            File jar = jarOf(folder);
            if (jar != null && !jar.exists()) {
                remove(folder);
            } else if (jar != null) {
                removeOfOldJar(folder, jar);
                folders.add(folder);
            }
        }
        Collections.sort(folders, new Comparator<File>() {
            @Override
            public int compare(File a, File b) {
                return Long.compare(lastUsed(b), lastUsed(a));
            }
        });
        folders.remove(used);
        long bytes = size(used);
        for (File folder : folders) {
            bytes += size(folder);
            if (bytes > mostBytes && !isInWork(folder)) {
                remove(folder);
            }
        }
    }

    /** The jar to which a folder belongs, or null if the folder is not one of ours. */
    private static File jarOf(File folder) {
        try {
            byte[] path = Files.readAllBytes(new File(folder, CacheFolder.JAR).toPath());
            File jar = new File(new String(path, StandardCharsets.UTF_8));
            return jar.isAbsolute() && folder.equals(CacheFolder.ofJar(folder.getParentFile(), jar)) ? jar : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static long lastUsed(File folder) {
        return new File(folder, CacheFolder.JAR).lastModified();
    }

    private static long size(File folder) {
        long bytes = 0;
        for (File file : children(folder)) {
            bytes += file.length();
        }
        return bytes;
    }

    private static boolean isInWork(File folder) {
        for (File file : children(folder)) {
            if (file.getName().endsWith(CacheFile.MAKING)
                    && System.currentTimeMillis() - file.lastModified() < CacheFile.FAILED_MILLIS) {
                return true;
            }
        }
        return false;
    }

    private static void remove(File folder) {
        for (File file : children(folder)) {
            if (isOurs(file)) {
                file.delete();
            }
        }
        new File(folder, CacheFolder.JAR).delete();
        folder.delete();
    }

    private static void removeOfOldJar(File folder, File jar) {
        for (File file : children(folder)) {
            if (isOurs(file) && !file.getName().startsWith(CacheFile.stamp(jar) + "-")) {
                file.delete();
            }
        }
    }

    private static boolean isOurs(File file) {
        for (String ending : ENDINGS) {
            if (file.getName().endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /** Until version 0.1, all files were in one folder and none was ever removed. */
    private static void removeOfOldVersions(File root) {
        long old = System.currentTimeMillis() - TimeUnit.DAYS.toMillis(7);
        for (File file : children(root)) {
            if (file.getName().matches("islr-(infer|train)-[0-9a-f]+-[0-9a-f-]+\\.(jsa|aot|aot\\.new)")
                    && file.lastModified() < old) {
                file.delete();
            }
        }
    }

    private static File[] children(File folder) {
        File[] children = folder.listFiles();
        return children == null ? new File[0] : children;
    }
}
