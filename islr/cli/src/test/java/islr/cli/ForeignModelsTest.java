package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import islr.data.SignList;
import islr.dataset.ToyClips;
import islr.golden.Goldens;
import islr.nn.Parameters;
import islr.recognize.ModelFile;
import islr.recognize.TestModels;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import islr.weights.numpy.Npz;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What the commands of `islr-train.jar` do with files of other programs.
class ForeignModelsTest {
    private static final SignList SIGNS = new SignList(List.of("sign 0", "sign 1", "sign 2"));

    @TempDir
    private static Path folder;
    private static Path data;
    /// A model of ours that knows the signs of the data.
    private static Path ours;
    /// The same as NumPy has it: nothing says its preset, its tensors and the number of heads tell.
    private static Path numpy;

    @BeforeAll
    static void write() throws IOException {
        data = new ToyClips(3, 2, 2).write(folder.resolve("data"));
        ours = folder.resolve("ours.safetensors");
        Parameters parameters = Parameters.fresh(1);
        TestModels.GISLR_64.architecture().model(TestModels.TINY, SIGNS.size(), parameters);
        ModelFile.write(ours, TestModels.GISLR_64, TestModels.TINY, parameters.state(), SIGNS, List.of("a"), Map.of());
        Map<String, String> metadata = new LinkedHashMap<>(Safetensors.read(ours).metadata());
        List.of("preset", "trained_on").forEach(metadata::remove);
        numpy = folder.resolve("weights.npz");
        Npz.write(numpy, new Checkpoint(parameters.state(), metadata));
    }

    private static Ran run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = TrainMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private static Ran train(String option, Path file, String... more) {
        return run(
                Stream.concat(Stream.of("--data", data, "--out", folder.resolve("none"), option, file), Stream.of(more))
                        .toArray());
    }

    /// In one line that names the file, without a run folder.
    private static void assertRefused(Ran ran, Path file) {
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines()).hasSize(1).first().asString().contains(file.toString());
        assertThat(folder.resolve("none")).doesNotExist();
    }

    /// The first so many bytes.
    private static Path cut(Path file, int bytes) throws IOException {
        return Files.write(folder.resolve("cut-" + bytes + "-" + file.getFileName()),
                Arrays.copyOf(Files.readAllBytes(file), bytes));
    }

    @TestFactory
    Stream<DynamicTest> aDamagedFileIsToldInOneSentenceByEveryCommand() throws IOException {
        Path gislr = Goldens.folder().resolve("gislr-64/small");
        Stream<Path> files = Stream.of(gislr.resolve("keras3_model.keras"), gislr.resolve("keras3_legacy_model.h5"),
                gislr.resolve("weights.safetensors"), Goldens.folder().resolve("hengck-cls/small/weights.pt"), numpy,
                Goldens.shared().resolve("checkpoints/cls-distances-250.tflite"));
        return files.map(file -> dynamicTest(file.getFileName().toString(), () -> {
            int size = (int) Files.size(file);
            for (int bytes : new int[] {0, 50, size / 3, size - 100}) {
                Path cut = cut(file, bytes);
                assertRefused(train("--init", cut), cut);
                assertRefused(train("--teacher", cut), cut);
                assertRefused(run("evaluate", "--model", cut, "--data", data), cut);
                assertRefused(run("calibrate", "--model", cut, "--data", data), cut);
                assertRefused(run("calibrate", "--model", ours, "--fold", cut, "--data", data), cut);
                assertRefused(run("soup", ours, cut, "--out", folder.resolve("none")), cut);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> aFileThatIsTheModelOfNoPresetIsToldInOneSentence() {
        Path checkpoints = Goldens.shared().resolve("checkpoints");
        return Stream.of("words-lstm.h5", "cls-distances-250.tflite").map(checkpoints::resolve)
                .map(file -> dynamicTest(file.getFileName().toString(), () -> {
                    for (String option : List.of("--init", "--teacher")) {
                        assertRefused(train(option, file), file);
                        assertThat(train(option, file).err()).startsWith(
                                file + ": its metadata name no preset, and " + "its tensors are those of none");
                    }
                    assertRefused(train("--init", file, "--preset", "cls"), file);
                }));
    }

    @Test
    void aRunStartsFromOneWithThePresetAndTheSettingsThatItIsToldIfTheFileDoesNotSay() throws IOException {
        Path file = Goldens.folder().resolve("hengck-cls/small/weights.pt");
        assertThat(train("--init", file).err()).startsWith(file + ": its metadata name no preset");
        Path run = folder.resolve("run");
        Ran ran = run("--data", data, "--out", run, "--init", file, "--preset", "cls", "--set", "heads=4", "--set",
                "warm_up=0", "--batch", 2, "--epochs", 1);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(Files.readString(run.resolve("log.txt")))
                .contains("Starts from " + file + " (preset cls). It knows 0 of the 3 signs");
        assertThat(ModelFile.read(run.resolve("model.safetensors")).settings().toMap()).containsEntry("heads", "4");
        // A file of ours says its sizes itself.
        Ran other = train("--init", ours, "--set", "units=24");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("with these settings; do not change sizes with --set");
    }

    @Test
    void onlyACheckpointOfThisProjectIsCalibrated() throws IOException {
        byte[] before = Files.readAllBytes(numpy);
        Ran ran = run("calibrate", "--model", numpy, "--data", data);
        assertRefused(ran, numpy);
        assertThat(ran.err().strip()).isEqualTo("calibrate: " + numpy + " is an archive of NumPy arrays (.npz) that "
                + "names no preset, and what is measured is written into checkpoints of this project alone; "
                + "`islr-tools.jar convert` makes one of it");
        assertThat(numpy).hasBinaryContent(before);
        Path keras = Goldens.folder().resolve("gislr-64/small/keras3_model.keras");
        assertThat(run("calibrate", "--model", keras, "--data", data).err()).contains("`islr-tools.jar convert`");
    }

    @Test
    void soupsAreMadeOfFilesOfOtherProgramsThatHaveTheSigns() throws IOException {
        Path mean = folder.resolve("mean.safetensors");
        Ran ran = run("soup", ours, numpy, "--out", mean);
        assertThat(ran.err()).isEmpty();
        ModelFile.read(ours).state().forEach((name, tensor) -> assertThat(read(mean).state().get(name).toArray())
                .as(name).isEqualTo(tensor.toArray()));
        Path keras = Goldens.folder().resolve("gislr-64/small/keras3_model.keras");
        assertThat(run("soup", keras, keras, "--out", folder.resolve("none")).err().strip()).isEqualTo(
                keras + ": it has no list of signs; `islr-tools.jar convert` with --labels writes a file that has one");
    }

    private static ModelFile read(Path file) {
        try {
            return ModelFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
