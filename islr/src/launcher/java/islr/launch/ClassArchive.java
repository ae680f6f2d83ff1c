package islr.launch;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The file in which the JVM keeps a program's classes, read and checked, from one run to the next (class-data sharing). A start takes a third less
 * time with it. The JVM writes it when the first run of a jar ends; where it cannot, it does without.
 *
 * <p>It lies where the system keeps such files, or in the folder named by {@code ISLR_CACHE}; {@code ISLR_CACHE=none} makes none.
 */
final class ClassArchive {
    private ClassArchive() {}

    /**
     * What to tell the JVM; nothing if there is no folder to keep the file in, or {@code given} options already say what to share.
     *
     * <p>The last options keep the JVM from talking about it.
     *
     * @param kind of run, part of the file's name: a run of another kind uses other classes
     */
    static List<String> options(File jar, String kind, String given, Map<String, String> environment, Properties properties) {
        File folder = folder(environment, properties);
        if (folder == null || given.matches(".*(SharedArchive|-Xshare|AOT).*") || !folder.isDirectory() && !folder.mkdirs()) {
            return Collections.emptyList();
        }
        String ofJar = jar.getName().replaceFirst("\\.jar$", "") + "-" + Integer.toHexString(jar.getAbsolutePath().hashCode()) + "-";
        String ofThis = ofJar + Long.toHexString(jar.lastModified());
        removeOthers(folder, ofJar, ofThis);
        List<String> options = new ArrayList<>();
        options.add("-XX:+AutoCreateSharedArchive");
        options.add("-XX:SharedArchiveFile=" + new File(folder, ofThis + kind + ".jsa"));
        options.addAll(Arrays.asList("-Xlog:cds*=off", "-Xlog:aot*=off"));
        return options;
    }

    /** The JVM makes a file of another JDK anew by itself, but one of another version of the jar it only passes over. */
    private static void removeOthers(File folder, String ofJar, String ofThis) {
        String[] names = folder.list();
        for (String other : names == null ? new String[0] : names) {
            if (other.startsWith(ofJar) && other.endsWith(".jsa") && !other.startsWith(ofThis)) {
                new File(folder, other).delete();
            }
        }
    }

    /** Where files live that can be made again; null for nowhere. */
    static File folder(Map<String, String> environment, Properties properties) {
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
}
