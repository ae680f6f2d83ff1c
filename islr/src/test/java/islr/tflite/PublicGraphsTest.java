package islr.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import islr.golden.Goldens;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.value.Value;
import islr.weights.WeightsException;
import islr.weights.tflite.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Public TFLite files: each runs and agrees with TensorFlow's interpreter, or is refused in one sentence.
///
/// It runs twice, once with 256 MB of memory: then a graph that needs more is refused, and nothing ends the program.
///
/// `corpora.json` is what TensorFlow computes (`tools/golden/tflite_corpora.py`), `corpora.tsv` what is said here.
class PublicGraphsTest {
    private static final float TOLERANCE = 1e-4f;
    private static final int LEAST_AGREEING = 72;
    private static final long LITTLE_MEMORY = 300L << 20;
    private static final int MOST_WITHOUT_MEMORY = 2;

    @Test
    void everyPublicFileAgreesOrIsRefusedAsTheTableSays() throws IOException {
        Path folder = Goldens.shared().resolve("corpora/tflite");
        JsonNode theirs = new ObjectMapper().readTree(resource("corpora.json"));
        Map<String, String> expected = new TreeMap<>();
        for (String line : new String(resource("corpora.tsv"), java.nio.charset.StandardCharsets.UTF_8).split("\n")) {
            String[] cells = line.split("\t");
            expected.put(cells[0], cells[1]);
        }
        Map<String, String> verdicts = new TreeMap<>();
        List<String> withoutMemory = new ArrayList<>();
        int ran = 0;
        int agree = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                boolean runs = theirs.path(name).path("tensorflow").asText().equals("runs");
                String verdict = verdict(file, theirs.path(name), runs);
                if (hasLittleMemory() && verdict.endsWith("start Java with a larger -Xmx")) {
                    withoutMemory.add(name);
                    verdict = expected.get(name);
                }
                verdicts.put(name, verdict);
                ran += runs ? 1 : 0;
                agree += verdict.equals("agrees") ? 1 : 0;
            }
        }
        Path table = Path.of("target/corpora.tsv");
        Files.createDirectories(table.toAbsolutePath().getParent());
        List<String> lines = new ArrayList<>();
        verdicts.forEach((name, verdict) -> lines.add(name + "\t" + verdict));
        Files.write(table, lines);
        assertThat(verdicts).as(
                "the table is target/corpora.tsv; " + agree + " of the " + ran + " files that TensorFlow runs agree")
                .isEqualTo(expected);
        assertThat(withoutMemory).hasSizeLessThanOrEqualTo(MOST_WITHOUT_MEMORY);
        assertThat(withoutMemory.isEmpty()).isNotEqualTo(hasLittleMemory());
        assertThat(agree).isGreaterThanOrEqualTo(LEAST_AGREEING);
    }

    private static boolean hasLittleMemory() {
        return Runtime.getRuntime().maxMemory() < LITTLE_MEMORY;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PublicGraphsTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static String verdict(Path file, JsonNode theirs, boolean runs) {
        Value[] outputs;
        try {
            TfliteGraph graph = TfliteGraph.open(file);
            outputs = graph.run(Compute.cpu(), inputs(graph));
        } catch (WeightsException | TfliteException e) {
            String sentence = e.getMessage().replace(file.toString(), "it");
            assertThat(sentence).doesNotContain("\n");
            return "refused: " + sentence;
        }
        if (!runs) {
            return "runs here only";
        }
        JsonNode expected = theirs.path("outputs");
        if (expected.size() != outputs.length) {
            return "differs: " + outputs.length + " outputs against " + expected.size();
        }
        for (int i = 0; i < outputs.length; i++) {
            String difference = difference(outputs[i], expected.get(i));
            if (!difference.isEmpty()) {
                return "differs: output " + i + ": " + difference;
            }
        }
        return "agrees";
    }

    /// By the rule of the script.
    private static Value[] inputs(TfliteGraph graph) {
        Value[] inputs = new Value[graph.inputs().size()];
        for (int j = 0; j < inputs.length; j++) {
            TfliteGraph.Port port = graph.inputs().get(j);
            Shape shape = Shape.of(port.shape().stream().mapToInt(size -> size < 0 ? 1 : size).toArray());
            double[] u = new double[shape.size()];
            for (int k = 0; k < u.length; k++) {
                u[k] = ((k + 1L) * 2_654_435_761L + j * 97_531L) % (1L << 32) / (double) (1L << 32);
            }
            inputs[j] = input(port.type(), shape, u);
        }
        return inputs;
    }

    private static Value input(TensorType type, Shape shape, double... u) {
        float[] floats = new float[u.length];
        long[] numbers = new long[u.length];
        boolean[] flags = new boolean[u.length];
        for (int k = 0; k < u.length; k++) {
            floats[k] = (float) (4 * u[k] - 2);
            numbers[k] = (long) (3 * u[k]);
            flags[k] = u[k] < 0.5;
        }
        return type == TensorType.BOOL ? Value.of(shape, flags)
                : Value.isWhole(type) ? Value.of(type, shape, numbers) : Value.of(Tensor.of(shape, floats)).as(type);
    }

    private static String difference(Value y, JsonNode expected) {
        List<Integer> shape = new ArrayList<>();
        expected.path("shape").forEach(size -> shape.add(size.asInt()));
        if (!shape.toString().equals(y.shape().toString())) {
            return y.shape() + " against " + shape;
        }
        double sum = 0;
        double magnitude = 0;
        double largest = 1e-30;
        for (int i = 0; i < y.size(); i++) {
            double number = number(y, i);
            if (Double.isFinite(number)) {
                sum += number;
                magnitude += Math.abs(number);
                largest = Math.max(largest, Math.abs(number));
            }
        }
        double theirs = expected.path("magnitude").asDouble();
        if (Math.abs(magnitude - theirs) > TOLERANCE * theirs
                || Math.abs(sum - expected.path("sum").asDouble()) > TOLERANCE * theirs) {
            return "the sums " + sum + " and " + magnitude + " against " + expected.path("sum") + " and " + theirs;
        }
        for (int i = 0; i < expected.path("first").size(); i++) {
            double number = Double.parseDouble(
                    expected.path("first").get(i).asText().replace("inf", "Infinity").replace("nan", "NaN"));
            if (Double.isFinite(number) ? !(Math.abs(number(y, i) - number) <= TOLERANCE * largest)
                    : Double.compare(number, number(y, i)) != 0) {
                return "number " + i + " is " + number(y, i) + " against " + number;
            }
        }
        return "";
    }

    private static double number(Value y, int i) {
        return y.isFloat() ? y.floats().array()[y.at() + i] : y.isFlags() ? y.flags()[i] ? 1 : 0 : y.longs()[i];
    }
}
