package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import islr.data.ClipReader;
import islr.dataset.PhraseDataSet;
import islr.dataset.PhraseSource.Recording;
import islr.nn.Parameters;
import islr.recognize.ModelHints;
import islr.recognize.Presets;
import islr.recognize.Speller;
import islr.recognize.SpellerFile;
import islr.synthetic.SpellingSettings;
import islr.synthetic.SyntheticSpelling;
import islr.system.fingerspelling.EditDistance;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.PhraseScore;
import islr.system.fingerspelling.SpellingPreset;
import islr.tensor.Parallel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `islr-train.jar evaluate` with models that spell: three signers with 20 phrases each, the last two of which are
/// supplemental.
class SpellingEvaluateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OF_A_SIGNER = 18;

    @TempDir
    private static Path shared;
    private static Path data;
    /// Trained on signers 1 and 3.
    private static Path model;
    private static Path other;

    @TempDir
    private Path folder;

    @BeforeAll
    static void write() throws Exception {
        data = shared.resolve("data");
        SyntheticSpelling.write(data, new SpellingSettings(5, 3, 20, 1, 6, 1), (_, _) -> {});
        model = model("model", 3, "1", "3");
        other = model("other", 4);
    }

    /// Some of its answers would not be trusted by a user, and are judged all the same.
    private static Path model(String name, int seed, String... trainedOn) throws Exception {
        SpellingPreset preset = Presets.speller("fingerspelling-2").with(Map.of("units", "16", "blocks", "1", "heads",
                "2", "kernel", "5", "decoder_units", "12", "frames", "60", "letters", "9", "least_confidence", "0.6"));
        Parameters parameters = Parameters.fresh(seed);
        Fingerspelling.network(preset.defaults(), parameters);
        Random random = new Random(seed);
        parameters.trainable().forEach((_, tensor) -> {
            for (int i = 0; i < tensor.size(); i++) {
                tensor.array()[tensor.offset() + i] += (float) (0.3 * random.nextGaussian());
            }
        });
        Path file = shared.resolve(name + ".safetensors");
        SpellerFile.write(file, preset, preset.defaults(), parameters.state(), List.of(trainedOn), Map.of());
        return file;
    }

    private record Evaluated(int code, String out, String err) {}

    private static Evaluated evaluate(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = TrainMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(
                Stream.concat(Stream.of("evaluate"), Stream.of(args).map(Object::toString)).toArray(String[]::new));
        return new Evaluated(code, out.toString(), err.toString());
    }

    private JsonNode json(String name) throws Exception {
        return JSON.readTree(folder.resolve(name).resolve("evaluation.json").toFile());
    }

    /// The score of answers that are asked for one by one.
    private static double score(List<Path> models, int beams, List<String> signers) throws Exception {
        return score(models, beams, signers, new ArrayList<>());
    }

    /// @param rows takes the beginnings of the rows of the table
    private static double score(List<Path> models, int beams, List<String> signers, List<String> rows)
            throws Exception {
        PhraseScore score = new PhraseScore(EditDistance.LEVENSHTEIN);
        PhraseDataSet source = PhraseDataSet.read(data);
        ModelHints trusting = new ModelHints(java.util.Optional.empty(),
                Map.of("least_confidence", "0", "least_frames", "0"), java.util.Optional.empty());
        try (Speller speller = Speller.load(models, trusting, beams, 1)) {
            for (int i = 0; i < source.recordings().size(); i++) {
                Recording recording = source.recordings().get(i);
                if (!recording.supplemental() && signers.contains(recording.signer())) {
                    String answer = speller.spell(source.read(i, speller.rows(), Parallel.sequential())).phrase();
                    score.add(recording.phrase(), answer);
                    rows.add(Stream.of(recording.name(), recording.signer(), recording.phrase(), answer)
                            .map(text -> '"' + text.replace("\"", "\"\"") + '"').collect(Collectors.joining(",")));
                }
            }
        }
        return score.value();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "2, 4"})
    void othersThanThoseItWasTrainedOnAreJudgedWhateverTheNumberOfThreads(int threads, int beams) throws Exception {
        Evaluated ran = evaluate("--model", model, "--data", data, "--threads", threads, "--beams", beams, "--out",
                folder.resolve("e"));
        assertThat(ran.err).isEmpty();
        assertThat(ran.code).isZero();
        JsonNode json = json("e");
        assertThat(json.get("signers").toString()).isEqualTo("[\"2\"]");
        assertThat(json.get("sequences").intValue()).isEqualTo(OF_A_SIGNER);
        assertThat(json.get("beams").intValue()).isEqualTo(beams);
        List<String> rows = new ArrayList<>();
        assertThat(json.get("score").doubleValue()).isEqualTo(score(List.of(model), beams, List.of("2"), rows));
        assertThat(rows.stream().map(row -> row.replaceAll(".*,\"", "")).distinct().count()).isGreaterThan(3);
        List<String> table = Files.readAllLines(folder.resolve("e/predictions.csv"));
        for (int i = 0; i < rows.size(); i++) {
            assertThat(table.get(i + 1)).startsWith(rows.get(i) + ",");
        }
        assertThat(json.get("damerau_score").doubleValue()).isGreaterThanOrEqualTo(json.get("score").doubleValue());
        assertThat(ran.out).contains("trained on signer 1, 3").contains("18 sequences of signer 2, ")
                .doesNotContain("took part");
        assertThat(Files.readAllLines(folder.resolve("e/predictions.csv"))).hasSize(1 + OF_A_SIGNER)
                .noneMatch(line -> line.contains("2 a-e -aroe"));
    }

    @Test
    void whoeverTookPartIsJudgedWhenAskedForAndThatIsSaid() throws Exception {
        Evaluated ran = evaluate("--model", model, "--data", data, "--signers", "all", "--out", folder.resolve("all"));
        assertThat(ran.out).contains("54 sequences of signer 1, 2, 3, who took part in the training");
        assertThat(json("all").get("score").doubleValue()).isEqualTo(score(List.of(model), 1, List.of("1", "2", "3")));
    }

    @Test
    void severalAnswerTogetherByTheirWeights() throws Exception {
        evaluate("--model", model, "--model", other, "--data", data, "--out", folder.resolve("same"));
        assertThat(json("same").get("score").doubleValue()).isEqualTo(score(List.of(model, other), 1, List.of("2")));
        evaluate("--model", model, "--model", other, "--weight", "3,1e-9", "--data", data, "--out",
                folder.resolve("first"));
        assertThat(json("first").get("score").doubleValue()).isEqualTo(score(List.of(model), 1, List.of("2")));
    }

    @Test
    void aSequenceThatCannotBeReadIsLeftOutAndTold() throws Exception {
        Path damaged = folder.resolve("damaged");
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                Files.copy(file, damaged.resolve(data.relativize(file).toString()));
            }
        }
        String name = PhraseDataSet.read(damaged).recordings().stream().filter(each -> each.signer().equals("2"))
                .findFirst().orElseThrow().name().replaceAll("#.*", "");
        byte[] bytes = Files.readAllBytes(damaged.resolve(name));
        Arrays.fill(bytes, bytes.length / 4, 3 * bytes.length / 4, (byte) 7);
        Files.write(damaged.resolve(name), bytes);
        Evaluated ran = evaluate("--model", model, "--signers", "all", "--data", damaged, "--out",
                folder.resolve("rest"));
        assertThat(ran.code).isZero();
        JsonNode json = json("rest");
        int judged = json.get("sequences").intValue();
        assertThat(judged).isBetween(1, 3 * OF_A_SIGNER - 1);
        assertThat(json.get("remarks").get(0).textValue()).startsWith("Left out, because they cannot be read: "
                + (3 * OF_A_SIGNER - judged) + " of 54 sequences. " + damaged.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--robustness", "--beams=0", "--weight=1,2", "--weight=-1", "--signers=7", "--labels=x"})
    void whatDoesNotFitIsToldInASentence(String option) {
        Evaluated ran = evaluate("--model", model, "--data", data, option, "--out", folder.resolve("none"));
        assertThat(ran.code).isEqualTo(2);
        assertThat(ran.err).contains(option.replaceAll("=.*", "").substring(2)).doesNotContain("Exception");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void clipsOfSignsAreNoPhrases() throws Exception {
        Path signs = new islr.dataset.ToyClips(2, 2, 2).write(folder.resolve("signs"));
        assertThat(ClipReader.read(signs.resolve("toy/1.parquet")).frames()).isPositive();
        Evaluated ran = evaluate("--model", model, "--data", signs);
        assertThat(ran.code).isEqualTo(1);
        assertThat(ran.err.lines()).hasSize(1).first().asString().startsWith(signs.toString());
    }
}
