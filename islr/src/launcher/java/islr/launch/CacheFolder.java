package islr.launch;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The folder of the files that make the next start of a program quicker and can be made again at any time. It is where
 * the system keeps such files, or is named by {@code ISLR_CACHE}. With {@code ISLR_CACHE=none}, no files are made.
 */
final class CacheFolder {
    /** Keeps the JVM from logging anything about these files. */
    static final List<String> QUIETLY = Arrays.asList("-Xlog:cds*=off", "-Xlog:aot*=off");

    private CacheFolder() {}

    /** The folder, or null if there is none. */
    static File of(Map<String, String> environment, Properties properties) {
        String wish = environment.get("ISLR_CACHE");
        if (wish != null && !wish.trim().isEmpty()) {
            return wish.trim().equals("none") ? null : new File(wish.trim());
        }
        String system = properties.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String home = properties.getProperty("user.home");
        if (system.startsWith("windows")) {
            return inside(environment.get("LOCALAPPDATA"));
        }
        if (system.startsWith("mac")) {
            return home == null ? null : inside(home + "/Library/Caches");
        }
        String caches = environment.get("XDG_CACHE_HOME");
        return inside(caches != null && !caches.isEmpty() ? caches : home == null ? null : home + "/.cache");
    }

    private static File inside(String caches) {
        return caches == null || !new File(caches).isAbsolute() ? null : new File(caches, "islr");
    }

    /**
     * The beginning of the paths of a jar's files, in a folder that exists or is made. Null if there is no folder, or
     * if the JVM's options already say what to keep. The files of an older jar of the same name are removed, because
     * the JVM would ignore them anyway.
     */
    static File filesOf(File jar, String options, File folder) {
        boolean chosen = options.contains("SharedArchive") || options.contains("-Xshare") || options.contains("AOT");
        if (folder == null || chosen || !folder.isDirectory() && !folder.mkdirs()) {
            return null;
        }
        String ofJar = jar.getName().replace(".jar", "") + "-" + Integer.toHexString(jar.getAbsolutePath().hashCode())
                + "-";
        String ofThis = ofJar + Long.toHexString(jar.lastModified());
        String[] names = folder.list();
        for (String other : names == null ? new String[0] : names) {
            if (other.startsWith(ofJar) && !other.startsWith(ofThis)) {
                new File(folder, other).delete();
            }
        }
        return new File(folder, ofThis);
    }
}
