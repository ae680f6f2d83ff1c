package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import islr.data.Clip;
import islr.data.ClipReader;
import islr.data.SignList;
import islr.dataset.ToyClips;
import islr.draw.Drawn;
import islr.nn.Parameters;
import islr.recognize.ModelFile;
import islr.recognize.Prediction;
import islr.recognize.Recognizer;
import islr.recognize.TestModels;
import islr.train.report.Disturbance;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import islr.weights.numpy.Npz;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three signs by three signers, two takes each: a has clips 0 to 5, b 6 to 11, c 12 to 17. Of those of b, no hand is
/// in clip 6, and clip 7 is broken.
class EvaluateCommandTest {
    private static final List<String> SIGNS = List.of("sign 0", "sign 1", "sign 2");

    @TempDir
    private static Path shared;
    private static Path data;
    /// Trained on a.
    private static Path ofA;
    /// Does not say whom it was trained on; other weights.
    private static Path ofNobody;

    @TempDir
    private Path folder;

    @BeforeAll
    static void write() throws IOException {
        data = new ToyClips(3, 3, 2).withoutHand(6).unreadable(7).write(shared.resolve("data"));
        ofA = model("a", 1, SIGNS, "a");
        ofNobody = model("nobody", 6, SIGNS);
    }

    private static Path model(String name, long seed, List<String> signs, String... trainedOn) throws IOException {
        Path file = shared.resolve(name + ".safetensors");
        Parameters parameters = Parameters.fresh(seed);
        TestModels.GISLR_64.architecture().model(TestModels.TINY, signs.size(), parameters);
        ModelFile.write(file, TestModels.GISLR_64, TestModels.TINY, parameters.state(), new SignList(signs),
                List.of(trainedOn), Map.of());
        return file;
    }

    private static Ran run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = TrainMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(
                Stream.concat(Stream.of("evaluate"), Stream.of(args)).map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private Ran evaluate(Object... args) {
        return run(Stream.concat(Stream.of("--data", data, "--out", folder.resolve("out")), Stream.of(args)).toArray());
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("out/evaluation.json").toFile());
    }

    private static List<String> answers(Path model, int from, int to) throws IOException {
        try (Recognizer recognizer = Recognizer.load(model)) {
            return IntStream.range(from, to).mapToObj(i -> recognized(recognizer, i).sign()).toList();
        }
    }

    private static double rightOfC(List<String> answers) {
        return IntStream.range(0, 6).filter(i -> answers.get(i).equals(SIGNS.get(i / 2))).count() / 6.0;
    }

    @Test
    void aFileOfAnotherProgramIsJudgedAsThePresetThatIsNamed() throws IOException {
        Path bare = folder.resolve("weights.npz");
        Npz.write(bare, new Checkpoint(ModelFile.read(ofA).state(), Map.of("heads", "2")));
        Path labels = Files.writeString(folder.resolve("signs.txt"), String.join("\n", SIGNS));
        Ran ran = evaluate("--model", bare, "--preset", "gislr-64", "--labels", labels, "--signers", "c");
        assertThat(ran.err()).doesNotContain("--labels");
        assertThat(ran.code()).isZero();
        Ran expected = run("--data", data, "--out", folder.resolve("second"), "--model", ofA, "--signers", "c");
        assertThat(ran.lines().subList(1, 4)).isEqualTo(expected.lines().subList(1, 4));
        assertThat(run("--data", data, "--model", bare, "--signers", "c").err()).contains("has no list of signs");
        Path silent = folder.resolve("silent.npz");
        Npz.write(silent, new Checkpoint(ModelFile.read(ofA).state(), Map.of()));
        Ran set = run("--data", data, "--out", folder.resolve("third"), "--model", silent, "--preset", "gislr-64",
                "--set", "heads=2", "--labels", labels, "--signers", "c");
        assertThat(set.lines().subList(1, 4)).isEqualTo(expected.lines().subList(1, 4));
    }

