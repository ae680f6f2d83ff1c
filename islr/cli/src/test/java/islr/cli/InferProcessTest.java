package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import islr.recognize.TestModels;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What only a process of its own shows: pipes, signals and exit codes.
@Timeout(60)
class InferProcessTest {
    private static final Path CLIP = Ran.clip();

    @TempDir
    private static Path folder;
    private static Path model;
    private static Path clips;

    @BeforeAll
    static void writeModelAndClips() throws IOException {
        model = TestModels.write(folder.resolve("model.safetensors"));
        clips = Files.createDirectory(folder.resolve("clips"));
        for (int i = 10; i < 30; i++) {
            Files.copy(CLIP, clips.resolve(i + ".parquet"));
        }
    }

    @Test
    void resultsGoToStandardOutputAndComplaintsToStandardError() throws Exception {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command("--model", model, "--top", 1, CLIP, "missing.parquet"))
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(Files.readAllLines(out)).hasSize(2).first().isEqualTo(CLIP + " (2 frames)");
        assertThat(complaints(err)).containsExactly("missing.parquet: there is no such file; is the path right?");
    }

    /// As in a plain container, where nobody has set a locale.
    @Test
    void inTheCLocaleEveryFileOfADirectoryIsRead() throws Exception {
        Path umlauts = Files.createDirectory(folder.resolve("umlauts"));
        Files.copy(CLIP, umlauts.resolve("k\u00F6ln.parquet"));
        Files.copy(CLIP, umlauts.resolve("\u624B.parquet"));
        Path out = folder.resolve("umlauts.jsonl");
        Path err = folder.resolve("umlauts.txt");
        ProcessBuilder process = new ProcessBuilder(command("--model", model, "--format", "json", umlauts))
                .redirectOutput(out.toFile()).redirectError(err.toFile());
        process.environment().put("LC_ALL", "C");
        assertThat(process.start().waitFor()).isZero();
        assertThat(Files.readAllLines(out)).hasSize(2).allMatch(line -> line.contains("\"probability\""));
        assertThat(complaints(err)).isEmpty();
    }

    /// The name in the table is in UTF-8; the JVM cannot make a path of it.
    @Test
    void inTheCLocaleATableWithOtherNamesIsRefusedWithTheLocale() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("train.csv"), "path,participant_id,sign\nk\u00F6ln.parquet,1,tea\n");
        Files.writeString(data.resolve("sign_to_prediction_index_map.json"), "{\"tea\": 0}");
        Path err = folder.resolve("table.txt");
        List<String> command = new ArrayList<>(command("--data", data));
        command.replaceAll(word -> word.equals(InferMain.class.getName()) ? TrainMain.class.getName() : word);
        ProcessBuilder process = new ProcessBuilder(command).redirectError(err.toFile());
        process.environment().put("LC_ALL", "C");
        assertThat(process.start().waitFor()).isEqualTo(1);
        assertThat(complaints(err)).singleElement().asString()
                .endsWith("cannot be the name of a file: it has characters that are not of this locale's encoding "
                        + "(ANSI_X3.4-1968); set LC_ALL=C.UTF-8 and start again");
    }

    @Test
    void aReaderThatLeavesEndsTheProgramQuickly() throws Exception {
        Path err = folder.resolve("head.txt");
        Process process = new ProcessBuilder(command(many())).redirectError(err.toFile()).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(new ObjectMapper().readTree(lines.readLine()).get("frames").intValue()).isEqualTo(2);
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(complaints(err)).isEmpty();
    }

    @Test
    void afterCtrlCThereAreOnlyWholeLines() throws Exception {
        Path out = folder.resolve("interrupted.jsonl");
        Path err = folder.resolve("interrupted.txt");
        Process process = new ProcessBuilder(command(many())).redirectOutput(out.toFile()).redirectError(err.toFile())
                .start();
        while (process.isAlive() && Files.size(out) == 0) {
            Thread.sleep(5);
        }
        Process kill;
        try {
            kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        } catch (IOException e) {
            process.destroy();
            Assumptions.abort("skipped: this system has no kill");
            return;
        }
        assertThat(kill.waitFor()).isZero();
        assertThat(process.waitFor()).isEqualTo(130);
        String text = Files.readString(out);
        assertThat(text).endsWith("\n");
        for (String line : text.lines().toList()) {
            assertThat(new ObjectMapper().readTree(line).get("frames").intValue()).isEqualTo(2);
        }
        assertThat(complaints(err)).isEmpty();
    }

    /// Twenty thousand clips: more than are done before anybody can interrupt.
    private static Object[] many() {
        List<Object> args = new ArrayList<>(List.of("--model", model, "--format", "json"));
        args.addAll(Collections.nCopies(1000, clips));
        return args.toArray();
    }

    private static List<String> command(Object... args) {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), InferMain.class.getName()));
        for (Object arg : args) {
            command.add(arg.toString());
        }
        return command;
    }

    /// The launcher takes the JVM's remark on the incubating module away; here it stays.
    private static List<String> complaints(Path err) throws IOException {
        return Files.readAllLines(err).stream().filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                .toList();
    }
}
