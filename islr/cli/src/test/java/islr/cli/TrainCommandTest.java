package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import islr.dataset.ToyClips;
import islr.draw.Drawn;
import islr.recognize.Presets;
import islr.system.AugmentLevel;
import islr.system.NamedSettings;
import islr.system.Preset;
import islr.system.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrainCommandTest {
    private static final List<String> TINY = List.of("--preset", "gislr-64-small", "--set", "frames=8", "--set",
            "units=16", "--set", "landmark_units=12", "--set", "heads=2", "--set", "blocks=1", "--set", "batch=4");

    @TempDir
    private static Path shared;
    private static Path data;

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeData() throws IOException {
        data = new ToyClips(3, 2, 2).withoutHand(0).write(shared.resolve("data set"));
    }

    private static Ran train(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = TrainMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private static Ran tiny(Object... args) {
        return train(Stream.concat(TINY.stream(), Stream.of(args)).toArray());
    }

    @Test
    void aRunLeavesEverythingBehindAndSaysHowToGoOn() throws IOException {
        Path run = folder.resolve("run");
        Ran ran = tiny("--data", data, "--out", run, "--epochs", 2);
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(run).isDirectoryContaining("glob:**settings.json").isDirectoryContaining("glob:**resume.safetensors")
                .isDirectoryContaining("glob:**report.txt");
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(2)
                .allSatisfy(line -> new ObjectMapper().readTree(line));
        assertThat(ran.lines().getFirst()).startsWith("Signers it has not seen (b, 6 clips of 3 signs): accuracy ");
        String command = ran.lines().getLast();
        assertThat(command).contains(" --model " + run.resolve("model.safetensors"))
                .endsWith(" \"" + data.resolve("toy/6.parquet") + '"');
        assertThat(Ran.infer("--model", run.resolve("model.safetensors"), data.resolve("toy/6.parquet")).code())
                .isZero();
    }

    @Test
    void theFolderKeepsThePredictionsTheConfusionsAndTheLog() throws IOException {
        Path run = folder.resolve("run");
        Ran ran = tiny("--data", data, "--out", run, "--epochs", 2);
        List<String> predictions = Files.readAllLines(run.resolve("predictions.csv"));
        assertThat(predictions).hasSize(7).first().isEqualTo("file,participant,sign,answer,probability,rank,sure");
        for (int i = 1; i < predictions.size(); i++) {
            assertThat(predictions.get(i))
                    .startsWith("\"toy/" + (5 + i) + ".parquet\",\"b\",\"sign " + (i - 1) / 2 + "\",");
        }
        double right = predictions.stream().filter(line -> line.endsWith(",1,")).count() / 6.0;
        assertThat(ran.lines().getFirst()).contains("accuracy %.1f %%,".formatted(100 * right));
        assertThat(Files.readAllLines(run.resolve("confusions.csv"))).first().isEqualTo("sign,taken_for,clips,of");
        assertThat(Drawn.of(Files.readString(run.resolve("errors.svg"))).strips().stream()
                .map(strip -> Drawn.words(strip).getFirst().replaceAll(",.*", "")))
                .containsExactlyInAnyOrderElementsOf(predictions.stream().skip(1).filter(line -> !line.endsWith(",1,"))
                        .map(line -> line.replaceAll("^\"([^\"]*)\",.*", "$1")).toList());
        List<String> log = Files.readAllLines(run.resolve("log.txt"));
        assertThat(log).startsWith("Run: " + run + " (preset gislr-64-small)").containsSubsequence(ran.lines());
        assertThat(log.stream().filter(line -> line.startsWith("epoch ")).map(line -> line.substring(0, 9)))
                .containsExactly("epoch 1/2", "epoch 2/2");
        train("--resume", run);
        List<String> longer = Files.readAllLines(run.resolve("log.txt"));
        assertThat(longer).startsWith(log.toArray(String[]::new))
                .contains("This run is complete: all 2 epochs are done.");
        assertThat(Files.readAllLines(run.resolve("predictions.csv"))).isEqualTo(predictions);
    }

    @Test
    void whatIsSaidTwiceAlikeIsTaken() {
        assertThat(tiny("--data", data, "--out", folder.resolve("run"), "--epochs", 1, "--set", "epochs=1.0", "--set",
                "rate=1e-3", "--set", "rate=0.001").code()).isZero();
    }

    @Test
    void theSettingsOfARunAreWhatWasUsedWithTheProgramAndTheCommandLine() throws IOException {
        Path run = folder.resolve("run");
        tiny("--data", data, "--out", run, "--epochs", 1, "--seed", "9007199254740993");
        JsonNode settings = new ObjectMapper().readTree(run.resolve("settings.json").toFile());
        assertThat(settings.get("epochs").isInt()).isTrue();
        assertThat(settings.get("rate").isDouble()).isTrue();
        assertThat(settings.get("seed").longValue()).isEqualTo(9007199254740993L);
        assertThat(settings.get("preset").textValue()).isEqualTo("gislr-64-small");
        assertThat(settings.get("program").textValue()).isEqualTo("islr-train " + Version.ofProgram());
        assertThat(settings.get("java").textValue()).startsWith(System.getProperty("java.runtime.version"));
        assertThat(settings.get("command_line")).extracting(JsonNode::textValue).startsWith("--preset")
                .endsWith("--seed", "9007199254740993");
        assertThat(train("--resume", run, "--seed", "9007199254740993").code()).isZero();
        assertThat(train("--resume", run, "--seed", "9007199254740992").err())
                .startsWith("resume: seed is '9007199254740993' in this run");
    }

    @Test
    void aLevelOfAugmentationIsSettingsThatSingleOnesReplace() throws IOException {
        Path run = folder.resolve("run");
        Ran ran = tiny("--data", data, "--out", run, "--epochs", 1, "--augment", "light", "--set", "shift=0.125",
                "--set", "body_change=0.25");
        assertThat(ran.err()).isEmpty();
        JsonNode settings = new ObjectMapper().readTree(run.resolve("settings.json").toFile());
        AugmentLevel.LIGHT.settings(Presets.of("gislr-64-small")).forEach((key, value) -> {
            String expected = key.equals("shift") ? "0.125" : key.equals("body_change") ? "0.25" : value;
            assertThat(settings.get(key).asText()).as(key).isEqualTo(expected);
        });
        assertThat(train("--resume", run, "--augment", "light", "--set", "shift=0.125", "--set", "body_change=0.25")
                .code()).isZero();
        Ran other = train("--resume", run, "--augment", "none");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).startsWith("resume: time_change is '0.3' in this run, '0.0' was asked for;");
        assertThat(train("--resume", run, "--augment", "mild").err())
                .startsWith("augment: 'mild' is none of none, light, original, strong");
    }

    @Test
    void aPresetWithLevelsOfItsOwnGetsThat() throws IOException {
        Path run = folder.resolve("run");
        Ran ran = train("--preset", "sixth-25", "--set", "units=16", "--set", "landmark_units=12", "--set", "heads=2",
                "--set", "part_units=8", "--set", "base_units=8", "--set", "frames=8", "--set", "warm_up=0", "--set",
                "ousm=0", "--batch", 4, "--data", data, "--out", run, "--epochs", 1, "--augment", "light");
        assertThat(ran.err()).isEmpty();
        JsonNode settings = new ObjectMapper().readTree(run.resolve("settings.json").toFile());
        assertThat(settings.get("augment").textValue()).isEqualTo("light");
        assertThat(settings.get("time_change").doubleValue()).isZero();
    }

    @Test
    void whatEndsARunIsInItsLog() throws IOException {
        Path run = folder.resolve("run");
        tiny("--data", data, "--out", run, "--epochs", 1);
        Path other = new ToyClips(3, 2, 2).changed(1).write(folder.resolve("other"));
        Ran ran = train("--resume", run, "--data", other);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith("resume: the content of the clips has changed");
        assertThat(Files.readAllLines(run.resolve("log.txt"))).last().isEqualTo(ran.err().strip());
    }

    /// What the README promises of its first command. Three quarters of a minute: the longest test.
    @Test
    void withoutArgumentsItRecognisesSignersItHasNotSeen() {
        Ran ran = train("--out", folder.resolve("run"));
        assertThat(ran.code()).isZero();
        Matcher accuracy = Pattern.compile("Signers it has not seen \\(.*\\): accuracy ([0-9.]+) %.*")
                .matcher(ran.lines().getFirst());
        assertThat(accuracy.matches()).as(ran.lines().getFirst()).isTrue();
        assertThat(Double.parseDouble(accuracy.group(1))).isGreaterThanOrEqualTo(95);
    }

    @Test
    void aRunGoesOnAndAFinishedOneSaysTheSameAgain() throws IOException {
        Path run = folder.resolve("run");
        Ran first = tiny("--data", data, "--out", run, "--epochs", 2);
        byte[] model = Files.readAllBytes(run.resolve("model.safetensors"));
        Ran again = train("--resume", run, "--epochs", "2", "--holdout", "b", "--preset", "gislr-64-small");
        assertThat(again.code()).isZero();
        assertThat(again.lines()).startsWith(first.lines().getFirst());
        assertThat(run.resolve("model.safetensors")).hasBinaryContent(model);
    }

    @Test
    void aClipNobodyCouldLearnFromIsNoExample() {
        Ran ran = tiny("--data", data, "--out", folder.resolve("run"), "--epochs", 1, "--holdout", "a");
        assertThat(ran.lines().getLast()).endsWith(data.resolve("toy/1.parquet") + "\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"--set foo=1 | there is no setting 'foo'; there are features, ",
                "--set foo | --set foo: KEY=VALUE is needed", "--set =1 | there is no setting ''",
                "--set rate= | rate: '' is not a number", "--set rate=11 | rate: 11 is not in 0 to 10",
                "--set heads=3 | units 128 do not divide into 3 heads", "--epochs 0 | epochs: 0 is not",
                "--batch 0 | batch: 0 is not", "--seed x | seed: 'x' is not a number",
                "--threads 0 | --threads must be 1 to 1024", "--threads 9999 | --threads must be 1 to 1024",
                "--holdout z | holdout: there is no signer 'z'; there are a, b",
                "--holdout a,b | holdout: no signer is left to train on", "--bogus | Unknown option: '--bogus'",
                "--preset x | ", "--epoch 3 | Unknown option: '--epoch', did you mean --epochs?",
                "--EPOCHS=3 | Unknown option: '--EPOCHS=3', did you mean --epochs?",
                "--batch-size 3 | Unknown option: '--batch-size', did you mean --batch?",
                "-epoch 3 | Unknown option: '-epoch', did you mean --epochs?", "--modle m | Unknown option: '--modle'",
                "--model m | Unknown option: '--model'; it is one of islr-train evaluate",
                "evalute --model m | Unknown command: 'evalute', did you mean 'evaluate'; the commands are synthesize, "
                        + "synthesize-spelling, evaluate, calibrate, soup and draw (a name with spaces needs quotes)",
                "evaluate --modle m --data d | Unknown option: '--modle', did you mean --model?",
                "evaluate --model m --epochs 3 | Unknown option: '--epochs'; it is one of islr-train",
                "evaluate --model m --weight x | Invalid value for option '--weight' (X): 'x' is not a number",
                "synthesize-spelling d --longest 40 | synthetic spelling: 40 characters (the longest) are not "
                        + "in 3 to 32",
                "synthesize d --signs 2.5 | Invalid value for option '--signs': '2.5' is not a whole number",
                "--folds two | Invalid value for option '--folds': 'two' is not a whole number",
                "--set epoch=3 | there is no setting 'epoch', did you mean 'epochs'; there are features, ",
                "--set features=both-hand | features: 'both-hand' is not dominant-hand or both-hands or ",
                "--set rate=1 --set rate=2 | --set rate=1 and --set rate=2 contradict each other; give one of them",
                "--set epochs=6 --epochs 5 | --set epochs=6 and --epochs 5 contradict each other; give one of them",
                "--set warm_up=9 --epochs 5 | warm_up: the learning rate would rise for 9 epochs, but the run has 5",
                "--set ousm=3 --batch 3 | ousm: the 3 largest losses are not to count, but a batch has 3 clips",
                "--augment lihgt | augment: 'lihgt' is none of none, light, original, strong, did you mean 'light'",
                "--augment | Missing required parameter for option '--augment' (none|light|original|strong)",
                "--set augment=light | there is no setting 'augment'",
                "--teacher bundled | teacher: bundled (preset signs-small) reads other features of a clip",
                "--set clip=most | clip: 'most' is not none or all or tensor or head",
                "--set ema=0.9 --set soup=2 | ema and soup: both say what predicts in place of the last weights"})
    void wrongUsageIsToldAndLeavesNoFolder(String words, String message) {
        Path run = folder.resolve("run");
        Ran ran = train(Stream.concat(Stream.of("--data", data, "--out", run, "--preset", "gislr-64-small"),
                Stream.of(words.split(" "))).toArray());
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err().lines().toList()).hasSize(2).last().isEqualTo("Try --help.");
        assertThat(ran.err()).startsWith(message == null ? "" : message);
        assertThat(run).doesNotExist();
    }

    @Test
    void aFolderInWhichSomethingIsStaysAsItIs() throws IOException {
        Files.createFile(folder.resolve("mine"));
        Ran ran = tiny("--data", data, "--out", folder);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith(folder + ": this folder is not empty");
        assertThat(folder).isDirectoryNotContaining("glob:**settings.json");
    }

    @Test
    void clipsNobodyCanLearnFromLeaveNoFolder() throws IOException {
        Path none = new ToyClips(1, 2, 1).withoutHand(0).withoutHand(1).write(folder.resolve("none"));
        Path run = folder.resolve("run");
        Ran ran = tiny("--data", none, "--out", run);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines()).containsExactly(
                "training: none of the 2 clips is left to train on; no hand was seen in any frame of any of them");
        assertThat(run).doesNotExist();
    }

    @Test
    void aCacheThatCannotBeKeptLeavesNoFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Ran ran = tiny("--data", data, "--out", folder.resolve("run"), "--cache", file);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith(file + ": no prepared clips can be kept there: ");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aRateThatIsTooHighIsSaidInOneSentenceAndLeavesNothing() {
        Ran ran = train("--preset", "gislr-64-small", "--set", "frames=8", "--set", "units=16", "--set",
                "landmark_units=12", "--set", "heads=2", "--data", data, "--out", folder.resolve("run"), "--set",
                "rate=10", "--set", "blocks=20", "--epochs", 1, "--batch", 1);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines()).hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("start a new run with a lower rate (--set rate=...)"));
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void whatCannotBeResumedIsToldInOneLine() {
        Ran ran = train("--resume", folder);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines()).containsExactly(folder + ": there is no run here to resume (no settings.json)");
        assertThat(train("--resume", folder, "--out", "x").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("islr.recognize.TestModels#presets")
    void theHelpListsEveryPresetAndEverySettingOfIt(Preset preset) {
        Ran ran = train("--help");
        assertThat(ran.code()).isZero();
        String words = ran.out().replaceAll("\\s+", " ");
        assertThat(words).contains(preset.id());
        for (Setting<?> setting : preset.architecture().settings()) {
            assertThat(words).contains(" " + setting.key() + " " + setting.description() + ": " + setting.range());
        }
        assertThat(ran.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void theListOfPresetsHasALineForEach() {
        Ran ran = train("--list-presets");
        assertThat(ran.code()).isZero();
        assertThat(ran.lines().stream().skip(1).limit(Presets.any().size()).map(line -> line.split(" ")[0]))
                .containsExactlyElementsOf(Presets.any().stream().map(NamedSettings::id).toList());
        assertThat(ran.out()).contains("5,315,965", "3,433,598", "6,909,178", "2,515,040", "9,736,305");
    }

    @Test
    void anUnknownPresetIsAnsweredWithTheNearest() {
        Ran ran = train("--preset", "gislr64", "--out", folder.resolve("run"));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .startsWith("there is no preset 'gislr64', did you mean 'gislr-64'; there are signs-small, ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --folds 2 --fold 2           | fold: there is no fold 2 among 2; they are numbered 0 to 1
            --folds 3 --fold 0           | folds: 3 folds of 2 signers
            --folds 2                    | --folds and --fold go together, as in --folds 5 --fold 0
            --split gislr-64             | split: 'gislr-64' holds out 2044, 37779, 53618
            --split x                    | split: there is no published split 'x'; there are cls-0
            --split gislr64              | split: there is no published split 'gislr64', did you mean 'gislr-64'; there
            --split cls --holdout a      | --holdout, --split and --folds each say who is held out; give one of them
            """)
    void splitsThatDoNotFitAreTold(String words, String message) {
        Path run = folder.resolve("run");
        Ran ran = tiny(Stream.concat(Stream.of("--data", data, "--out", run), Stream.of(words.split(" "))).toArray());
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith(message);
        assertThat(run).doesNotExist();
    }

    @Test
    void aFoldIsHeldOut() {
        Ran first = tiny("--data", data, "--out", folder.resolve("0"), "--epochs", 1, "--folds", 2, "--fold", 0);
        Ran second = tiny("--data", data, "--out", folder.resolve("1"), "--epochs", 1, "--folds", 2, "--fold", 1);
        assertThat(List.of(first.lines().getFirst().substring(0, 30), second.lines().getFirst().substring(0, 30)))
                .containsExactlyInAnyOrder("Signers it has not seen (a, 5 ", "Signers it has not seen (b, 6 ");
    }
}
