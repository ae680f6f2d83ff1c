package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import islr.data.ClipWriter;
import islr.recognize.Certainty;
import islr.recognize.ModelFile;
import islr.recognize.Recognizer;
import islr.recognize.TestModels;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.numpy.Npz;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CLIP = Ran.clip();
    private static final List<String> SOUND = List.of("zstd-plain-floats", "snappy-dictionary-doubles",
            "gzip-many-row-groups", "fastparquet-snappy");

    @TempDir
    private static Path models;
    private static Path model;
    @TempDir
    private Path folder;

    @BeforeAll
    static void writeModel() throws IOException {
        model = TestModels.write(models.resolve("model.safetensors"));
    }

    @Test
    void textNamesTheClipAndItsMostProbableSigns() {
        Ran ran = Ran.infer("--model", model, "--top", 2, CLIP);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.lines()).hasSize(3);
        assertThat(ran.lines().getFirst()).isEqualTo(CLIP + " (2 frames)");
        assertThat(ran.lines().get(1)).matches(" +\\d+\\.\\d %  \\S.*");
    }

    @Test
    void jsonIsOneObjectALineWithTheKeysInTheirOrder() throws IOException {
        Ran ran = Ran.infer("--model", model, "--format", "json", "--top", 2, CLIP, CLIP);
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.lines()).hasSize(2);
        for (String line : ran.lines()) {
            JsonNode json = JSON.readTree(line);
            assertThat(json.fieldNames()).toIterable().containsExactly("clip", "frames", "sign", "probability", "sure",
                    "distance", "top", "read_ms", "predict_ms");
            assertThat(json.get("clip").textValue()).isEqualTo(CLIP.toString());
            assertThat(json.get("frames").intValue()).isEqualTo(2);
            assertThat(TestModels.SIGNS.names()).contains(json.get("sign").textValue());
            assertThat(json.get("probability").isNumber()).isTrue();
            assertThat(json.get("read_ms").isNumber() && json.get("predict_ms").isNumber()).isTrue();
            assertThat(json.get("top")).hasSize(2);
            assertThat(json.get("top").get(0).fieldNames()).toIterable().containsExactly("sign", "probability");
            assertThat(json.get("top").get(0).get("sign")).isEqualTo(json.get("sign"));
            assertThat(json.get("top").get(0).get("probability")).isEqualTo(json.get("probability"));
        }
    }

    @Test
    void jsonSaysWhetherTheAnswerIsSure() throws IOException {
        assertThat(sure(model)).isEqualTo("null");
        assertThat(sure(certain("0.01"))).isEqualTo("true");
        assertThat(sure(certain("1"))).isEqualTo("false");
        Path near = certain("1");
        ModelFile.write(near, new Certainty(1, OptionalDouble.empty(), OptionalDouble.of(1e9)),
                TestModels.distances(TestModels.SIGNS.size(), 1));
        assertThat(sure(near)).isEqualTo("true");
        assertThat(json(near).get("distance").doubleValue())
                .isEqualTo(Recognizer.load(near).recognize(CLIP).distance().orElseThrow()).isBetween(0.01, 100.0);
        assertThat(json(model).get("distance").isNull()).isTrue();
        assertThat(Ran.infer("--model", certain("1"), CLIP).lines().getFirst())
                .isEqualTo(CLIP + " (2 frames): not sure");
    }

    private static String sure(Path model) throws IOException {
        return json(model).get("sure").toString();
    }

    private static JsonNode json(Path model) throws IOException {
        return JSON.readTree(Ran.infer("--model", model, "--format", "json", CLIP).out());
    }

    private Path certain(String sureFrom) throws IOException {
        Path file = folder.resolve("certain-" + sureFrom + ".safetensors");
        ModelFile.write(file, TestModels.GISLR_64, TestModels.TINY, TestModels.state(1), TestModels.SIGNS, List.of(),
                Map.of("sure_from", sureFrom));
        return file;
    }

    @Test
    void resultsComeInTheOrderOfTheInputWithTheSameBitsWhateverTheThreads() throws IOException {
        List<Object> args = new ArrayList<>(List.of("--model", model, "--format", "json"));
        List<String> clips = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clips.add(i % 7 == 3 ? "missing-" + i + ".parquet" : Ran.fixture(SOUND.get(i % SOUND.size())).toString());
        }
        args.addAll(clips);
        List<String> one = withoutTimes(threads(args, 1));
        for (int threads : new int[] {2, 3, 1000, Integer.MAX_VALUE}) {
            assertThat(withoutTimes(threads(args, threads))).as(threads + " threads").isEqualTo(one);
        }
        List<String> named = new ArrayList<>();
        for (String line : one) {
            named.add(JSON.readTree(line).get("clip").textValue());
        }
        assertThat(named).isEqualTo(clips);
    }

    @Test
    void aDirectoryIsSearchedWithItsSubdirectoriesInNameOrder() throws IOException {
        for (String name : List.of("b.parquet", "a/z.parquet", "a/b c.parquet", "ü/1.parquet", "@x.parquet",
                "notes.txt")) {
            copy(name);
        }
        Ran ran = Ran.infer("--model", model, "--top", 1, folder, folder.resolve("b.parquet"));
        assertThat(ran.code()).isZero();
        assertThat(ran.lines().stream().filter(line -> !line.startsWith(" "))
                .map(line -> line.replace(folder + "/", "").replace(" (2 frames)", "")))
                .containsExactly("@x.parquet", "a/b c.parquet", "a/z.parquet", "b.parquet", "ü/1.parquet", "b.parquet");
    }

    @Test
    void aBadClipCostsNoOtherItsAnswer() throws IOException {
        Path cut = folder.resolve("cut.parquet");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(CLIP), 5_000));
        Path missing = folder.resolve("missing.parquet");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Ran text = Ran.infer("--model", model, "--top", 1, cut, CLIP, missing, empty, CLIP);
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.lines()).hasSize(4);
        assertThat(text.err().lines()).containsExactly(
                cut + ": the parquet file is truncated: its end is missing; copy or download it again",
                missing + ": there is no such file; is the path right?",
                empty + ": there is no .parquet file in this directory, nor below it; is the path right?");
        Ran json = Ran.infer("--model", model, "--format", "json", cut, CLIP, missing, empty, CLIP);
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.err()).isEmpty();
        assertThat(json.lines()).hasSize(5);
        for (int i : new int[] {0, 2, 3}) {
            JsonNode line = JSON.readTree(json.lines().get(i));
            assertThat(line.fieldNames()).toIterable().containsExactly("clip", "error");
            assertThat(line.get("error").textValue()).startsWith(line.get("clip").textValue() + ": ");
        }
    }

    @Test
    void aClipWithoutAHandIsAnsweredWithANote() throws IOException {
        Path nothing = folder.resolve("nothing.parquet");
        ClipWriter.write(nothing, TestModels.nothing("nothing", 4));
        Ran json = Ran.infer("--model", model, "--format", "json", nothing);
        JsonNode line = JSON.readTree(json.out());
        assertThat(json.code()).isZero();
        assertThat(line.get("note").textValue())
                .isEqualTo("no hand was seen in any frame of this clip, so every sign is equally probable");
        assertThat(line.get("probability").doubleValue()).isEqualTo(0.2);
        assertThat(line.get("sure").booleanValue()).isFalse();
        assertThat(line.get("sure").isBoolean()).isTrue();
        assertThat(Ran.infer("--model", model, nothing).lines().get(1))
                .isEqualTo("  Note: no hand was seen in any frame of this clip, so every sign is equally probable.");
    }

    @Test
    void aClipOfANewerModelIsAnsweredAsItsLandmarksAreWithANote() throws IOException {
        Path irises = Ran.fixture("zstd-478-face-points");
        Ran text = Ran.infer("--model", model, irises, Ran.fixture("zstd-plain-floats"));
        assertThat(text.code()).isZero();
        List<String> answers = text.lines().stream().filter(line -> line.contains("%")).toList();
        assertThat(answers).hasSize(10);
        assertThat(answers.subList(0, 5)).isEqualTo(answers.subList(5, 10));
        assertThat(text.lines().get(1))
                .isEqualTo("  Note: the iris points of the face (landmark_index 468 to 477) are left out.");
        Ran json = Ran.infer("--model", model, "--format", "json", irises);
        assertThat(JSON.readTree(json.out()).get("note").textValue())
                .startsWith("the iris points of the face (landmark_index 468 to 477) are left out; ");
    }

    @Test
    void namesThatWouldBreakALineAreShownOnOne() throws IOException {
        Path clip = copy("new\nline \u001b[31m “手”.parquet");
        Ran text = Ran.infer("--model", model, clip);
        assertThat(text.lines()).hasSize(6).contains(folder + "/new\\u000aline \\u001b[31m “手”.parquet (2 frames)");
        assertThat(text.out()).contains("“no”\\u000a\\u001b[31m手").doesNotContain("\u001b");
        Ran json = Ran.infer("--model", model, "--format", "json", clip);
        assertThat(json.lines()).hasSize(1);
        assertThat(JSON.readTree(json.out()).get("clip").textValue()).isEqualTo(clip.toString());
        assertThat(json.out()).doesNotContain("\u001b");
    }

    @Test
    void moreSignsThanThereAreAreAllOfThem() {
        assertThat(Ran.infer("--model", model, "--top", Integer.MAX_VALUE, CLIP).lines()).hasSize(6);
    }

    @Test
    void labelsReplaceTheSignsOfTheCheckpoint() throws IOException {
        Path labels = Files.writeString(folder.resolve("signs.txt"), "a\nb\nc\nd\ne\n");
        assertThat(Ran.infer("--model", model, "--labels", labels, CLIP).out()).contains("%  a", "%  b", "%  c", "%  d",
                "%  e");
    }

    @Test
    void aFileOfAnotherProgramIsAskedAsThePresetThatIsNamed() throws IOException {
        Path bare = folder.resolve("weights.npz");
        Npz.write(bare, new Checkpoint(ModelFile.read(model).state(), Map.of("heads", "2")));
        Path labels = Files.writeString(folder.resolve("signs.json"), TestModels.SIGNS.toJson());
        Ran expected = Ran.infer("--model", model, CLIP);
        assertThat(Ran.infer("--model", bare, "--preset", "gislr-64", "--labels", labels, CLIP).out())
                .isEqualTo(expected.out());
        Ran other = Ran.infer("--model", model, "--preset", "cls", CLIP);
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err())
                .contains(model + ": its metadata name the preset 'gislr-64', not 'cls'; leave --preset out");
        assertThat(Ran.infer("--preset", "cls", CLIP).err())
                .contains("--preset goes with --model; the model that comes along says everything itself");
    }

    @Test
    void settingsAndStatisticsThatAFileOfAnotherProgramLacksAreAdded() throws IOException {
        Map<String, Tensor> weights = new LinkedHashMap<>(ModelFile.read(model).state());
        Map<String, Tensor> statistics = new LinkedHashMap<>();
        List.copyOf(weights.keySet()).stream().filter(name -> name.startsWith("stats."))
                .forEach(name -> statistics.put(name, weights.remove(name)));
        assertThat(statistics).isNotEmpty();
        Path bare = folder.resolve("weights.npz");
        Npz.write(bare, new Checkpoint(weights, Map.of()));
        Path beside = folder.resolve("statistics.npz");
        Npz.write(beside, new Checkpoint(statistics, Map.of()));
        Path labels = Files.writeString(folder.resolve("signs.json"), TestModels.SIGNS.toJson());
        Ran expected = Ran.infer("--model", model, CLIP);
        Object[] all = {"--model", bare, "--preset", "gislr-64", "--labels", labels, "--statistics", beside, "--set",
            "heads=2", CLIP};
        assertThat(Ran.infer(all).err()).isEqualTo(expected.err());
        assertThat(Ran.infer(all).out()).isEqualTo(expected.out());
        all[9] = "heads=1";
        assertThat(Ran.infer(all).out()).contains("%").isNotEqualTo(expected.out());
        Ran without = Ran.infer("--model", bare, "--preset", "gislr-64", "--set", "heads=2", "--labels", labels, CLIP);
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.err().strip()).startsWith(bare + ": the statistics of the training set, 'stats.")
                .endsWith("; name a file that has them with --statistics");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            ``                                    ¦ Missing required parameter: 'CLIP|DIRECTORY'
            --model m                             ¦ Missing required parameter: 'CLIP|DIRECTORY'
            --model m --foo c                     ¦ Unknown option: '--foo'
            --foo                                 ¦ Unknown option: '--foo'
            --model m -c.parquet                  ¦ Unknown option: '-c.parquet'; write ./-c.parquet if it is a file
            --labels l c                          ¦ --labels goes with --model; the model that comes along says everything itself
            --set heads=2 c                       ¦ --set goes with --model; the model that comes along says everything itself
            --statistics s c                      ¦ --statistics goes with --model; the model that comes along says everything itself
            --model m --set heads c               ¦ --set heads: KEY=VALUE is needed, as in --set heads=4
            --model m --set a=1 --set a=2 c       ¦ --set a=1 and --set a=2 contradict each other; give one of them
            --model m --top 0 c                   ¦ --top must be at least 1
            --model m --top abc c                 ¦ Invalid value for option '--top': 'abc' is not a whole number
            --model m --threads 0 c               ¦ --threads must be at least 1
            --model m --threads -1 c              ¦ --threads must be at least 1
            --model m --threads 1.5 c             ¦ Invalid value for option '--threads': '1.5' is not a whole number
            --model m --format xml c              ¦ Invalid value for option '--format': 'xml' is not text or json
            --model m --format Jsn c              ¦ Invalid value for option '--format': 'Jsn' is not text or json, did you mean 'json'
            --modle m c                           ¦ Unknown option: '--modle', did you mean --model?
            --threads 99999999999 c               ¦ Invalid value for option '--threads': '99999999999' is not a whole number of this size
            --top 1 --top 2 c                     ¦ option '--top' (K) should be specified only once
            """)
    void wrongUsageIsToldInOneLineWithAHint(String args, String message) {
        Ran ran = Ran.infer((Object[]) (args.isEmpty() ? new String[0] : args.split(" ")));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).containsExactly(message, "Try --help.");
    }

    @Test
    void aModelThatCannotBeUsedIsToldInOneLine() throws IOException {
        Path text = Files.writeString(folder.resolve("text.safetensors"), "a text of more than a few bytes");
        Path labels = Files.writeString(folder.resolve("two.txt"), "a\nb");
        for (Ran ran : List.of(Ran.infer("--model", folder.resolve("none.safetensors"), CLIP),
                Ran.infer("--model", text, CLIP), Ran.infer("--model", folder, CLIP), Ran.infer("--model", CLIP, CLIP),
                Ran.infer("--model", model, "--labels", labels, CLIP),
                Ran.infer("--model", model, "--labels", CLIP, CLIP),
                Ran.infer("--model", model, "--labels", folder, CLIP))) {
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).hasLineCount(1).doesNotContain("Exception");
        }
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        Ran help = Ran.infer("--help");
        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("java -jar islr-infer.jar [--model FILE]", "--labels", "--top", "--format",
                "--threads", "Exit codes:", "Examples:");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        Ran version = Ran.infer("--version");
        assertThat(version.code()).isZero();
        assertThat(version.lines()).hasSize(2);
        assertThat(version.out()).contains("islr-infer", "Java " + System.getProperty("java.version"), "kernels: ");
    }

    @Test
    void whenNobodyReadsTheResultsTheRestIsNotComputed() {
        int[] flushes = {0};
        Writer closed = new Writer() {
            @Override
            public void write(char[] text, int from, int count) {}

            @Override
            public void flush() throws IOException {
                flushes[0]++;
                throw new IOException("Broken pipe");
            }

            @Override
            public void close() {}
        };
        List<String> args = new ArrayList<>(List.of("--model", model.toString()));
        for (int i = 0; i < 500; i++) {
            args.add(CLIP.toString());
        }
        int code = InferMain.commandLine().setOut(new PrintWriter(closed)).execute(args.toArray(String[]::new));
        assertThat(code).isEqualTo(1);
        assertThat(flushes[0]).isLessThan(5);
    }

    private static Ran threads(List<Object> args, int threads) {
        List<Object> all = new ArrayList<>(args);
        all.addAll(List.of("--threads", threads));
        Ran ran = Ran.infer(all.toArray());
        assertThat(ran.code()).isEqualTo(1);
        return ran;
    }

    private static List<String> withoutTimes(Ran ran) {
        return ran.lines().stream().map(line -> line.replaceAll(",\"read_ms\":[0-9.]+,\"predict_ms\":[0-9.]+", ""))
                .toList();
    }

    private Path copy(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.copy(CLIP, file);
    }
}
