package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import islr.data.Clip;
import islr.data.SequenceFile;
import islr.data.SequenceWriter;
import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.recognize.Speller;
import islr.recognize.SpellerFile;
import islr.synthetic.SpellingSettings;
import islr.synthetic.SyntheticSpellers;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.Spelling;
import islr.system.fingerspelling.SpellingPreset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `islr-infer.jar` with a model that spells.
class SpellingInferTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEQUENCES = 37;

    @TempDir
    private static Path folder;
    private static Path model;
    private static Path file;

    @BeforeAll
    static void writeModelAndFile() throws Exception {
        SpellingPreset preset = Presets.speller("fingerspelling-2").with(Map.of("units", "16", "blocks", "1", "heads",
                "2", "kernel", "5", "decoder_units", "12", "frames", "60", "letters", "9", "least_confidence", "0"));
        Parameters parameters = Parameters.fresh(3);
        Fingerspelling.network(preset.defaults(), parameters);
        Random random = new Random(3);
        // Large enough that phrases differ.
        parameters.trainable().forEach((_, tensor) -> {
            for (int i = 0; i < tensor.size(); i++) {
                tensor.array()[tensor.offset() + i] += (float) (0.3 * random.nextGaussian());
            }
        });
        model = folder.resolve("model.safetensors");
        SpellerFile.write(model, preset, preset.defaults(), parameters.state(), List.of(), Map.of());
        SyntheticSpellers spellers = new SyntheticSpellers(new SpellingSettings(5, 2, 40, 1, 6, 1));
        List<SequenceWriter.Entry> entries = new ArrayList<>();
        for (int i = 0; i < SEQUENCES; i++) {
            entries.add(new SequenceWriter.Entry(1000 - 3 * i, spellers.clip(i % 2, i)));
        }
        file = folder.resolve("sequences.parquet");
        SequenceWriter.write(file, entries);
    }

    private static List<JsonNode> json(Ran ran) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : ran.lines()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void allSequencesOfAFileAreSpelledInItsOrderWhateverTheNumberOfThreads(int threads) throws Exception {
        Ran ran = Ran.infer("--model", model, "--format", "json", "--threads", threads, file);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        List<JsonNode> lines = json(ran);
        assertThat(lines).hasSize(SEQUENCES);
        try (Speller speller = Speller.load(model, 1); SequenceFile open = SequenceFile.open(file)) {
            for (int i = 0; i < SEQUENCES; i++) {
                JsonNode line = lines.get(i);
                Clip sequence = speller.read(open, open.sequences().get(i));
                Spelling spelling = speller.spell(sequence);
                assertThat(line.fieldNames()).toIterable().containsExactly("clip", "frames", "phrase", "confidence",
                        "tokens", "placeholder", "read_ms", "predict_ms");
                assertThat(line.get("clip").textValue()).isEqualTo(file + "#" + (1000 - 3 * i));
                assertThat(line.get("frames").intValue()).isEqualTo(sequence.frames());
                assertThat(line.get("phrase").textValue()).isEqualTo(spelling.phrase());
                assertThat(
                        StreamSupport.stream(line.get("tokens").spliterator(), false).map(JsonNode::intValue).toList())
                        .isEqualTo(spelling.tokens());
            }
        }
        assertThat(lines.stream().map(line -> line.get("phrase").textValue()).distinct().count()).isGreaterThan(5);
    }

    @Test
    void oneSequenceIsAskedForByItsNumber() throws Exception {
        Ran ran = Ran.infer("--model", model, file + "#994");
        assertThat(ran.code()).isZero();
        assertThat(ran.lines().getFirst()).startsWith(file + "#994 (").contains("confidence ").endsWith(" ms");
        String all = Ran.infer("--model", model, file).out();
        assertThat(all).contains("#994 (").contains("\n" + ran.lines().getLast() + "\n");
        assertThat(json(Ran.infer("--model", model, "--format", "json", file + "#994", file + "#1000")))
                .extracting(line -> line.get("clip").textValue()).containsExactly(file + "#994", file + "#1000");
    }

    @Test
    void whatCannotBeSpelledIsToldAndCostsTheOthersNothing() throws Exception {
        Ran ran = Ran.infer("--model", model, file + "#7", folder.resolve("none.parquet"), Ran.clip(), file + "#1000");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines()).hasSize(3).first().asString()
                .startsWith(file + ": there is no sequence 7; there are ");
        assertThat(ran.lines().getFirst()).startsWith(file + "#1000 (");
        List<JsonNode> lines = json(Ran.infer("--model", model, "--format", "json", file + "#7", file + "#1000"));
        assertThat(lines.getFirst().get("clip").textValue()).isEqualTo(file + "#7");
        assertThat(lines.getFirst().get("error").textValue()).contains("no sequence 7");
        assertThat(lines.getLast().has("phrase")).isTrue();
    }

    /// The network takes 60 frames.
    @Test
    void sequencesOfAnyLengthAreSpelled() throws Exception {
        List<SequenceWriter.Entry> entries = new ArrayList<>();
        Clip some = new SyntheticSpellers(new SpellingSettings(6, 1, 20, 6, 6, 1)).clip(0, 0);
        int[] lengths = {1, 14, 15, 59, 60, 61, 5000};
        for (int frames : lengths) {
            float[] landmarks = new float[frames * some.landmarks().length / some.frames()];
            for (int i = 0; i < landmarks.length; i++) {
                landmarks[i] = some.landmarks()[i % some.landmarks().length];
            }
            entries.add(new SequenceWriter.Entry(frames, new Clip(Integer.toString(frames), some.rows(), landmarks)));
        }
        Path lasting = folder.resolve("lengths.parquet");
        SequenceWriter.write(lasting, entries);
        Ran ran = Ran.infer("--model", model, "--format", "json", lasting);
        assertThat(ran.err()).isEmpty();
        assertThat(json(ran)).extracting(line -> line.get("frames").intValue()).containsExactly(1, 14, 15, 59, 60, 61,
                5000);
        assertThat(json(ran)).extracting(line -> line.get("placeholder").booleanValue()).containsExactly(true, true,
                false, false, false, false, false);
    }

    @Test
    void moreBeamsGiveOtherAnswersAndWhatIsOfSignsIsRefused() throws Exception {
        String one = Ran.infer("--model", model, "--format", "json", file).out().replaceAll(",\"read_ms.*", "");
        assertThat(Ran.infer("--model", model, "--beams", 1, "--format", "json", file).out().replaceAll(",\"read_ms.*",
                "")).isEqualTo(one);
        assertThat(Ran.infer("--model", model, "--beams", 4, "--format", "json", file).out().replaceAll(",\"read_ms.*",
                "")).isNotEqualTo(one);
        for (String option : List.of("--top=3", "--labels=signs.json", "--statistics=some.npz", "--beams=0")) {
            Ran ran = Ran.infer("--model", model, option, file);
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).startsWith(option.replaceAll("=.*", ""));
        }
        assertThat(Ran.infer("--beams", 2, Ran.clip()).err()).startsWith("--beams is for models that spell");
    }

    @Test
    void aModelOfSignsRefusesAWideFileAndSaysSo() throws Exception {
        Ran ran = Ran.infer(file);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains(file + ": ").contains("sequence");
    }
}
