package islr.launch;

import static org.assertj.core.api.Assertions.assertThat;

import islr.internal.Launched;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in a jar with a small program, started as users start the jars. */
@Timeout(60)
class LauncherProcessTest {
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private static Path folder;
    private static Path jar;
    @TempDir
    private Path here;

    /** A program for the launcher to start. */
    static final class Program {
        public static void main(String[] args) throws Exception {
            Launched.endWithLauncher();
            System.out.println("hello " + ProcessHandle.current().pid());
            if (args[0].equals("crash")) {
                new ProcessBuilder("kill", "-SEGV", Long.toString(ProcessHandle.current().pid())).start();
            }
            if (!args[0].equals("end")) {
                Thread.sleep(30_000);
            }
        }
    }

    private record Ran(int code, List<String> out, String err) {}

    @BeforeAll
    static void writeJar() throws Exception {
        jar = folder.resolve("program.jar");
        Path manifest = Files.writeString(folder.resolve("manifest"), """
            Main-Class: islr.launch.Launcher
            Islr-Program: islr.launch.LauncherProcessTest$Program
            Islr-Java-Options: -XX:+UseG1GC -XX:G1HeapRegionSize=1m
            Islr-Brief-Options: -XX:+UseSerialGC -XX:TieredStopAtLevel=1
            """);
        List<String> command = new ArrayList<>(List.of(Path.of(JAVA).resolveSibling("jar").toString(), "--create",
                "--file", jar.toString(), "--manifest", manifest.toString()));
        for (Class<?> some : List.of(Launcher.class, LauncherProcessTest.class)) {
            command.addAll(List.of("-C", classes(some), "islr/launch"));
        }
        command.addAll(List.of("-C", copied(Launched.class).toString(), "islr/internal"));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /// A folder with a class of another module, which may be in a jar.
    private static Path copied(Class<?> some) throws IOException {
        String name = some.getName().replace('.', '/') + ".class";
        Path file = folder.resolve("others").resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = some.getResourceAsStream("/" + name)) {
            Files.copy(in, file);
        }
        return folder.resolve("others");
    }

    private static String classes(Class<?> some) throws URISyntaxException {
        return new File(some.getProtectionDomain().getCodeSource().getLocation().toURI()).getPath();
    }

    private ProcessBuilder launcher(Map<String, String> environment, String... args) {
        List<String> command = new ArrayList<>(List.of(JAVA, "-jar", jar.toString()));
        command.addAll(List.of(args));
        ProcessBuilder process = new ProcessBuilder(command).directory(here.toFile());
        process.environment().keySet().removeAll(UserOptions.OF_EVERY_JVM);
        process.environment().put("ISLR_CACHE", "none");
        process.environment().putAll(environment);
        return process;
    }

    private Ran run(Map<String, String> environment, String... args) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = launcher(environment, args).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new Ran(process.waitFor(), Files.readAllLines(out, StandardCharsets.UTF_8), Files.readString(err));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISLR_JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"})
    void aCollectorAndNoSharingMayBeChosenInAnyVariable(String variable) throws Exception {
        for (String clip : List.of("several", "one.parquet")) {
            Ran ran = run(Map.of(variable, "-XX:+UseParallelGC -Xshare:off", "ISLR_CACHE", here.toString()), "end",
                    clip);
            assertThat(ran.code).as(ran.err).isZero();
            assertThat(ran.out).singleElement().asString().startsWith("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISLR_JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"})
    void aPortMayBeGivenInAnyVariable(String variable) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=localhost:" + port;
        Ran ran = run(Map.of(variable, debugger), "end");
        assertThat(ran.code).as(ran.err).isZero();
        assertThat(ran.out).singleElement().asString().startsWith("hello");
        boolean ofEvery = !variable.equals(UserOptions.OURS);
        assertThat(ran.err.contains("The launcher has the port of " + debugger
                + "; to open it in the program itself, give the option in " + "ISLR_JAVA_OPTS instead."))
                .isEqualTo(ofEvery);
    }

    @Test
    void whatTheJvmSaysIsNoResult() throws Exception {
        Ran ran = run(Map.of("ISLR_JAVA_OPTS", "-XX:+UseZGC -XX:+UseSerialGC"), "end");
        assertThat(ran.code).isEqualTo(1);
        assertThat(ran.out).isEmpty();
        assertThat(ran.err).contains("Multiple garbage collectors selected");
    }

    @Test
    void aCrashLeavesNoFileInTheUsersFolderAndNothingAmongTheResults() throws Exception {
        Ran ran = run(Map.of(), "crash");
        assertThat(ran.code).as(ran.err).isEqualTo(134);
        assertThat(ran.out).singleElement().asString().startsWith("hello");
        assertThat(ran.err).isEqualTo("Java itself crashed or found no memory (exit code 134). If this happens again, "
                + "start with ISLR_JAVA_OPTS=-XX:-SuppressFatalErrorMessage and send its report to the authors.\n");
        assertThat(here).isEmptyDirectory();
    }

    @Test
    void theProgramEndsWhenItsLauncherIsKilled() throws Exception {
        Process launcher = launcher(Map.of(), "sleep").start();
        String hello = launcher.inputReader(StandardCharsets.UTF_8).readLine();
        ProcessHandle program = ProcessHandle.of(Long.parseLong(hello.substring("hello ".length()))).orElseThrow();
        launcher.destroyForcibly().waitFor();
        program.onExit().get(5, TimeUnit.SECONDS);
        assertThat(program.isAlive()).isFalse();
    }

    /** As a tmpfs of 1 to 8 MB would show it: a cache on a full disk. */
    @Test
    void aFolderWhereNothingCanBeKeptChangesNothing() throws Exception {
        Path file = Files.createFile(here.resolve("file"));
        for (String clip : List.of("several", "one.parquet")) {
            Ran ran = run(Map.of("ISLR_CACHE", file.resolve("cache").toString()), "end", clip);
            assertThat(ran.code).isZero();
            assertThat(ran.out).singleElement().asString().startsWith("hello");
            assertThat(ran.err).isEmpty();
        }
    }
}