    @Test
    void whatItSaysIsWhatTheRecogniserAnswersAndIsWritten() throws IOException {
        Ran ran = evaluate("--model", ofA, "--signers", "c");
        assertThat(ran.code()).isZero();
        List<String> answers = answers(ofA, 12, 18);
        double right = rightOfC(answers);
        assertThat(ran.lines().get(0)).isEqualTo("Model: " + ofA + " (gislr-64, 3 signs, trained on signer a)");
        assertThat(ran.lines().get(1)).isEqualTo("Judged on 6 clips of signer c");
        assertThat(ran.lines().get(2))
                .startsWith(String.format("Accuracy %.1f %%, top-5 100.0 %%, top-10 100.0 %%, loss ", 100 * right));
        assertThat(ran.out()).contains("Learned landmark weights of gislr-64: lips ");
        assertThat(json().get("accuracy").doubleValue()).isEqualTo(right);
        assertThat(json().get("top5_accuracy").doubleValue()).isEqualTo(1);
        assertThat(json().get("top10_accuracy").doubleValue()).isEqualTo(1);
        assertThat(json().get("clips").intValue()).isEqualTo(6);
        assertThat(json().get("models").get(0).textValue()).isEqualTo(ofA.toString());
        assertThat(json().get("landmark_weights").get(0).size()).isPositive();
        assertThat(ran.out()).contains(Files.readString(folder.resolve("out/report.txt")));
        List<String> csv = Files.readAllLines(folder.resolve("out/confusions.csv"));
        assertThat(csv.getFirst()).isEqualTo("sign,taken_for,clips,of");
        // Each sign has two clips.
        Map<String, Long> wrong = IntStream.range(0, 6).filter(i -> !answers.get(i).equals(SIGNS.get(i / 2)))
                .mapToObj(i -> SIGNS.get(i / 2) + "\",\"" + answers.get(i))
                .collect(Collectors.groupingBy(pair -> pair, Collectors.counting()));
        assertThat(wrong).isNotEmpty();
        assertThat(csv.subList(1, csv.size())).containsExactlyInAnyOrderElementsOf(
                wrong.entrySet().stream().map(e -> '"' + e.getKey() + "\"," + e.getValue() + ",2").toList());
        assertThat(ran.lines()).containsAll(wrong.entrySet().stream()
                .map(e -> "  " + e.getKey().replace("\",\"", " is taken for ") + " in " + e.getValue() + " of 2 clips")
                .toList());
    }

    /// Clip 7 is broken and no hand is in clip 6: those that come after them keep their names and their landmarks.
    @Test
    void theClipsThatAreAnsweredWronglyAreDrawn() throws IOException {
        Path model = model("drawn", 6, SIGNS);
        assertThat(evaluate("--model", model).code()).isZero();
        List<String> predictions = Files.readAllLines(folder.resolve("out/predictions.csv"));
        List<String> wrong = predictions.stream().skip(1).filter(line -> !line.matches(".*,1,(true|false)?"))
                .map(line -> line.replaceAll("^\"([^\"]*)\",.*", "$1")).toList();
        assertThat(wrong).anyMatch(name -> name.matches("toy/(8|9|1[0-7]).parquet"));
        Drawn page = Drawn.of(Files.readString(folder.resolve("out/errors.svg")));
        assertThat(page.strips().stream().map(strip -> Drawn.words(strip).getFirst().replaceAll(",.*", "")))
                .containsExactlyInAnyOrderElementsOf(wrong);
        // How many frames each clip has, see ToyClips.
        assertThat(page.strips()).allSatisfy(strip -> {
            int number = Integer.parseInt(Drawn.words(strip).getFirst().replaceAll("toy/([0-9]+).*", "$1"));
            assertThat(Drawn.words(strip)).contains("1/" + (6 + number * 5 % 7));
        });
    }

