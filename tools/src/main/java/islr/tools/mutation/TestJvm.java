package islr.tools.mutation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A JVM with one lane width that runs tests: `islr.tensor.MistakenTests`.
final class TestJvm implements AutoCloseable {
    /// A mistake may keep a loop from ending, which is seen too.
    private static final int SECONDS = 120;
    private static final String ANSWER = "ANSWER: ";

    private final Process process;
    private final Path errors;
    private final BufferedReader answers;
    private final PrintStream questions;

    TestJvm(int bits, String classPath, Path folder) throws IOException {
        errors = Files.createTempFile(folder, "errors", ".txt");
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC", "-Xmx1g", "-Dislr.kernels=simd",
                "-Dislr.simd.bits=" + bits, "-cp", classPath, "islr.tensor.MistakenTests").directory(folder.toFile())
                .redirectError(errors.toFile()).start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /// Which test fails and how; null if none does. Afterwards the JVM may be dead.
    ///
    /// @param classes folder of the classes with the mistake
    /// @throws IllegalStateException if there is no such test, or the JVM ends
    String failure(Path classes, String test) throws IOException {
        questions.println(classes + " islr.tensor." + test);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        ended.completeOnTimeout(null, SECONDS, TimeUnit.SECONDS).thenRun(() -> {
            if (!ended.isCancelled()) {
                close();
            }
        });
        String line = answers.readLine();
        while (line != null && !line.startsWith(ANSWER)) {
            line = answers.readLine();
        }
        if (line == null && ended.isDone()) {
            return test + " does not end within " + SECONDS + " s";
        } else if (line == null) {
            throw new IllegalStateException(test + " ends the JVM: " + Files.readString(errors).strip());
        }
        ended.cancel(false);
        String answer = line.substring(ANSWER.length());
        if (answer.startsWith("no test")) {
            throw new IllegalStateException(test + ": " + answer);
        }
        return answer.equals("passes") ? null : answer;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
