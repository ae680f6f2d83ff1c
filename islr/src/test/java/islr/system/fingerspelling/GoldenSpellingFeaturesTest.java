package islr.system.fingerspelling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The preprocessing against the original.
class GoldenSpellingFeaturesTest {
    private static Stream<String> files() {
        return Stream.of("preprocess.safetensors", "dataset/expected_preprocess.safetensors");
    }

    @TestFactory
    Stream<DynamicTest> standardisedPointsAreTheOriginals() {
        return files().map(file -> DynamicTest.dynamicTest(file, () -> {
            try (SafetensorsFile golden = SpellingGoldens.open(file)) {
                List<String> compared = new ArrayList<>();
                for (String name : golden.entries().keySet()) {
                    if (name.startsWith("processed.")) {
                        float[] raw = golden.tensor(name.replace("processed", "raw")).toArray();
                        SpellingGoldens.nearPoints(name, SpellingFeatures.standardized(raw),
                                golden.tensor(name).toArray());
                        compared.add(name);
                    }
                }
                assertThat(compared).hasSizeGreaterThan(2);
            }
        }));
    }

    @Test
    void bothFitsOfALongSequenceAreTheOriginals() throws IOException {
        try (SafetensorsFile golden = SpellingGoldens.open("preprocess.safetensors")) {
            float[] points = SpellingFeatures.standardized(golden.tensor("raw.long").toArray());
            SpellingGoldens.nearPoints("fit384.long",
                    new SpellingFeatures(384, Fit.NEAREST).sample(points).values().toArray(),
                    golden.tensor("fit384.long").toArray());
            SpellingGoldens.near("fit384_linear.long",
                    new SpellingFeatures(384, Fit.LINEAR).sample(points).values().toArray(),
                    golden.tensor("fit384_linear.long").toArray(), SpellingGoldens.LINEAR_FIT);
        }
    }

    @Test
    void theMaskCountsTheFramesThatAreKept() throws IOException {
        try (SafetensorsFile golden = SpellingGoldens.open("preprocess.safetensors")) {
            for (String name : golden.entries().keySet()) {
                if (name.startsWith("mask384.")) {
                    int frames = 0;
                    for (float v : golden.tensor(name).toArray()) {
                        frames += (int) v;
                    }
                    float[] points = SpellingFeatures
                            .standardized(golden.tensor(name.replace("mask384", "raw")).toArray());
                    assertThat(new SpellingFeatures(384, Fit.NEAREST).sample(points).rows()).as(name).isEqualTo(frames);
                }
            }
        }
    }

    @Test
    void columnsAreThoseOfTheOriginal() {
        List<String> expected = new ArrayList<>();
        SpellingGoldens.json("dataset/inference_args.json").get("selected_columns")
                .forEach(column -> expected.add(column.asText()));
        assertThat(SpellingPoints.columns()).isEqualTo(expected);
    }

    @Test
    void charactersAreThoseOfTheOriginal() {
        JsonNode map = SpellingGoldens.json("dataset/character_to_prediction_index.json");
        assertThat(map.size()).isEqualTo(Characters.all().length());
        map.fieldNames().forEachRemaining(
                name -> assertThat(Characters.of(name.charAt(0))).as(name).isEqualTo(map.get(name).asInt()));
    }

    @Test
    void theMirrorIsTheOriginals() {
        JsonNode flip = SpellingGoldens.json("augment.json").get("flip_array");
        int[] expected = new int[flip.size()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = flip.get(i).asInt();
        }
        assertThat(SpellingPoints.mirror()).isEqualTo(expected);
    }
}
