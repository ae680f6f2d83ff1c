package islr.tools.mutation;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Makes the mistakes of `tools/mutation/kernels.txt` one at a time and runs the test that should see each, at every
/// lane width. From the repository, with the `java` of a JDK 25:
///
/// ```
/// java tools/src/main/java/islr/tools/mutation/Mutation.java [--only PATTERN] [--bits N]
/// ```
///
/// The pattern is searched in "File, what is wrong". A file with a mistake is compiled into a temporary folder, whose
/// classes take the place of those of the module; nothing in the repository is written but by Maven, which compiles
/// `tensor` first. Exit code: 0 if every mistake is seen, 1 if one is not, 2 if the table or the tests are wrong.
public final class Mutation {
    private static final String TABLE = "tools/mutation/kernels.txt";
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin";

    private final Path root;
    private final Path folder = Files.createTempDirectory("islr-mutation");
    private final Set<TestJvm> jvms = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Queue<TestJvm>> idle = new ConcurrentHashMap<>();
    private final String classPath;

    private Mutation(Path root) throws IOException, InterruptedException {
        this.root = root;
        Runtime.getRuntime().addShutdownHook(new Thread(this::clean));
        classPath = classPath();
    }

    public static void main(String[] args) throws Exception {
        Pattern only = Pattern.compile("");
        List<Integer> widths = Mistake.WIDTHS;
        for (int i = 0; i < args.length; i += 2) {
            switch (i + 1 < args.length ? args[i] : "") {
                case "--only" -> only = Pattern.compile(args[i + 1]);
                case "--bits" -> widths = List.of(Integer.valueOf(args[i + 1]));
                default -> fail("usage: Mutation.java [--only PATTERN] [--bits 128|256|512]");
            }
        }
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.exists(root.resolve(TABLE))) {
            root = root.getParent();
        }
        if (root == null) {
            fail("run this in the repository: " + TABLE + " is not found");
        }
        try {
            List<Run> runs = runs(root, only, widths);
            System.exit(new Mutation(root).survivors(runs) == 0 ? 0 : 1);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            fail(e.getMessage());
        }
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(2);
    }

    /// A test at one lane width, with a mistake or, where that is null, without.
    private record Run(Mistake mistake, String test, int bits) {}

    private static List<Run> runs(Path root, Pattern only, List<Integer> widths) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (Mistake mistake : Mistake.read(root.resolve(TABLE))) {
            // All places first: a table that no longer fits the sources is told at once.
            mistake.place(Files.readString(source(root, mistake)));
            if (only.matcher(mistake.toString()).find()) {
                widths.stream().filter(mistake.bits()::contains)
                        .forEach(bits -> runs.add(new Run(mistake, mistake.test(), bits)));
            }
        }
        return runs;
    }

    private static Path source(Path root, Mistake mistake) {
        return root.resolve("tensor/src/main/java/islr/tensor").resolve(mistake.file());
    }

    /// Runs all, prints what saw each mistake, and returns how many were not seen.
    private int survivors(List<Run> runs) throws IOException, InterruptedException {
        // A test that fails anyway sees nothing.
        Set<Run> without = new LinkedHashSet<>();
        runs.forEach(run -> without.add(new Run(null, run.test, run.bits)));
        List<Run> failing = which(List.copyOf(without), failure -> failure != null);
        if (!failing.isEmpty()) {
            throw new IllegalStateException("they fail without a mistake: " + failing);
        }
        List<Run> unseen = which(runs, failure -> failure == null);
        unseen.forEach(run -> System.out.println("NOT SEEN: " + run.bits + " bits, " + run.mistake));
        System.out.println(runs.size() - unseen.size() + " of " + runs.size() + " seen");
        return unseen.size();
    }

    private interface Question {
        boolean holdsFor(String failure);
    }

    private List<Run> which(List<Run> runs, Question question) throws InterruptedException {
        List<Future<String>> failures = new ArrayList<>();
        List<Run> found = new ArrayList<>();
        ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        for (Run run : runs) {
            Callable<String> failure = () -> failure(run);
            failures.add(workers.submit(failure));
        }
        workers.shutdown();
        for (int i = 0; i < runs.size(); i++) {
            try {
                Run run = runs.get(i);
                String failure = failures.get(i).get();
                System.out.println("[" + (i + 1) + "/" + runs.size() + "] " + run.bits + " bits"
                        + (run.mistake == null ? "" : ", " + run.mistake) + ": "
                        + (failure == null ? run.test + " passes" : failure));
                if (question.holdsFor(failure)) {
                    found.add(run);
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause().getMessage(), e);
            }
        }
        return found;
    }

    /// Which test fails and how; null if none does.
    private String failure(Run run) throws IOException {
        Path classes = Files.createTempDirectory(folder, "mistake");
        if (run.mistake != null) {
            compile(run.mistake, classes);
        }
        Queue<TestJvm> free = idle.computeIfAbsent(run.bits, bits -> new ConcurrentLinkedQueue<>());
        TestJvm jvm = free.poll();
        if (jvm == null) {
            jvm = new TestJvm(run.bits, classPath, folder);
            jvms.add(jvm);
        }
        String failure = jvm.failure(classes, run.test);
        if (jvm.isAlive()) {
            free.add(jvm);
        }
        delete(classes);
        return failure;
    }

    private void compile(Mistake mistake, Path classes) throws IOException {
        Path source = source(root, mistake);
        Path changed = Files.writeString(classes.resolve(source.getFileName()), mistake.in(Files.readString(source)));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        if (ToolProvider.getSystemJavaCompiler().run(null, null, messages, "-d", classes.toString(), "-cp", classPath,
                "-proc:none", "-nowarn", "--add-modules", "jdk.incubator.vector", changed.toString()) != 0) {
            throw new IllegalStateException(mistake + " does not compile: " + messages);
        }
    }

    /// Maven compiles the module and says where the libraries of its tests are.
    private String classPath() throws IOException, InterruptedException {
        Path libraries = folder.resolve("libraries.txt");
        Path log = folder.resolve("maven.txt");
        if (new ProcessBuilder("mvn", "-B", "-q", "-pl", "tensor", "test-compile", PLUGIN + ":build-classpath",
                "-Dmdep.outputFile=" + libraries).directory(root.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start().waitFor() != 0) {
            throw new IllegalStateException("tensor cannot be compiled: " + Files.readString(log));
        }
        Path target = root.resolve("tensor/target");
        return String.join(File.pathSeparator, target.resolve("test-classes").toString(),
                target.resolve("classes").toString(), Files.readString(libraries).strip());
    }

    /// Also when the user ends the run.
    private void clean() {
        jvms.forEach(TestJvm::close);
        try {
            delete(folder);
        } catch (IOException e) {
            System.err.println("not removed: " + folder + ": " + e.getMessage());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
