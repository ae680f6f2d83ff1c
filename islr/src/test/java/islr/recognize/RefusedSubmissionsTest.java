package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.SignList;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Submissions that cannot be run (`tools/golden/tflite_refused.py`), and the sentence that is said of each.
class RefusedSubmissionsTest {
    private static final String DAMAGED = "; the file is damaged or badly written, get it again from its source";
    private static final String INPUT = "it: its input is not the landmarks of a clip, one FLOAT32 tensor [frames, 543,"
            + " 3]; it takes 'inputs' FLOAT32 [%s]; convert the model with such an input";
    private static final String OUTPUT = "it: which output has the scores of the signs cannot be told; it has %s; "
            + "convert the model with one FLOAT32 output, or name it 'outputs'";

    private static final Map<String, String> SAID = Map.ofEntries(
            Map.entry("a-class-number", OUTPUT.formatted("'outputs' INT64 []")),
            Map.entry("absent-output", "it: it names tensor -1 of 14" + DAMAGED),
            Map.entry("beyond-an-array",
                    "it, operator 7, BATCH_MATMUL: shape [171045, 171045]: more numbers than one Java array holds "
                            + "(2^31)"),
            Map.entry("custom",
                    "it: this graph cannot be run: it lacks the custom operator 'Asin'; convert the model without "
                            + "custom operators"),
            Map.entry("custom-name",
                    "it: this graph cannot be run: it lacks the custom operator 'Two\\u000alines\\u001b[31m'; convert "
                            + "the model without custom operators"),
            Map.entry("cyclic",
                    "it: operator 0 reads tensor 13, which nothing before it computes; the graph is damaged or badly "
                            + "written, get it again from its source"),
            Map.entry("division-by-zero", "it, operator 10, FLOOR_DIV: a whole number is divided by 0"),
            Map.entry("doubles",
                    "it: this graph cannot be run: 'outputs' FLOAT64 [5] is of a type that is not computed here; "
                            + "convert the model with FLOAT32 inputs and outputs"),
            Map.entry("endless-loop",
                    "it, subgraph 2, operator 0, ADD: it is given up after 4,194,304 steps: a loop in it does not end; "
                            + "the graph is damaged or badly written"),
            Map.entry("fewer-landmarks", INPUT.formatted("-1, 118, 3")),
            Map.entry("flex",
                    "it: this graph cannot be run: it lacks the TensorFlow operator 'FlexMatrixDeterminant'; convert "
                            + "the model with TFLite's built-in operators alone (TFLITE_BUILTINS)"),
            Map.entry("huge-results",
                    "it, operator 5, TILE: shape [20000, 105, 1, 543, 1, 3]: "
                            + "more numbers than one Java array holds (2^31)"),
            Map.entry("index-outside", "it, operator 0, GATHER: index 5000 is not one of 0 to 542"),
            Map.entry("int8",
                    "it: this graph cannot be run: it lacks the operator FULLY_CONNECTED with quantised arithmetic "
                            + "(INT8); convert the model with float32 activations (weights may be float16 or int8)"),
            Map.entry("no-graph", "it: there is no graph in it"),
            Map.entry("runs-itself", "it: subgraph 0 runs itself, or too many within each other" + DAMAGED),
            Map.entry("scores-of-frames",
                    "it: its output for this clip has the shape [105, 5], but the list of signs given for it "
                            + "(--labels on the command line) has 5; a score for each sign is needed"),
            Map.entry("thirty-frames", INPUT.formatted("30, 543, 3")),
            Map.entry("two-outputs", OUTPUT.formatted("'b' FLOAT32 [5], 'a' FLOAT32 [5]")),
            Map.entry("two-signatures",
                    "it: it has the signatures 'first', 'second', and which one is meant cannot be told; convert the "
                            + "model with one, or name it serving_default"),
            Map.entry("unknown-operator", "it: this graph cannot be run: it lacks the operator BUILTIN_9999"));

    @Test
    void eachIsRefusedInOneSentenceWithThePlaceAndTheRemedy() throws IOException, URISyntaxException {
        Path folder = Path.of(RefusedSubmissionsTest.class.getResource("/islr/tflite/refused").toURI());
        Map<String, String> said = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                said.put(file.getFileName().toString().replace(".tflite", ""),
                        said(file).replace(file.toString(), "it"));
            }
        }
        assertThat(said).isEqualTo(new TreeMap<>(SAID));
    }

    private static String said(Path file) {
        float[] landmarks = new float[105 * 543 * 3];
        Random random = new Random(18);
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] = random.nextFloat();
        }
        SignList signs = new SignList(List.of("a", "b", "c", "d", "e"));
        try (Recognizer recognizer = Recognizer.load(file, Optional.of(signs), 1)) {
            recognizer.recognize(new Clip("clip", landmarks));
            return "";
        } catch (IOException | IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
