package islr.launch;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * The {@code Main-Class} of the jars. The kernels need the module {@code jdk.incubator.vector}, which no manifest entry
 * can ask for. So this class starts the program named by the manifest's {@code Islr-Program} in a new JVM:
 * {@code java --add-modules jdk.incubator.vector …}, on this JDK or on one found by {@link JdkFinder}. Input, output,
 * signals and the exit code are passed on. A JVM that already has the module runs the program itself.
 *
 * <p>{@code ISLR_JAVA_HOME} names the JDK to use if this one will not do, {@code ISLR_JAVA_OPTS} gives further options
 * for its JVM, such as {@code -Xmx4g}. {@link ClassArchive} and, for one clip, {@link AotCache} make the next start
 * quicker.
 */
public final class Launcher {
    static final String MODULE = "jdk.incubator.vector";
    static final int OLDEST = 25;
    private static final int FAILURE = 1;
    /** Exit codes of a JVM that crashed. A damaged cache file may be the cause. */
    private static final int ABORTED = 134;
    private static final int SEGMENTATION_FAULT = 139;

    private Launcher() {}

    /** Starts the program of this jar with {@code args}. */
    public static void main(String[] args) throws Throwable {
        File jar = new File(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Attributes manifest = manifestOf(jar);
        String program = manifest.getValue("Islr-Program");
        if (hasModule()) {
            runHere(program, args);
            return;
        }
        JdkFinder finder = new JdkFinder(System.getenv(), System.getProperties());
        File java = finder.find();
        if (java == null) {
            System.err.println(finder.explain());
            System.exit(FAILURE);
        }
        String ofUser = System.getenv("ISLR_JAVA_OPTS");
        String brief = BriefRun.is(ofUser, args) ? manifest.getValue("Islr-Brief-Options") : null;
        String options = brief == null ? usual(manifest.getValue("Islr-Java-Options"), ofUser) : options(brief, ofUser);
        List<String> command = command(java.getPath(), options, jar.getPath(), program, args);
        File files = CacheFolder.filesOf(jar, options, CacheFolder.of(System.getenv(), System.getProperties()));
        System.exit(brief == null ? run(command, files) : runBriefly(command, files, java, ofUser));
    }

    /** The options of a run that is not brief: the vector module and large pages, then the jar's, then the user's. */
    static String usual(String ofJar, String ofUser) {
        return "--add-modules " + MODULE + " " + LargePages.option(ofUser) + " " + options(ofJar, ofUser);
    }

    private static int run(List<String> command, File files) throws IOException, InterruptedException {
        return runThere(files == null ? command : with(ClassArchive.options(files), command));
    }

    private static int runBriefly(List<String> command, File files, File java, String ofUser)
            throws IOException, InterruptedException {
        if (files == null) {
            return runThere(command);
        }
        AotCache cache = new AotCache(files, java);
        int code = runThere(with(cache.options(), command));
        if (code == ABORTED || code == SEGMENTATION_FAULT) {
            cache.remove();
        } else if (code == 0 && !cache.exists() && (ofUser == null || ofUser.trim().isEmpty())) {
            // The user's options may name a file or a port, which are meant only for the run itself.
            cache.make(command);
        }
        return code;
    }

    /** The command with more options for the JVM. */
    static List<String> with(List<String> options, List<String> command) {
        List<String> more = new ArrayList<>(command);
        more.addAll(1, options);
        return more;
    }

    private static Attributes manifestOf(File jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            return file.getManifest().getMainAttributes();
        }
    }

    /**
     * Whether this JVM is new enough and was started with the module. This uses reflection, because Java 8 has no
     * modules.
     */
    static boolean hasModule() {
        if (JdkFinder.feature(System.getProperty("java.specification.version")) < OLDEST) {
            return false;
        }
        try {
            Class<?> layers = Class.forName("java.lang.ModuleLayer");
            Object boot = layers.getMethod("boot").invoke(null);
            Object module = layers.getMethod("findModule", String.class).invoke(boot, MODULE);
            return (Boolean) module.getClass().getMethod("isPresent").invoke(module);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static void runHere(String program, String[] args) throws Throwable {
        try {
            Class.forName(program).getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /**
     * The jar's options, then the user's. A JVM does not start with two garbage collectors, so one that the user names
     * replaces the jar's.
     */
    static String options(String ofJar, String ofUser) {
        String jar = ofJar == null ? "" : ofJar.trim();
        if (ofUser == null || ofUser.trim().isEmpty()) {
            return jar;
        }
        return ((ofUser.matches("(?s).*Use\\w*GC.*") ? jar.replaceAll("-XX:\\+Use\\w*GC", "") : jar) + " "
                + ofUser.trim()).trim();
    }

    static List<String> command(String java, String options, String jar, String program, String... args) {
        List<String> command = new ArrayList<>();
        command.add(java);
        for (StringTokenizer each = new StringTokenizer(options); each.hasMoreTokens();) {
            command.add(each.nextToken());
        }
        Collections.addAll(command, "-cp", jar, program);
        Collections.addAll(command, args);
        return command;
    }

    /** Runs {@code command} to its end and returns its exit code. */
    static int runThere(List<String> command) throws IOException, InterruptedException {
        final Process child = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
        final Thread errors = ErrorPump.start(child.getErrorStream(), System.err);
        Runtime.getRuntime().addShutdownHook(new Thread("end of the child") {
            @Override
            public void run() {
                end(child, errors);
            }
        });
        int code = child.waitFor();
        errors.join(TimeUnit.SECONDS.toMillis(1));
        return code;
    }

    /**
     * Runs when this JVM has been asked to stop. Ctrl-C in the terminal also reaches the child, {@code kill} does not.
     * So the child gets a moment to end by itself and is then told to. It may take as long as it needs to clean up.
     * This JVM then ends with 128 + the signal's number.
     */
    private static void end(Process child, Thread errors) {
        try {
            if (!child.waitFor(200, TimeUnit.MILLISECONDS)) {
                askToEnd(child);
                child.waitFor();
            }
            errors.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            child.destroy();
        }
    }

    /**
     * Asks the child to end. {@link Process#destroy()} would also close the stream with the child's last messages; a
     * process handle (Java 9) does not.
     */
    private static void askToEnd(Process child) {
        try {
            Object handle = Process.class.getMethod("toHandle").invoke(child);
            Class.forName("java.lang.ProcessHandle").getMethod("destroy").invoke(handle);
        } catch (ReflectiveOperationException e) {
            child.destroy();
        }
    }
}
