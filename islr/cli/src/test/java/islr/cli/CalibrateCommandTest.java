package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.ClipWriter;
import islr.data.SignList;
import islr.dataset.ToyClips;
import islr.nn.Parameters;
import islr.recognize.Certainty;
import islr.recognize.ModelFile;
import islr.recognize.Recognizer;
import islr.recognize.SignDistances;
import islr.recognize.TestModels;
import islr.system.Settings;
import islr.train.calibration.Calibration;
import islr.train.calibration.HeldOut;
import islr.train.calibration.Outputs;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three signs by three signers, 18 takes each: a has clips 0 to 53, b 54 to 107, c 108 to 161. No hand is in clip 60.
class CalibrateCommandTest {
    private static final List<String> SIGNS = List.of("sign 0", "sign 1", "sign 2");
    private static final int EACH = 54;

    @TempDir
    private static Path shared;
    private static Path data;

    @TempDir
    private Path folder;
    /// Trained on a.
    private Path model;

    @BeforeAll
    static void write() throws IOException {
        data = new ToyClips(3, 3, 18).withoutHand(60).write(shared.resolve("data"));
    }

    @BeforeEach
    void writeModel() throws IOException {
        model = model("model", 1, TestModels.TINY, "a");
    }

    private Path model(String name, long seed, Settings settings, String... trainedOn) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        Parameters parameters = Parameters.fresh(seed);
        TestModels.GISLR_64.architecture().model(settings, SIGNS.size(), parameters);
        ModelFile.write(file, TestModels.GISLR_64, settings, parameters.state(), new SignList(SIGNS),
                List.of(trainedOn), Map.of("temperature", "3.5", "mine", "kept"));
        return file;
    }

    private static Ran run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<Object> all = new ArrayList<>(List.of("calibrate"));
        if (!List.of(args).contains("--data")) {
            all.addAll(List.of("--data", data));
        }
        all.addAll(List.of(args));
        int code = TrainMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(all.stream().map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    /// The logits of clips of the data set, from one to before another.
    private static void ask(Path model, int from, int to, List<float[]> logits, List<Integer> labels)
            throws IOException {
        try (Recognizer recognizer = Recognizer.load(model)) {
            for (int i = from; i < to; i++) {
                Optional<float[]> said = recognizer.logits(recognizer.read(data.resolve("toy/" + i + ".parquet")));
                if (said.isPresent()) {
                    logits.add(said.get());
                    labels.add(i % EACH / 18);
                }
            }
        }
    }

    private static Calibration of(List<float[]> logits, List<Integer> labels, float[]... others) {
        return Calibration.of(
                new HeldOut(logits.toArray(float[][]::new), labels.stream().mapToInt(Integer::intValue).toArray()),
                new Outputs(others));
    }

    @Test
    void whatIsMeasuredOnOtherSignersIsPrintedAndWrittenAndNothingElseChanges() throws IOException {
        List<float[]> logits = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        ask(model, EACH, 3 * EACH, logits, labels);
        Calibration expected = of(logits, labels);
        Checkpoint before = Safetensors.read(model);
        Ran ran = run("--model", model);
        assertThat(ran.code()).isZero();
        assertThat(ModelFile.read(model).certainty()).isEqualTo(expected.certainty()).isNotEqualTo(Certainty.UNKNOWN);
        Checkpoint after = Safetensors.read(model);
        assertThat(after.tensors().keySet()).containsExactlyElementsOf(before.tensors().keySet());
        before.tensors().forEach(
                (name, tensor) -> assertThat(after.tensors().get(name).toArray()).as(name).isEqualTo(tensor.toArray()));
        Map<String, String> metadata = new LinkedHashMap<>(before.metadata());
        metadata.putAll(expected.certainty().toMetadata());
        assertThat(after.metadata()).isEqualTo(metadata).containsEntry("mine", "kept");
        assertThat(ran.lines().getFirst()).isEqualTo("Judged by " + model + ": 107 clips of signer b, c");
        assertThat(ran.lines().get(1)).isEqualTo(String.format(Locale.ROOT,
                "Temperature %.4g: loss %.3f (%.3f before), calibration error %.1f %% (%.1f %% before)",
                expected.certainty().temperature(), expected.lossAfter(), expected.lossBefore(),
                100 * expected.after().error(), 100 * expected.before().error()));
        assertThat(ran.out()).contains(String.format(Locale.ROOT,
                "By the probability, right from wrong answers: AUROC %.3f%n"
                        + "There are no distances: the model, or one of those that judge, was made before they were "
                        + "measured. The probability decides which answers are sure.%n"
                        + "Sure with a probability of %.2f %% or more: %.1f %% of the right answers stay sure, %.1f %% "
                        + "of the wrong ones are caught%nWritten into %s%n",
                expected.deciding().rightFromWrong(), 100 * expected.certainty().sureFrom().orElseThrow(),
                100 * expected.sureShare(expected.deciding().right()),
                100 - 100 * expected.sureShare(expected.deciding().wrong()), model));
        long rows = IntStream.range(0, 10)
                .filter(i -> expected.before().bins().get(i).clips() + expected.after().bins().get(i).clips() > 0)
                .count();
        assertThat(ran.lines().stream().filter(line -> line.matches(" *\\d+ to +\\d+ %.*"))).hasSize((int) rows);
    }

    @Test
    void aDryRunLeavesTheFileAndThreadsDoNotMatter() throws IOException {
        byte[] before = Files.readAllBytes(model);
        Ran one = run("--model", model, "--dry-run", "--threads", 1);
        Ran three = run("--model", model, "--dry-run", "--threads", 3);
        assertThat(one.code()).isZero();
        assertThat(one.lines()).last().isEqualTo("Nothing was written (--dry-run).");
        assertThat(three.out()).isEqualTo(one.out());
        assertThat(model).hasBinaryContent(before);
        Ran onlyC = run("--model", model, "--dry-run", "--signers", "c");
        assertThat(onlyC.lines().getFirst()).endsWith(": 54 clips of signer c");
        assertThat(run("--model", model, "--dry-run", "--signers", "all").lines().getFirst())
                .endsWith(": 161 clips of signer a, b, c");
    }

    @Test
    void aModelOfEverybodyIsMeasuredByThoseThatDidNotSeeSomebody() throws IOException {
        Path all = model("all", 1, TestModels.TINY, "a", "b", "c");
        Path withoutC = model("without c", 2, TestModels.TINY.with("epochs", "7"), "a", "b");
        Path withoutB = model("without b", 3, TestModels.TINY, "a", "c");
        List<float[]> logits = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        ask(withoutC, 2 * EACH, 3 * EACH, logits, labels);
        ask(withoutB, EACH, 2 * EACH, logits, labels);
        byte[] fold = Files.readAllBytes(withoutC);
        Ran ran = run("--model", all, "--fold", withoutC, "--fold", withoutB);
        assertThat(ran.code()).isZero();
        assertThat(ran.lines()).startsWith("Judged by " + withoutC + ": 54 clips of signer c",
                "Judged by " + withoutB + ": 53 clips of signer b");
        assertThat(ModelFile.read(all).certainty()).isEqualTo(of(logits, labels).certainty());
        assertThat(withoutC).hasBinaryContent(fold);
    }

    @Test
    void otherClipsMoveTheThresholdAndThoseThatCannotBeUsedAreLeftOut() throws IOException {
        Path others = Files.createDirectory(folder.resolve("others"));
        float[][] foreign = new float[7][];
        try (Recognizer recognizer = Recognizer.load(model)) {
            for (int i = 0; i < 7; i++) {
                Path clip = others.resolve(i + ".parquet");
                ClipWriter.write(clip, TestModels.clip("other", 5 + i, i));
                foreign[i] = recognizer.logits(recognizer.read(clip)).orElseThrow();
            }
        }
        ClipWriter.write(others.resolve("nothing.parquet"), TestModels.nothing("nothing", 4));
        Files.writeString(others.resolve("broken.parquet"), "broken");
        List<float[]> logits = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        ask(model, EACH, 3 * EACH, logits, labels);
        Calibration expected = of(logits, labels, foreign);
        Ran ran = run("--model", model, "--others", others);
        assertThat(ran.code()).isZero();
        assertThat(ModelFile.read(model).certainty()).isEqualTo(expected.certainty());
        assertThat(ran.out()).contains("107 clips of signer b, c, 7 other clips",
                String.format(Locale.ROOT, ", signs from other clips (7): %.3f", expected.deciding().signsFromOthers()),
                String.format(Locale.ROOT, ", %.1f %% of the other clips",
                        100 - 100 * expected.sureShare(expected.deciding().others())));
    }

    @Test
    void eachModelMeasuresItsOwnDistancesAndIfOneHasNoneTheProbabilityDecides() throws IOException {
        Path all = model("all", 1, TestModels.TINY, "a", "b", "c");
        Path withoutC = model("without c", 2, TestModels.TINY, "a", "b");
        Path withoutB = model("without b", 3, TestModels.TINY, "a", "c");
        List<Outputs> outputs = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Path fold : List.of(withoutC, withoutB)) {
            List<float[]> logits = new ArrayList<>();
            int from = fold == withoutC ? 2 * EACH : EACH;
            ask(fold, from, from + EACH, logits, labels);
            SignDistances distances = TestModels.distances(3, from);
            ModelFile.write(fold, Certainty.UNKNOWN, distances);
            outputs.add(Outputs.of(logits.toArray(float[][]::new), Optional.of(distances)));
        }
        Calibration expected = Calibration.of(
                new HeldOut(Outputs.together(outputs), labels.stream().mapToInt(Integer::intValue).toArray()),
                Outputs.NONE);
        Ran without = run("--model", all, "--fold", withoutC, "--fold", withoutB);
        assertThat(without.out()).contains("There are no distances");
        assertThat(ModelFile.read(all).certainty().sureFrom()).isPresent();
        ModelFile.write(all, Certainty.UNKNOWN, TestModels.distances(3, 7));
        Ran ran = run("--model", all, "--fold", withoutC, "--fold", withoutB);
        assertThat(ran.code()).isZero();
        assertThat(ModelFile.read(all).certainty()).isEqualTo(expected.certainty());
        assertThat(expected.certainty().sureWithin()).isPresent();
        assertThat(ran.out()).doesNotContain("There are no")
                .contains(String.format(Locale.ROOT,
                        "By the distance, right from wrong answers: AUROC %.3f%n"
                                + "Sure with a distance of %.4g or less: %.1f %% of",
                        expected.deciding().rightFromWrong(), expected.certainty().sureWithin().orElseThrow(),
                        100 * expected.sureShare(expected.deciding().right())));
    }

    private void assertRefused(int code, String message, Object... args) {
        Ran ran = run(args);
        assertThat(ran.code()).isEqualTo(code);
        assertThat(ran.err()).startsWith(message).doesNotContain("\tat ");
    }

    @Test
    void whatCannotBeMeasuredIsToldWithARemedy() throws IOException {
        byte[] before = Files.readAllBytes(model);
        Path all = model("all", 1, TestModels.TINY, "a", "b", "c");
        assertRefused(2,
                "calibrate: all signers of these clips (a, b, c) took part in the training; give --fold models "
                        + "that were trained without some of them, or --signers all, which makes it "
                        + "look surer than it may be",
                "--model", all);
        Path other = model("other", 1, TestModels.TINY.with("blocks", "1"), "b");
        assertRefused(2, "calibrate: --fold " + other + ": its blocks is 1 and not 2; only models like " + model
                + " say something about it", "--model", model, "--fold", other);
        Path silent = model("silent", 1, TestModels.TINY);
        assertRefused(2, "calibrate: --fold " + silent + ": it does not say whom it was trained on; leave it out",
                "--model", model, "--fold", silent);
        assertRefused(2, "signers: there is no signer 'z'", "--model", model, "--signers", "z");
        assertRefused(2, "Missing required option: '--model=FILE'");
        Path none = folder.resolve("none.safetensors");
        assertRefused(1, none + ": there is no such file", "--model", none);
        Path few = new ToyClips(3, 2, 5).write(folder.resolve("few"));
        assertRefused(1, "calibrate: 15 clips of 3 signs are too few; at least 50 of 2 signs are needed", "--model",
                model, "--data", few);
        assertThat(model).hasBinaryContent(before);
    }
}
