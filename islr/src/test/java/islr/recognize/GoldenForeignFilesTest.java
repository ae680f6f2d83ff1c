package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import islr.golden.Close;
import islr.golden.Goldens;
import islr.golden.Inputs;
import islr.system.Batch;
import islr.system.Sample;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import islr.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The files of Keras and PyTorch beside the goldens' `weights.safetensors`: the same model, with the same numbers and
/// the original's answers, without a word on what they are where the tensors show it.
class GoldenForeignFilesTest {
    private static final List<String> FILES = List.of("keras2_weights.h5", "keras3.weights.h5",
            "keras3_legacy_model.h5", "keras3_model.keras", "weights.pt");
    private static final int FEWEST = 10;

    private final Compute c = Compute.cpu();

    @TestFactory
    Stream<DynamicTest> everyFileIsTheModelOfTheGoldens() {
        Inputs inputs = new Inputs(Goldens.folder());
        return Stream.of("gislr-64", "gislr-32", "gislr-features-mlp", "hengck-cls")
                .flatMap(system -> FILES.stream().map(Goldens.folder().resolve(system).resolve("small")::resolve))
                .filter(Files::exists)
                .map(file -> DynamicTest.dynamicTest(
                        file.getParent().getParent().getFileName() + "/" + file.getFileName(),
                        () -> compare(file, inputs)));
    }

    /// Keras's weights alone have no statistics; and no tensor shows the number of heads of a PyTorch attention.
    private static ModelHints hints(Path file) {
        Path statistics = file.resolveSibling("weights.safetensors");
        String name = file.getFileName().toString();
        if (name.equals("weights.pt")) {
            return new ModelHints(Optional.of("cls"), Map.of("heads", "4"), Optional.empty());
        }
        return file.toString().contains("mlp") || name.contains("model") ? ModelHints.NONE
                : new ModelHints(Optional.empty(), Map.of(), Optional.of(statistics));
    }

    private void compare(Path file, Inputs inputs) throws IOException {
        ModelHints hints = hints(file);
        if (hints.statistics().isPresent()) {
            assertThatIOException().isThrownBy(() -> ModelFile.read(file)).withMessageStartingWith(
                    file + ": the statistics of the training set, 'stats.lips.mean' and others, are missing");
        }
        Goldens.compared(file);
        ModelFile read = ModelFile.read(file, hints);
        ModelFile expected = ModelFile.read(file.resolveSibling("weights.safetensors"));
        assertThat(read.preset()).isEqualTo(expected.preset());
        assertThat(used(read)).isEqualTo(used(expected));
        assertThat(read.classes()).isEqualTo(expected.classes());
        assertThat(read.state()).containsOnlyKeys(expected.state().keySet());
        read.state().forEach((name, tensor) -> {
            assertThat(tensor.shape()).as(name).isEqualTo(expected.state().get(name).shape());
            assertThat(tensor.toArray()).as(name).isEqualTo(expected.state().get(name).toArray());
        });
        int compared = 0;
        try (SafetensorsFile golden = Goldens.open(file.resolveSibling("expected.safetensors"))) {
            for (String clip : inputs.names()) {
                if (golden.entries().containsKey(clip + ".logits")
                        && !Close.anyNaN(golden.tensor(clip + ".logits").toArray())) {
                    Sample sample = read.features().of(inputs.clip(clip));
                    Tensor logits = read.model().logits(c, Batch.of(Memory.heap(), List.of(sample)));
                    Close.relative(clip, logits.toArray(), golden.tensor(clip + ".logits").toArray(), Close.RELATIVE);
                    compared++;
                }
            }
        }
        assertThat(compared).as("clips").isGreaterThanOrEqualTo(FEWEST);
    }

    private static Map<String, String> used(ModelFile file) {
        Map<String, String> used = new LinkedHashMap<>();
        file.settings().list().stream().filter(setting -> !setting.isOnlyForTraining())
                .forEach(setting -> used.put(setting.key(), file.settings().text(setting)));
        return used;
    }
}
