package islr.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a {@link Jdk} that can run the program. The search stops at the first that will do, and looks at the cheapest
 * places first.
 */
final class JdkFinder {
    /** Where the home is inside an installation: the folder itself, or deeper on macOS and in Homebrew. */
    private static final List<String> INSIDE = Arrays.asList("", "Contents/Home", "libexec/openjdk.jdk/Contents/Home",
            "libexec");
    private static final List<String> SYSTEM = Arrays.asList("/usr/lib/jvm", "/usr/lib64/jvm", "/usr/java", "/opt/java",
            "/opt", "/usr/local", "/Library/Java/JavaVirtualMachines", "/opt/homebrew/opt", "/usr/local/opt",
            "/home/linuxbrew/.linuxbrew/opt");
    private static final List<String> PERSONAL = Arrays.asList(".sdkman/candidates/java", ".jdks", ".gradle/jdks",
            ".jabba/jdk", ".asdf/installs/java", ".local/share/mise/installs/java", "Library/Java/JavaVirtualMachines");

    private final Map<String, String> env;
    private final Properties system;
    private final List<String> places;
    /** What was judged already: asking a JDK without a release file takes a tenth of a second. */
    private final Map<File, Boolean> judged = new HashMap<>();

    JdkFinder(Map<String, String> env, Properties system) {
        this(env, system, SYSTEM);
    }

    JdkFinder(Map<String, String> env, Properties system, List<String> places) {
        this.env = env;
        this.system = system;
        this.places = places;
    }

    /** The {@code java} of the first JDK that will do, or null. */
    File find() {
        File java = java(new File(system.getProperty("java.home")));
        java = java != null ? java : first(named());
        java = java != null ? java : first(onPath());
        java = java != null ? java : first(inToolchains());
        return java != null ? java : first(installed());
    }

    /**
     * The message for the user if {@code ISLR_JAVA_HOME} asks for a JDK that will not do, or null.
     *
     * @param taken the {@code java} that is taken instead
     */
    String passedOver(File taken) {
        String named = env.get("ISLR_JAVA_HOME");
        if (named == null || named.isEmpty() || first(Collections.singletonList(new File(named))) != null) {
            return null;
        }
        return "ISLR_JAVA_HOME=" + named + " is not the folder of a JDK " + Launcher.OLDEST
                + " or newer with the module " + Launcher.MODULE + "; " + taken + " is used instead.";
    }

    /** The message for the user if {@link #find} found nothing: one line. */
    String explain() {
        String named = env.get("ISLR_JAVA_HOME");
        return "islr needs JDK " + Launcher.OLDEST + " or newer with the module " + Launcher.MODULE
                + " but found none (this Java is " + system.getProperty("java.version")
                + (named == null ? "" : ", and ISLR_JAVA_HOME=" + named + " is not one")
                + "). Install one, or set ISLR_JAVA_HOME to the folder of one. Searched: ISLR_JAVA_HOME, "
                + "JAVA_HOME, JDK_HOME, JAVA_HOME_" + Launcher.OLDEST + "*, the PATH, ~/.m2/toolchains.xml, "
                + String.join(", ", places) + ", ~/" + String.join(", ~/", PERSONAL)
                + (isWindows() ? ", %ProgramFiles%" : "") + ".";
    }

    private List<File> named() {
        List<File> homes = new ArrayList<>();
        for (String name : new String[] {"ISLR_JAVA_HOME", "JAVA_HOME", "JDK_HOME"}) {
            add(homes, env.get(name));
        }
        for (Map.Entry<String, String> variable : new TreeMap<>(env).entrySet()) {
            if (variable.getKey().startsWith("JAVA_HOME_" + Launcher.OLDEST)) {
                // GitHub's runners have such names: JAVA_HOME_25_X64.
                add(homes, variable.getValue());
            }
        }
        return homes;
    }

    private List<File> onPath() {
        List<File> homes = new ArrayList<>();
        String path = env.get("PATH");
        for (String folder : path == null ? new String[0] : path.split(File.pathSeparator)) {
            File java = new File(folder, executable());
            if (java.isFile()) {
                try { // a link such as /usr/bin/java leads to the JDK's own bin
                    homes.add(java.toPath().toRealPath().getParent().resolve("..").normalize().toFile());
                } catch (IOException e) {
                    homes.add(new File(folder).getAbsoluteFile().getParentFile());
                }
            }
        }
        return homes;
    }

    private List<File> inToolchains() {
        List<File> homes = new ArrayList<>();
        try {
            byte[] xml = Files.readAllBytes(new File(userHome(), ".m2/toolchains.xml").toPath());
            Matcher home = Pattern.compile("<jdkHome>\\s*(.*?)\\s*</jdkHome>")
                    .matcher(new String(xml, StandardCharsets.UTF_8));
            while (home.find()) {
                add(homes, home.group(1));
            }
        } catch (IOException e) {
            // Most people have no such file.
        }
        return homes;
    }

    private List<File> installed() {
        List<File> homes = new ArrayList<>();
        for (String place : places) {
            addChildren(homes, new File(place));
        }
        for (String place : PERSONAL) {
            addChildren(homes, new File(userHome(), place));
        }
        if (isWindows()) { // C:\Program Files\<vendor>\jdk-25…
            List<File> vendors = new ArrayList<>();
            String programs = env.get("ProgramFiles");
            addChildren(vendors, new File(programs == null ? "C:\\Program Files" : programs));
            for (File vendor : vendors) {
                addChildren(homes, vendor);
            }
        }
        return homes;
    }

    private File first(List<File> homes) {
        for (File home : homes) {
            for (String inside : INSIDE) {
                File java = java(inside.isEmpty() ? home : new File(home, inside));
                if (java != null) {
                    return java;
                }
            }
        }
        return null;
    }

    /** The {@code java} of the JDK in {@code home}, or null if there is none, it is too old, or it lacks the module. */
    private File java(File home) {
        File java = new File(home, "bin/" + executable());
        if (!java.isFile()) {
            return null;
        }
        if (!judged.containsKey(java)) {
            judged.put(java, Jdk.willDo(home, java));
        }
        return judged.get(java) ? java : null;
    }

    private static void add(List<File> homes, String home) {
        if (home != null && !home.isEmpty()) {
            homes.add(new File(home));
        }
    }

    private static void addChildren(List<File> homes, File folder) {
        File[] children = folder.listFiles();
        if (children != null) {
            Arrays.sort(children);
            homes.addAll(Arrays.asList(children));
        }
    }

    private String userHome() {
        return system.getProperty("user.home");
    }

    private boolean isWindows() {
        return system.getProperty("os.name").startsWith("Windows");
    }

    private String executable() {
        return isWindows() ? "java.exe" : "java";
    }
}
