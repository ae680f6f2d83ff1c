package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import islr.data.ClipWriter;
import islr.recognize.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Submissions to the competition as models of `islr-infer.jar`.
class SubmissionsTest {
    private static final Path GRAPHS = Path.of(System.getProperty("islr.root", "../.."),
            "islr/src/test/resources/islr/tflite/golden");
    private static final Path GRAPH = GRAPHS.resolve("system-logits.tflite");
    private static final Path OTHER = GRAPHS.resolve("system-probabilities.tflite");
    private static final Path CLIP = Ran.clip();

    @TempDir
    private static Path models;
    private static Path preset;
    private static Path labels;
    @TempDir
    private Path folder;
    private Path file;

    @BeforeAll
    static void write() throws IOException {
        preset = TestModels.write(models.resolve("model.safetensors"));
        labels = Files.writeString(models.resolve("signs.json"), TestModels.SIGNS.toJson());
    }

    @BeforeEach
    void name() {
        file = folder.resolve("file");
    }

    /// The probability of each sign.
    private static Map<String, Double> answer(Object... models) throws IOException {
        Object[] args = Arrays.copyOf(models, models.length + 5);
        args[models.length] = "--labels";
        args[models.length + 1] = labels;
        args[models.length + 2] = "--format";
        args[models.length + 3] = "json";
        args[models.length + 4] = CLIP;
        Ran ran = Ran.infer(args);
        assertThat(ran.err()).isEmpty();
        Map<String, Double> answer = new HashMap<>();
        for (JsonNode guess : new ObjectMapper().readTree(ran.out()).get("top")) {
            answer.put(guess.get("sign").textValue(), guess.get("probability").doubleValue());
        }
        return answer;
    }

    private static void assertMean(Map<String, Double> mean, Map<String, Double> a, Map<String, Double> b) {
        assertThat(mean).hasSize(TestModels.SIGNS.size());
        mean.forEach((sign, probability) -> assertThat(probability).as(sign).isCloseTo((a.get(sign) + b.get(sign)) / 2,
                Offset.offset(1e-6)));
    }

    @Test
    void theyAnswerAloneTogetherAndWithAModelOfAPreset() throws IOException {
        Map<String, Double> one = answer("--model", GRAPH);
        Map<String, Double> two = answer("--model", preset);
        assertThat(one).isNotEqualTo(two);
        assertMean(answer("--model", GRAPH, "--model", preset), one, two);
        assertMean(answer("--model", preset, "--model", GRAPH), one, two);
        assertMean(answer("--model", GRAPH, "--model", OTHER), one, answer("--model", OTHER));
    }

    @Test
    void withAModelOfOtherSignsTheyAreRefused() throws IOException {
        Files.writeString(file, "a\nb\nc\nd\ne\n");
        assertRefused(preset + " has another list of signs than " + GRAPH + " (with the list given for it, --labels on "
                + "the command line): class 0 is 'a' in one and 'tree' in the other; only models with the same signs "
                + "in the same order can answer together", "--model", GRAPH, "--model", preset, "--labels", file, CLIP);
    }

    private static void assertRefused(String message, Object... args) {
        Ran ran = Ran.infer(args);
        assertThat(ran.err().strip()).isEqualTo(message);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void withoutAListOfSignsTheyAreRefused() {
        assertRefused(GRAPH + ": it has no list of signs; name a file that has one (--labels on the command line)",
                "--model", GRAPH, CLIP);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":0,"b":1,"c":2,"d":3}         | GRAPH: it tells 5 signs apart, but the list of signs given for it (--labels on the command line) has 4
            ``                                | LABELS: sign list: there is no sign in it
            {}                                | LABELS: sign list: there is no sign in it
            {"a":0,"b":1,"c":1,"d":3,"e":4}   | LABELS: sign list: 'b' and 'c' have the same number
            {"a":0,"b":1,"a":2,"d":3,"e":4}   | LABELS: sign list: 'a' occurs twice
            {"a":1,"b":2,"c":3,"d":4,"e":5}   | LABELS: sign list: numbers must run from 0 to 4; 0 is missing
            {"a":0,"b":1,"c":2,"d":3,"e":-4}  | LABELS: sign list: 'e' has number -4; numbers must run from 0
            {"0":"a","1":"b"}                 | LABELS: sign list: '0' must have a whole number
            {"a":0,"b                         | LABELS: sign list: this is no JSON (line 1, column 10)
            """)
    void aListOfSignsThatDoesNotFitIsToldInOneSentence(String text, String message) throws IOException {
        Files.writeString(file, text);
        assertRefused(message.replace("LABELS", file.toString()).replace("GRAPH", GRAPH.toString()), "--model", GRAPH,
                "--labels", file, CLIP);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 300, 4000})
    void aFileThatWasCutOffIsToldInOneSentence(int bytes) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(GRAPH), bytes));
        Ran ran = Ran.infer("--model", file, "--labels", labels, CLIP);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith(file + ": ").hasLineCount(1).doesNotContain("Exception", "null");
    }

    @Test
    void settingsAreNoUse() {
        assertRefused(
                GRAPH + ": a TFLite graph is run as it is, so that settings and statistics (--set and --statistics "
                        + "on the command line) have no use; leave them out",
                "--model", GRAPH, "--labels", labels, "--set", "heads=2", CLIP);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1_000})
    void clipsMayHaveAnyNumberOfFrames(int frames) throws IOException {
        ClipWriter.write(file, TestModels.clip("clip", frames, 1));
        Ran ran = Ran.infer("--model", GRAPH, "--labels", labels, file);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.lines()).hasSize(6);
        assertThat(ran.lines().getFirst()).startsWith(file + " (").contains(" frame");
    }
}
