package islr.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import islr.golden.Goldens;
import islr.golden.Inputs;
import islr.nn.train.Schedule;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Accuracies, the classification report and the learning rates against the original's.
class GoldenMetricsTest {
    private static final double EXACT = 1e-12;

    private record Rows(float[][] probabilities, int[] labels) {
        static Rows read(Path folder) throws IOException {
            try (SafetensorsFile file = Goldens.open(folder.resolve("metrics.safetensors"))) {
                int[] labels = file.ints("labels");
                float[] all = file.tensor("probs").toArray();
                float[][] rows = new float[labels.length][];
                int classes = all.length / labels.length;
                Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * classes, (i + 1) * classes));
                return new Rows(rows, labels);
            }
        }
    }

    @Test
    void topKCountsTiesAsTheOriginalDoes() throws IOException {
        Path folder = Goldens.folder().resolve("metrics");
        JsonNode expected = Inputs.json(folder.resolve("metrics.json"));
        Rows rows = Rows.read(folder);
        for (int k : new int[] {5, 10}) {
            assertThat(Metrics.topK(rows.probabilities, rows.labels, k)).isCloseTo(expected.get("top" + k).asDouble(),
                    within(EXACT));
        }
        long right = java.util.stream.IntStream.range(0, rows.labels.length)
                .filter(i -> Metrics.argmax(rows.probabilities[i]) == rows.labels[i]).count();
        assertThat((double) right / rows.labels.length).isCloseTo(expected.get("top1").asDouble(), within(EXACT));
    }

    @Test
    void theReportIsTheOriginals() throws IOException {
        Path folder = Goldens.folder().resolve("metrics");
        JsonNode expected = Inputs.json(folder.resolve("metrics.json")).get("report");
        Rows rows = Rows.read(folder);
        int[] answers = Arrays.stream(rows.probabilities).mapToInt(Metrics::argmax).toArray();
        ClassificationReport report = ClassificationReport.of(rows.labels, answers, rows.probabilities[0].length);
        List<String> names = new ArrayList<>();
        expected.fieldNames().forEachRemaining(names::add);
        names.removeAll(List.of("accuracy", "macro avg", "weighted avg"));
        names.sort(null);
        assertThat(report.classes()).hasSameSizeAs(names);
        int i = 0;
        // Classes are numbered in the order of their names.
        for (ClassificationReport.Row row : report.classes().values()) {
            compare(row, expected.get(names.get(i++)));
        }
        assertThat(report.accuracy()).isCloseTo(expected.get("accuracy").asDouble(), within(EXACT));
        compare(report.macro(), expected.get("macro avg"));
        compare(report.weighted(), expected.get("weighted avg"));
    }

    private static void compare(ClassificationReport.Row row, JsonNode expected) {
        assertThat(row.precision()).isCloseTo(expected.get("precision").asDouble(), within(EXACT));
        assertThat(row.recall()).isCloseTo(expected.get("recall").asDouble(), within(EXACT));
        assertThat(row.f1()).isCloseTo(expected.get("f1-score").asDouble(), within(EXACT));
        assertThat(row.support()).isEqualTo(expected.get("support").asInt());
    }

    @Test
    void learningRatesFallAlongHalfACosine() {
        JsonNode expected = Inputs.json(Goldens.folder().resolve("metrics").resolve("metrics.json"));
        expected.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("lr_")) {
                int epochs = Integer.parseInt(name.substring(3));
                Schedule schedule = Schedule.cosine(expected.get(name).get(0).asDouble(), 0, epochs);
                assertThat(expected.get(name).size()).isEqualTo(epochs);
                for (int epoch = 0; epoch < epochs; epoch++) {
                    assertThat(schedule.at(epoch)).isCloseTo(expected.get(name).get(epoch).asDouble(), within(1e-9));
                }
            }
        });
    }
}
