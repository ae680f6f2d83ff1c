package islr.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * The options that the user gives to Java: in {@code ISLR_JAVA_OPTS}, which is ours, and in the three variables that
 * every JVM reads by itself. Where they contradict the jar's options, the user's win.
 */
final class UserOptions {
    static final String OURS = "ISLR_JAVA_OPTS";
    /** The JVM of the launcher has read these already, and that of the program will. */
    static final List<String> OF_EVERY_JVM = Collections
            .unmodifiableList(Arrays.asList("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));

    private final Map<String, List<String>> options = new HashMap<>();

    UserOptions(Map<String, String> environment) {
        for (String name : with(OURS, OF_EVERY_JVM)) {
            options.put(name, split(environment.get(name)));
        }
    }

    private static List<String> with(String first, List<String> others) {
        List<String> all = new ArrayList<>(others);
        all.add(0, first);
        return all;
    }

    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        for (StringTokenizer each = new StringTokenizer(text == null ? "" : text); each.hasMoreTokens();) {
            words.add(each.nextToken());
        }
        return words;
    }

    /** Those of {@code ISLR_JAVA_OPTS}. */
    List<String> ours() {
        return options.get(OURS);
    }

    /** All of them. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        for (List<String> some : options.values()) {
            all.addAll(some);
        }
        return all;
    }

    /** Whether one of them contains one of these texts. */
    boolean mention(String... texts) {
        for (String option : all()) {
            for (String text : texts) {
                if (option.contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether they choose a collector. A JVM does not start with two. */
    boolean chooseCollector() {
        for (String option : all()) {
            if (isCollector(option)) {
                return true;
            }
        }
        return false;
    }

    /** The options of the jar, without those that the user gives, too. */
    List<String> replaceIn(List<String> ofJar) {
        Set<String> given = new HashSet<>();
        for (String option : all()) {
            given.add(key(option));
        }
        List<String> kept = new ArrayList<>();
        for (String option : ofJar) {
            if (!given.contains(key(option))) {
                kept.add(option);
            }
        }
        return kept;
    }

    private static boolean isCollector(String option) {
        return option.startsWith("-XX:+Use") && option.endsWith("GC");
    }

    /**
     * What an option sets, whatever the value: {@code -XX:Name} of {@code -XX:-Name}, {@code -Da} of {@code -Da=b}.
     * Every start calls this, so it uses no regular expression, which would take 5 ms.
     */
    private static String key(String option) {
        if (isCollector(option)) {
            return "collector";
        }
        int value = option.indexOf('=');
        String name = value < 0 ? option : option.substring(0, value);
        return name.startsWith("-XX:+") || name.startsWith("-XX:-") ? "-XX:" + name.substring("-XX:+".length()) : name;
    }

    /**
     * Takes from the environment of the program's JVM the options with a port that the launcher's JVM has opened
     * already: with them, the second JVM would not start.
     *
     * @return what was taken away
     */
    static Set<String> releasePorts(Map<String, String> environment) {
        Set<String> taken = new LinkedHashSet<>();
        for (String name : OF_EVERY_JVM) {
            String text = environment.get(name);
            List<String> kept = new ArrayList<>();
            for (String option : split(text)) {
                if (opensPort(option)) {
                    taken.add(option);
                } else {
                    kept.add(option);
                }
            }
            if (!taken.isEmpty() && text != null) {
                environment.put(name, String.join(" ", kept));
            }
        }
        return taken;
    }

    private static boolean opensPort(String option) {
        boolean debugger = option.startsWith("-agentlib:jdwp") || option.startsWith("-Xrunjdwp");
        return debugger || option.startsWith("-Dcom.sun.management.jmxremote.");
    }
}
