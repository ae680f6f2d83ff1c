package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import islr.dataset.ToyClips;
import islr.synthetic.SpellingSettings;
import islr.synthetic.SyntheticSpelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What only a process of its own shows: being killed, and Ctrl-C.
@Timeout(120)
class TrainProcessTest {
    private static final int KILLS = 10;

    @TempDir
    private static Path folder;
    private static Path data;
    private static Path phrases;

    @BeforeAll
    static void writeData() throws IOException {
        data = new ToyClips(3, 2, 2).write(folder.resolve("data"));
        phrases = folder.resolve("phrases");
        SyntheticSpelling.write(phrases, new SpellingSettings(3, 2, 5, 2, 3, 1), (_, _) -> {});
    }

    private static Process start(String log, Object... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), TrainMain.class.getName()));
        for (Object arg : args) {
            command.add(arg.toString());
        }
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    private static Process begin(String run, int epochs) throws IOException {
        return start(run + ".txt", "--data", data, "--out", folder.resolve(run), "--preset", "gislr-64-small", "--set",
                "frames=8", "--set", "units=16", "--set", "landmark_units=12", "--set", "heads=2", "--set", "blocks=1",
                "--batch", 2, "--threads", 2, "--epochs", epochs);
    }

    private static int epochsDone(Path run) throws IOException {
        Path metrics = run.resolve("metrics.jsonl");
        return Files.exists(metrics) ? Files.readAllLines(metrics).size() : 0;
    }

    /// Five sequences make two batches and a half: most epochs end amid the batches of one step.
    private static Process beginPhrases(String run, int epochs) throws IOException {
        return start(run + ".txt", "--data", phrases, "--out", folder.resolve(run), "--preset", "fingerspelling-2",
                "--set", "units=16", "--set", "heads=2", "--set", "blocks=1", "--set", "kernel=5", "--set",
                "decoder_units=12", "--set", "frames=30", "--set", "letters=8", "--set", "accumulate=3", "--set",
                "warm_up=1", "--set", "rate=0.01", "--batch", 2, "--threads", 2, "--epochs", epochs);
    }

    @FunctionalInterface
    private interface Beginning {
        Process of(String run, int epochs) throws IOException;
    }

    @Test
    void killedTenTimesAndResumedItHasTheBitsOfAnUndisturbedRun() throws Exception {
        killTenTimes("signs ", TrainProcessTest::begin);
    }

    @Test
    void aRunThatLearnsPhrasesHasThemTooWhereverItIsInItsAccumulation() throws Exception {
        killTenTimes("phrases ", TrainProcessTest::beginPhrases);
    }

    private static void killTenTimes(String what, Beginning beginning) throws Exception {
        int epochs = 40;
        assertThat(beginning.of(what + "undisturbed", epochs).waitFor())
                .as(Files.readString(folder.resolve(what + "undisturbed.txt"))).isZero();
        SplittableRandom random = new SplittableRandom(7);
        Path run = folder.resolve(what + "killed");
        Process process = beginning.of(what + "killed", epochs);
        for (int kill = 0; kill < KILLS; kill++) {
            int before = epochsDone(run);
            // Now and then before it has begun, mostly somewhere in the epochs that follow.
            while (process.isAlive() && kill % 4 != 3 && epochsDone(run) == before) {
                Thread.sleep(2);
            }
            Thread.sleep(random.nextInt(kill % 4 == 3 ? 500 : 60));
            process.destroyForcibly().waitFor();
            process = Files.exists(run.resolve("settings.json"))
                    ? start(what + "resumed.txt", "--resume", run, "--threads", 1 + kill % 2)
                    : beginning.of(what + "killed", epochs);
        }
        assertThat(process.waitFor()).as(Files.readString(folder.resolve(what + "resumed.txt"))).isZero();
        assertThat(run.resolve("model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve(what + "undisturbed/model.safetensors"));
        assertThat(epochsDone(run)).isEqualTo(epochs);
        assertThat(run).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void ctrlCSavesTheModelAndTheRunGoesOn() throws Exception {
        Path run = folder.resolve("interrupted");
        Process process = begin("interrupted", 100_000);
        while (process.isAlive() && epochsDone(run) < 2) {
            Thread.sleep(10);
        }
        interrupt(process);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        List<String> lines = Files.readAllLines(folder.resolve("interrupted.txt"));
        assertThat(lines.getLast()).isEqualTo(
                "Stopped. The model so far is " + run.resolve("model.safetensors") + "; go on with --resume " + run);
        assertThat(Ran.infer("--model", run.resolve("model.safetensors"), data.resolve("toy/1.parquet")).code())
                .isZero();
        int before = epochsDone(run);
        Process again = start("again.txt", "--resume", run);
        while (again.isAlive() && epochsDone(run) == before) {
            Thread.sleep(10);
        }
        interrupt(again);
        assertThat(again.waitFor()).isEqualTo(130);
        assertThat(Files.readString(folder.resolve("again.txt"))).contains("Resumed after epoch " + before + ".");
    }

    private static void interrupt(Process process) throws Exception {
        try {
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor()).isZero();
        } catch (IOException e) {
            process.destroyForcibly();
            Assumptions.abort("skipped: this system has no kill");
        }
    }
}
