package islr.launch;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Where files live that make the next start of a program a quicker one, and that can be made again: where the system
 * keeps such files, or in the folder named by {@code ISLR_CACHE}; {@code ISLR_CACHE=none} makes none.
 */
final class CacheFolder {
    /** Keeps the JVM from talking about these files. */
    static final List<String> QUIETLY = Arrays.asList("-Xlog:cds*=off", "-Xlog:aot*=off");

    private CacheFolder() {}

    /** Null for nowhere. */
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
     * With what the files of a jar begin, in a folder that is there; null if there can be none, or the JVM's options
     * already say what to keep. Those of an older jar of the name are removed: the JVM would only pass them over.
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
