package islr.system.sixth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import islr.golden.Close;
import islr.golden.Goldens;
import islr.recognize.ModelFile;
import islr.recognize.ModelHints;
import islr.system.Batch;
import islr.tensor.Compute;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The state dicts that PyTorch wrote of the original's models: all sizes but the number of heads show in the tensors.
class GoldenSixthFilesTest {
    private static final double FORWARD = 2e-5;

    private final Compute c = Compute.cpu();

    @TestFactory
    Stream<DynamicTest> aStateDictOfPyTorchIsTheOriginal() {
        return Stream.of("small25_main", "small25_dist", "small25_h16", "small80_h16")
                .map(model -> DynamicTest.dynamicTest(model, () -> compare(model)));
    }

    private void compare(String model) throws IOException {
        Path file = GoldenSixthTest.folder().resolve(model).resolve("weights.pt");
        Goldens.compared(file);
        assertThatIOException().isThrownBy(() -> ModelFile.read(file)).withMessageContaining(
                "fit several: sixth-25, sixth-80, sixth-25-teacher, sixth-80-teacher, but " + "nothing says 'heads'")
                .withMessageEndingWith("name the one that it is with --preset");
        String heads = GoldenSixthTest.meta(model + "/weights.safetensors").get("heads").asText();
        ModelFile read = ModelFile.read(file, new ModelHints(
                Optional.of(model.contains("80") ? "sixth-80" : "sixth-25"), Map.of("heads", heads), Optional.empty()));
        assertThat(read.classes()).isEqualTo(250);
        try (SafetensorsFile golden = Goldens.open(file.resolveSibling("eval.safetensors"))) {
            Batch batch = GoldenSixthTest.batch(golden, "in/");
            float[] expected = golden.tensor("logits").toArray();
            float[] actual = read.model().logits(c, batch).toArray();
            assertThat(actual).hasSameSizeAs(expected);
            float[] difference = new float[expected.length];
            for (int i = 0; i < expected.length; i++) {
                difference[i] = (actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
            }
            Close.absolute(model, difference, new float[expected.length], FORWARD);
        }
    }
}
