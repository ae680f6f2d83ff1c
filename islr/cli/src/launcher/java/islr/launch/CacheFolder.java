package islr.launch;

import java.io.File;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The folder of the files that make the next start of a program quicker and can be made again at any time. It is where
 * the system keeps such files, or is named by {@code ISLR_CACHE}. With {@code ISLR_CACHE=none}, no files are made.
 *
 * <p>Every jar has a folder in it, with a file that says where the jar is; see {@link CacheTidying}.
 */
final class CacheFolder {
    /** The file in a jar's folder that names the jar. Its time is that of the last day on which the jar was started. */
    static final String JAR = "jar.txt";

    private CacheFolder() {}

    /** The folder, or null if there is none. */
    static File of(Map<String, String> environment, Properties properties) {
        String wish = environment.get("ISLR_CACHE");
        if (wish != null && !wish.trim().isEmpty()) {
            return wish.trim().equals("none") ? null : new File(wish.trim()).getAbsoluteFile();
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

    /** The folder of a jar, which need not exist. */
    static File ofJar(File folder, File jar) {
        return new File(folder,
                jar.getName().replace(".jar", "") + "-" + Integer.toHexString(jar.getAbsolutePath().hashCode()));
    }
}