    /// Of the clips of b, one is broken, and in one nothing is seen: the others keep their numbers, by which the
    /// changes are drawn.
    @Test
    void theSameClipsAreJudgedChanged() throws IOException {
        Ran ran = evaluate("--model", ofA, "--robustness");
        assertThat(ran.code()).isZero();
        List<Integer> judged = IntStream.range(8, 18).boxed().toList();
        List<String> csv = Files.readAllLines(folder.resolve("out/robustness.csv"));
        assertThat(csv).hasSize(2 + Disturbance.values().length);
        assertThat(csv.get(1)).isEqualTo("unchanged,10," + json().get("accuracy").doubleValue() + ",0.0,false");
        List<Double> accuracies = new ArrayList<>();
        try (Recognizer recognizer = Recognizer.load(ofA)) {
            for (Disturbance change : Disturbance.values()) {
                int right = 0;
                for (int i : judged) {
                    Clip clip = ClipReader.read(data.resolve("toy/" + i + ".parquet"));
                    Prediction prediction = recognizer.recognize(change.of(clip, i));
                    right += !prediction.nothingSeen() && prediction.sign().equals(SIGNS.get(i / 2 % 3)) ? 1 : 0;
                }
                accuracies.add(right / 10.0);
                assertThat(csv.get(2 + change.ordinal())).startsWith(change.key() + ",10," + right / 10.0 + ",");
                assertThat(ran.out()).containsPattern(
                        String.format(Locale.ROOT, "(?m)^  %s +%.1f %%", Pattern.quote(change.text()), 10.0 * right));
                JsonNode json = json().get("robustness").get(change.ordinal());
                assertThat(json.get("change").textValue()).isEqualTo(change.key());
                assertThat(json.get("accuracy").doubleValue()).isEqualTo(right / 10.0);
                double points = 100 * (right / 10.0 - json().get("accuracy").doubleValue());
                assertThat(json.get("points").doubleValue()).isCloseTo(points, Offset.offset(1e-9));
                assertThat(json.get("falls").booleanValue()).isEqualTo(points < -5);
            }
        }
        assertThat(accuracies.stream().distinct()).hasSizeGreaterThan(1);
        assertThat(run("--data", data, "--out", folder.resolve("one"), "--model", ofA, "--robustness", "--threads", 1)
                .out()).isEqualTo(ran.out());
        assertThat(folder.resolve("one/robustness.csv")).hasSameTextualContentAs(folder.resolve("out/robustness.csv"));
    }

    @Test
    void withoutTheOptionNothingIsChanged() throws IOException {
        Ran ran = evaluate("--model", ofA);
        assertThat(ran.out()).doesNotContain("Robustness");
        assertThat(folder.resolve("out/robustness.csv")).doesNotExist();
        assertThat(json().has("robustness")).isFalse();
    }

    /// Twelve signs, so that five and ten of them are not all.
    @Test
    void topFiveAndTopTenAndTheLossAreThoseOfTheProbabilities() throws IOException {
        ToyClips clips = new ToyClips(12, 1, 1);
        Path many = clips.write(folder.resolve("many"));
        List<String> signs = clips.signs().names();
        Path model = model("twelve", 2, signs);
        int[] within = new int[13];
        double loss = 0;
        try (Recognizer recognizer = Recognizer.load(model)) {
            for (int i = 0; i < 12; i++) {
                List<Prediction.Guess> ranking = recognizer.recognize(many.resolve("toy/" + i + ".parquet")).ranking();
                String sign = signs.get(i);
                int rank = IntStream.range(0, 12).filter(k -> ranking.get(k).sign().equals(sign)).findFirst()
                        .orElseThrow();
                loss -= Math.log(ranking.get(rank).probability()) / 12;
                IntStream.rangeClosed(rank + 1, 12).forEach(k -> within[k]++);
            }
        }
        assertThat(List.of(within[4], within[5], within[9], within[10])).doesNotHaveDuplicates();
        Ran ran = run("--data", many, "--out", folder.resolve("out"), "--model", model);
        assertThat(ran.code()).isZero();
        assertThat(json().get("accuracy").doubleValue()).isEqualTo(within[1] / 12.0);
        assertThat(json().get("top5_accuracy").doubleValue()).isEqualTo(within[5] / 12.0);
        assertThat(json().get("top10_accuracy").doubleValue()).isEqualTo(within[10] / 12.0);
        assertThat(json().get("loss").doubleValue()).isCloseTo(loss, Offset.offset(1e-4));
        assertThat(ran.out()).contains(String.format(Locale.ROOT, "top-5 %.1f %%, top-10 %.1f %%, loss %.3f",
                100 * within[5] / 12.0, 100 * within[10] / 12.0, loss));
    }

