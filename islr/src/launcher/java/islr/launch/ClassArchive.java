package islr.launch;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * The file in which the JVM keeps a program's classes, already parsed and verified, from one run to the next
 * (class-data sharing). A start takes a third less time with it. The JVM writes it when the first run of a jar ends,
 * and again after a change of the JDK. If it cannot write the file, it runs without it.
 */
final class ClassArchive {
    private ClassArchive() {}

    /**
     * The options for the JVM.
     *
     * @param files the beginning of the paths of the jar's files
     */
    static List<String> options(File files) {
        List<String> options = new ArrayList<>(CacheFolder.QUIETLY);
        options.add("-XX:+AutoCreateSharedArchive");
        options.add("-XX:SharedArchiveFile=" + files + ".jsa");
        return options;
    }
}
