package islr.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import islr.golden.Close;
import islr.golden.Goldens;
import islr.golden.Inputs;
import islr.model.Gislr64;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// GISLR-64's preprocessing against the original's, on every clip and variant of the goldens.
class GoldenFeaturesTest {

    @TestFactory
    Stream<DynamicTest> framesAndIndicesAreTheOriginals() {
        Path system = Goldens.folder().resolve(Gislr64.PRESET);
        Inputs inputs = new Inputs(Goldens.folder());
        JsonNode info = Inputs.json(system.resolve("info.json"));
        Features features = FeatureSet.DOMINANT_HAND.of(info.get("input_size").asInt());
        assertThat(info.get("columns").asInt()).isEqualTo(features.columns());
        return inputs.names().stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            Frames frames = features.of(inputs.clip(name));
            try (SafetensorsFile golden = Goldens.open(system.resolve("preprocess.safetensors"))) {
                if (info.get("preprocess_fails_in_reference").has(name)) {
                    assertThat(golden.entries()).doesNotContainKey(name + ".frames");
                    assertThat(frames.kept()).isEqualTo(features.size());
                    return;
                }
                Close.absolute(name + ".frames", frames.values(), golden.tensor(name + ".frames").toArray(),
                        Close.PREPROCESSING);
                Close.absolute(name + ".idx", frames.index(), golden.tensor(name + ".idx").toArray(), 0);
            }
        }));
    }

    @Test
    void everyGoldenClipIsAmongTheInputs() throws IOException {
        Path system = Goldens.folder().resolve(Gislr64.PRESET);
        List<String> names = new Inputs(Goldens.folder()).names();
        try (SafetensorsFile golden = Goldens.open(system.resolve("preprocess.safetensors"))) {
            assertThat(golden.entries().keySet().stream().filter(key -> key.endsWith(".frames"))
                    .map(key -> key.replace(".frames", ""))).isNotEmpty()
                    .allSatisfy(name -> assertThat(names).contains(name));
        }
    }

    @Test
    void statisticsAreTheOriginals() throws IOException {
        Path system = Goldens.folder().resolve(Gislr64.PRESET);
        Inputs inputs = new Inputs(Goldens.folder());
        JsonNode info = Inputs.json(system.resolve("info.json"));
        Features features = FeatureSet.DOMINANT_HAND.of(info.get("input_size").asInt());
        List<Frames> clips = new ArrayList<>();
        info.get("stats_computed_from").forEach(name -> clips.add(features.of(inputs.clip(name.asText()))));
        try (SafetensorsFile golden = Goldens.open(system.resolve("preprocess.safetensors"))) {
            for (LandmarkGroup group : features.groups()) {
                Statistics statistics = Statistics.of(clips, group);
                each(group.name() + " mean", statistics.mean(),
                        golden.tensor("stats." + group.name() + ".mean").toArray());
                each(group.name() + " std", statistics.std(),
                        golden.tensor("stats." + group.name() + ".std").toArray());
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
