package islr.launch;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * The file in which the JVM keeps a program's classes, read and checked, from one run to the next (class-data sharing).
 * A start takes a third less time with it. The JVM writes it when the first run of a jar ends, and again when the JDK
 * is another one; where it cannot, it does without.
 */
final class ClassArchive {
    private ClassArchive() {}

    /**
     * What to tell the JVM.
     *
     * @param files with what the jar's files begin
     */
    static List<String> options(File files) {
        List<String> options = new ArrayList<>(CacheFolder.QUIETLY);
        options.add("-XX:+AutoCreateSharedArchive");
        options.add("-XX:SharedArchiveFile=" + files + ".jsa");
        return options;
    }
}
