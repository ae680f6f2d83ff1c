package islr.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two processes: within one, the JVM itself would notice a second lock.
@Timeout(60)
class RunLockTest {
    @TempDir
    private Path folder;

    /// Locks the run in a folder, says how that went, and keeps the lock until it reads something or nothing comes any
    /// more.
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws IOException {
            try (RunLock _ = RunFolder.existing(Path.of(args[0])).lock()) {
                System.out.println("locked");
                System.in.read();
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
            System.out.println("done");
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Other.class.getName(),
                folder.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Test
    void aRunThatAnotherProcessTrainsIsNotOursUntilItEndsHoweverItEnds() throws Exception {
        RunFolder run = RunFolder.at(folder);
        run.writeSettings(Map.of("preset", "a"));
        String refusal = folder + ": another program is training this run at this moment";
        for (boolean killed : new boolean[] {false, true}) {
            Process other = start();
            try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
                assertThat(said.readLine()).isEqualTo("locked");
                assertThatThrownBy(run::lock).isInstanceOf(IOException.class).hasMessage(refusal);
                // What is locked can be read, here and there.
                assertThat(run.settings()).containsEntry("preset", "a");
                if (killed) {
                    other.destroyForcibly();
                } else {
                    other.getOutputStream().close();
                    assertThat(said.readLine()).isEqualTo("done");
                }
                other.waitFor();
            } finally {
                other.destroyForcibly();
            }
            run.lock().close();
        }
        try (RunLock _ = run.lock()) {
            Process other = start();
            try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
                assertThat(said.readLine()).isEqualTo(refusal);
            } finally {
                other.destroyForcibly();
            }
        }
    }
}