    @Test
    void howManyAnswersAreSureIsSaidIfTheModelHasAThreshold() throws IOException {
        Path certain = folder.resolve("certain.safetensors");
        Checkpoint checkpoint = Safetensors.read(ofA);
        double between;
        List<Prediction> predictions;
        try (Recognizer recognizer = Recognizer.load(ofA)) {
            predictions = IntStream.range(12, 18).mapToObj(i -> recognized(recognizer, i)).toList();
            double[] sorted = predictions.stream().mapToDouble(Prediction::probability).sorted().toArray();
            between = (sorted[1] + sorted[2]) / 2;
        }
        Map<String, String> metadata = new LinkedHashMap<>(checkpoint.metadata());
        metadata.put("sure_from", Double.toString(between));
        Safetensors.write(certain, new Checkpoint(checkpoint.tensors(), metadata));
        double right = IntStream.range(0, 6).filter(
                i -> predictions.get(i).probability() >= between && predictions.get(i).sign().equals(SIGNS.get(i / 2)))
                .count() / 4.0;
        Ran ran = evaluate("--model", certain, "--signers", "c");
        assertThat(ran.lines().get(3)).isEqualTo(String.format(Locale.ROOT,
                "Sure (a probability of %.2f %% or more) of 66.7 %% of the clips, accuracy among them %.1f %%",
                100 * between, 100 * right));
        assertThat(json().get("sure_share").doubleValue()).isEqualTo(4 / 6.0);
        assertThat(json().get("sure_accuracy").doubleValue()).isEqualTo(right);
        List<String> rows = Files.readAllLines(folder.resolve("out/predictions.csv"));
        assertThat(IntStream.range(0, 6).mapToObj(i -> rows.get(i + 1).endsWith(",true")))
                .containsExactlyElementsOf(predictions.stream().map(p -> p.probability() >= between).toList());
        Ran unknown = run("--data", data, "--out", folder.resolve("unknown"), "--model", ofA);
        assertThat(unknown.out()).doesNotContain("Sure");
        JsonNode json = new ObjectMapper().readTree(folder.resolve("unknown/evaluation.json").toFile());
        assertThat(json.get("sure_share").isNull() && json.get("sure_accuracy").isNull()).isTrue();
    }

