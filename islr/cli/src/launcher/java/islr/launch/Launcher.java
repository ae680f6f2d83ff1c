package islr.launch;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * The {@code Main-Class} of the jars. The kernels need the module {@code jdk.incubator.vector}, which no manifest entry
 * can ask for. So this class starts the program named by the manifest's {@code Islr-Program} in a new JVM:
 * {@code java --add-modules jdk.incubator.vector …}, on this JDK or on one found by {@link JdkFinder}. Input, output,
 * signals and the exit code are passed on. A JVM that already has the module runs the program itself.
 *
 * <p>{@code ISLR_JAVA_HOME} names the JDK to use if this one will not do, {@code ISLR_JAVA_OPTS} gives further options
 * for its JVM, such as {@code -Xmx4g}; see {@link UserOptions}. A {@link CacheFile} makes the next start quicker.
 */
public final class Launcher {
    static final String MODULE = "jdk.incubator.vector";
    static final int OLDEST = 25;
    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    /** The program that loads what a usual run loads, for a cache file. */
    private static final String REHEARSAL = "islr.cli.Rehearsal";

    private Launcher() {}

    /** Starts the program of this jar with {@code args}. */
    public static void main(String[] args) throws Throwable {
        String undecoded = FileNames.undecoded(System.getProperty("sun.jnu.encoding"), args);
        if (undecoded != null) {
            System.err.println(undecoded);
            System.exit(USAGE);
        }
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
        String passedOver = finder.passedOver(java);
        if (passedOver != null) {
            System.err.println(passedOver);
        }
        UserOptions user = new UserOptions(System.getenv());
        String brief = BriefRun.is(user, args) ? manifest.getValue("Islr-Brief-Options") : null;
        List<String> ofJar = brief == null ? usual(manifest.getValue("Islr-Java-Options"), user)
                : UserOptions.split(brief);
        List<String> options = user.replaceIn(with(VmOutput.options(user), ofJar));
        List<String> command = command(java, with(options, user.ours()), jar, program, args);
        CacheKind kind = brief == null ? CacheKind.CLASSES : CacheKind.AHEAD_OF_TIME;
        CacheFile cache = cache(kind, jar, java, user);
        if (cache == null) {
            System.exit(run(command));
        }
        int code = run(insert(cache.options(), command));
        if (VmOutput.isCrash(code)) {
            cache.remove(); // it may be the cause
        } else if (code == 0 && !cache.exists()) {
            // Without the user's options: they may name a file or a port, which are meant only for the run itself.
            cache.make(java, brief == null ? command(java, options, jar, REHEARSAL)
                    : command(java, options, jar, program, args));
        }
        System.exit(code);
    }

    /** The options of a run that is not brief: the vector module, large pages, and the jar's. */
    private static List<String> usual(String ofJar, UserOptions user) {
        List<String> options = new ArrayList<>();
        Collections.addAll(options, "--add-modules", MODULE, "-Dislr.launched=true");
        options.addAll(ErrorTerminal.options());
        options.addAll(LargePages.options(user));
        options.addAll(MemoryLimit.options(MemoryLimit.megabytes(), user));
        options.addAll(UserOptions.split(ofJar));
        return options;
    }

    /** The file for a quicker start, or null if there is no place for it, or the user decides for himself. */
    private static CacheFile cache(CacheKind kind, File jar, File java, UserOptions user) {
        File root = CacheFolder.of(System.getenv(), System.getProperties());
        boolean chosen = user.mention("SharedArchive", "-Xshare", "AOT", "ArchiveClasses");
        return root == null || chosen ? null : new CacheFile(root, kind, jar, java);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        Set<String> taken = UserOptions.releasePorts(environment);
        if (!taken.isEmpty()) {
            System.err.println("The launcher has the port of " + String.join(" ", taken)
                    + "; to open it in the program itself, give the option in " + UserOptions.OURS + " instead.");
        }
        int code = ChildJvm.run(command, environment);
        if (VmOutput.isCrash(code)) {
            System.err.println(VmOutput.ofCrash(code));
        }
        String killed = MemoryLimit.ofKilled(code, MemoryLimit.megabytes());
        if (killed != null) {
            System.err.println(killed);
        }
        return code;
    }

    private static <T> List<T> with(List<T> some, List<T> others) {
        List<T> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    /** The command with more options for the JVM. */
    static List<String> insert(List<String> options, List<String> command) {
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
        if (Jdk.feature(System.getProperty("java.specification.version")) < OLDEST) {
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

    static List<String> command(File java, List<String> options, File jar, String program, String... args) {
        List<String> command = new ArrayList<>();
        command.add(java.getPath());
        command.addAll(options);
        Collections.addAll(command, "-cp", jar.getPath(), program);
        Collections.addAll(command, args);
        return command;
    }
}
