package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import islr.golden.Close;
import islr.golden.Goldens;
import islr.golden.Inputs;
import islr.recognize.Presets;
import islr.system.Sample;
import islr.system.Settings;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The preprocessing of GISLR-64 and GISLR-32 against the originals', on every clip and variant of the goldens.
class GoldenGislrFeaturesTest {
    private static final List<String> SYSTEMS = List.of("gislr-64", "gislr-32");

    private static Path folder(String system) {
        return Goldens.folder().resolve(system);
    }

    private static GislrFeatures features(String system, JsonNode info) {
        Settings settings = Presets.of(system).defaults().with("frames", info.get("input_size").asText());
        GislrFeatures features = (GislrFeatures) new Gislr().features(settings);
        assertThat(info.get("columns").asInt()).isEqualTo(features.points());
        return features;
    }

    @TestFactory
    Stream<DynamicTest> framesAndIndicesAreTheOriginals() {
        Inputs inputs = new Inputs(Goldens.folder());
        return SYSTEMS.stream().flatMap(system -> inputs.names().stream()
                .map(name -> DynamicTest.dynamicTest(system + ", " + name, () -> compare(system, inputs, name))));
    }

    private static void compare(String system, Inputs inputs, String name) throws IOException {
        JsonNode info = Inputs.json(folder(system).resolve("info.json"));
        GislrFeatures features = features(system, info);
        Sample sample = features.of(inputs.clip(name));
        try (SafetensorsFile golden = Goldens.open(folder(system).resolve("preprocess.safetensors"))) {
            if (info.get("preprocess_fails_in_reference").has(name)) {
                assertThat(golden.entries()).doesNotContainKey(name + ".frames");
                assertThat(sample.rows()).isEqualTo(features.size());
                return;
            }
            Close.absolute(name + ".frames", padded(sample, features, 0, 3 * features.points(), 0),
                    golden.tensor(name + ".frames").toArray(), Close.PREPROCESSING);
            Close.absolute(name + ".idx", padded(sample, features, 3 * features.points(), 1, -1),
                    golden.tensor(name + ".idx").toArray(), 0);
        }
    }

    /// Some columns of a sample with the padding that the original has.
    private static float[] padded(Sample sample, GislrFeatures features, int first, int count, float padding) {
        float[] all = new float[features.size() * count];
        Arrays.fill(all, padding);
        for (int t = 0; t < sample.rows(); t++) {
            System.arraycopy(sample.values().array(), sample.values().offset() + t * sample.width() + first, all,
                    t * count, count);
        }
        return all;
    }

    @Test
    void everyGoldenClipIsAmongTheInputs() throws IOException {
        List<String> names = new Inputs(Goldens.folder()).names();
        for (String system : SYSTEMS) {
            try (SafetensorsFile golden = Goldens.open(folder(system).resolve("preprocess.safetensors"))) {
                assertThat(golden.entries().keySet().stream().filter(key -> key.endsWith(".frames"))
                        .map(key -> key.replace(".frames", ""))).isNotEmpty()
                        .allSatisfy(name -> assertThat(names).contains(name));
            }
        }
    }

    @Test
    void statisticsAreTheOriginals() throws IOException {
        Inputs inputs = new Inputs(Goldens.folder());
        for (String system : SYSTEMS) {
            JsonNode info = Inputs.json(folder(system).resolve("info.json"));
            GislrFeatures features = features(system, info);
            List<Sample> samples = new ArrayList<>();
            info.get("stats_computed_from").forEach(name -> samples.add(features.of(inputs.clip(name.asText()))));
            try (SafetensorsFile golden = Goldens.open(folder(system).resolve("preprocess.safetensors"))) {
                for (LandmarkGroup group : features.set().groups()) {
                    Statistics statistics = Statistics.of(samples, group);
                    String name = system + " stats." + group.name();
                    each(name + ".mean", statistics.mean(), golden.tensor("stats." + group.name() + ".mean").toArray());
                    each(name + ".std", statistics.std(), golden.tensor("stats." + group.name() + ".std").toArray());
                }
            }
        }
    }

    /// Each number within 1e-5 of its own size: the original adds in float32.
    private static void each(String what, float[] actual, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as(what + "[" + i + "]").isCloseTo(expected[i],
                    org.assertj.core.api.Assertions.within(1e-5 * Math.max(Math.abs(expected[i]), 1e-2)));
        }
    }
}