    private static Prediction recognized(Recognizer recognizer, int clip) {
        try {
            return recognizer.recognize(data.resolve("toy/" + clip + ".parquet"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void thoseItWasTrainedOnAreLeftOutUnlessAskedFor() throws IOException {
        Ran others = evaluate("--model", ofA);
        assertThat(others.out()).contains("Judged on 10 clips of signer b, c\n");
        assertThat(json().get("signers")).extracting(JsonNode::textValue).containsExactly("b", "c");
        Ran all = run("--data", data, "--out", folder.resolve("all"), "--model", ofA, "--signers", "all");
        assertThat(all.out()).contains("Judged on 16 clips of signer a, b, c, who took part in the training\n");
        Ran twice = run("--data", data, "--out", folder.resolve("twice"), "--model", ofA, "--signers", "c,b,c");
        assertThat(twice.out()).contains("Judged on 10 clips of signer b, c\n");
        Ran one = run("--data", data, "--out", folder.resolve("one"), "--model", ofA, "--signers", "a");
        assertThat(one.out()).contains("Judged on 6 clips of signer a, who took part in the training\n");
    }

    @Test
    void clipsThatCannotBeJudgedAreLeftOutAndTold() throws IOException {
        assertThat(evaluate("--model", ofA, "--signers", "b").code()).isZero();
        assertThat(json().get("clips").intValue()).isEqualTo(4);
        assertThat(json().get("remarks")).extracting(JsonNode::textValue).satisfiesExactly(
                nothing -> assertThat(nothing)
                        .isEqualTo("Left out, because the model sees nothing in them: 1 of 6 clips."),
                broken -> assertThat(broken).startsWith("Left out, because they cannot be read: 1 of 6 clips. ")
                        .contains("7.parquet"));
    }

    @Test
    void withoutAnyClipItSaysWhyAndWritesNothing() throws IOException {
        Path none = new ToyClips(1, 2, 1).unreadable(0).unreadable(1).write(folder.resolve("broken"));
        Ran ran = run("--data", none, "--out", folder.resolve("out"), "--model", ofA, "--signers", "all");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("none of the clips of signer a, b could be judged").doesNotContain("\tat ");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aSignerWhoDoesNotExistIsTold() {
        assertUsage(evaluate("--model", ofA, "--signers", "a,z"), "there is no signer 'z'; there are a, b, c");
    }

    private void assertUsage(Ran ran, String message) {
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains(message).doesNotContain("\tat ");
        assertThat(ran.out()).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void whereNobodyIsNewTheRemedyIsTold() throws IOException {
        Path ofBc = model("bc", 3, SIGNS, "b", "c");
        assertUsage(evaluate("--model", ofA, "--model", ofBc),
                "all signers of these clips (a, b, c) took part in the training; --signers all");
    }

    @Test
    void withAllOfTheWeightOnOneModelTheTwoAnswerAsThatOne() throws IOException {
        for (Path model : List.of(ofA, ofNobody)) {
            double right = rightOfC(answers(model, 12, 18));
            String weights = model.equals(ofA) ? "1e6,1e-6" : "1e-6,1e6";
            Path out = folder.resolve(weights);
            Ran ran = run("--data", data, "--out", out, "--signers", "c", "--model", ofA, "--model", ofNobody,
                    "--weight", weights);
            assertThat(ran.code()).isZero();
            assertThat(
                    new ObjectMapper().readTree(out.resolve("evaluation.json").toFile()).get("accuracy").doubleValue())
                    .isEqualTo(right);
            assertThat(ran.lines().get(1)).isEqualTo(
                    "Model: " + ofNobody + " (gislr-64, 3 signs, which does not say whom it was trained on)");
        }
        assertThat(rightOfC(answers(ofA, 12, 18))).isNotEqualTo(rightOfC(answers(ofNobody, 12, 18)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1,2,3", "1,0", "1,-1", "1,NaN", "1,Infinity", "1,x"})
    void aPositiveWeightForEachModelIsNeeded(String weights) {
        assertUsage(evaluate("--model", ofA, "--model", ofNobody, "--weight", weights), "weight");
    }

    @Test
    void modelsWithOtherSignsDoNotAnswerTogether() throws IOException {
        Path other = model("other", 1, List.of("sign 0", "sign 2", "sign 1"));
        assertUsage(evaluate("--model", ofA, "--model", other), "model 2 has another list of signs than the first: "
                + "class 1 is 'sign 1' in one and 'sign 2' in the other");
    }

    @Test
    void signsThatTheModelLacksAreTold() throws IOException {
        Path two = model("two", 1, List.of("sign 2", "sign 0"));
        assertUsage(evaluate("--model", two),
                "the clips have 3 signs, the model knows 2 and lacks 1 of them ('sign 1' is the first)");
    }

    /// The classes of a model need not be numbered as the signs of the data.
    @Test
    void signsAreMatchedByName() throws IOException {
        List<String> signs = List.of("zebra", "sign 2", "sign 0", "sign 1");
        Path more = model("more", 6, signs);
        List<String> answers = answers(more, 12, 18);
        double byNumber = IntStream.range(0, 6).filter(i -> signs.indexOf(answers.get(i)) == i / 2).count() / 6.0;
        assertThat(byNumber).isNotEqualTo(rightOfC(answers));
        assertThat(evaluate("--model", more, "--signers", "c").code()).isZero();
        assertThat(json().get("accuracy").doubleValue()).isEqualTo(rightOfC(answers));
    }

    @Test
    void aFolderThatHoldsSomethingStaysAsItIs() throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("mine.txt"), "mine");
        Ran ran = evaluate("--model", ofA);
        assertThat(ran.code()).isEqualTo(1);
        // It is told before anything is judged, and evaluations cannot be resumed.
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().strip())
                .isEqualTo(out + ": this folder is not empty, and nothing is overwritten; name another one");
        assertThat(out).isDirectoryNotContaining("glob:**evaluation.json");
        assertThat(out.resolve("mine.txt")).hasContent("mine");
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Ran onto = run("--data", data, "--out", file, "--model", ofA);
        assertThat(onto.code()).isEqualTo(1);
        assertThat(onto.err().strip()).isEqualTo(file + ": this is a file; a folder is needed");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aModelThatIsNotThereIsTold() {
        Ran ran = evaluate("--model", folder.resolve("none.safetensors"));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("none.safetensors").doesNotContain("\tat ");
        assertUsage(evaluate(), "--model");
        assertUsage(evaluate("--model", ofA, "--threads", "0"), "--threads must be at least 1");
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() throws IOException {
        String first = null;
        for (int threads : new int[] {1, 2, 3}) {
            Path out = folder.resolve("threads " + threads);
            assertThat(run("--data", data, "--out", out, "--model", ofA, "--threads", threads).code()).isZero();
            String text = Files.readString(out.resolve("evaluation.json"));
            first = first == null ? text : first;
            assertThat(text).isEqualTo(first);
        }
    }

    @Test
    void helpFitsAHundredColumns() {
        Ran ran = run("--help");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("--weight").contains("--signers");
        assertThat(Arrays.asList(ran.out().split("\n"))).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
    }
}
