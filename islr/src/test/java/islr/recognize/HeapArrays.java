package islr.recognize;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/// Arrays of numbers that come into being while something runs, in any thread, those that nobody holds any more
/// included: the JVM's own count, in which nothing hides.
public final class HeapArrays {
    // Lines of the class histogram: `  12:   345   67890  [F (java.base@25)`.
    private static final Pattern FLOAT_ARRAYS = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +\\[F\\b");
    private static final Pattern BYTES = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +\\[[FJZI]\\b");

    private HeapArrays() {}

    /// How many arrays of floats.
    public static long floats(Runnable work) throws JMException {
        return taken(work, FLOAT_ARRAYS);
    }

    /// Bytes of arrays of floats, whole numbers and truth values.
    public static long bytes(Runnable work) throws JMException {
        return taken(work, BYTES);
    }

    private static long taken(Runnable work, Pattern line) throws JMException {
        for (int attempt = 0; attempt < 20; attempt++) {
            System.gc();
            long collections = collections();
            long before = sum(line);
            work.run();
            long after = sum(line);
            // A collection in between would have taken some away.
            if (collections() == collections) {
                return after - before;
            }
        }
        throw new AssertionError("the garbage collector ran during all of 20 attempts");
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }

    private static long sum(Pattern line) throws JMException {
        Matcher lines = line.matcher((String) ManagementFactory.getPlatformMBeanServer().invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                new Object[] {new String[] {"-all"}}, new String[] {String[].class.getName()}));
        if (!lines.find()) {
            throw new AssertionError("the class histogram has no line of such arrays");
        }
        long sum = 0;
        do {
            sum += Long.parseLong(lines.group(1));
        } while (lines.find());
        return sum;
    }
}
