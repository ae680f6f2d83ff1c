package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The weights and gradients of the goldens, to our names and layouts and back: the same bits.
class KerasNamesGoldenTest {
    private static final String SYSTEM = "gislr-64";

    @BeforeAll
    static void skipWhereThereAreNoGoldens() {
        if (given() == null && !Files.isDirectory(root().resolve("../shared"))) {
            System.out.println("skipped: no goldens of " + SYSTEM + " (-Dislr.goldens=FOLDER says where they are)");
            Assumptions.abort("no goldens of " + SYSTEM);
        }
        assertThat(folder()).as("the goldens of " + SYSTEM).isDirectory();
    }

    @TestFactory
    List<DynamicTest> theWeightsOfEveryModelGoToOursAndBackBitForBit() throws IOException {
        return files("weights.safetensors").stream()
                .map(path -> DynamicTest.dynamicTest(path.getParent().getFileName().toString(), () -> {
                    Checkpoint file = Safetensors.read(path);
                    Map<String, Tensor> ours = roundTrip(file.tensors(), Integer.parseInt(file.text("heads")));
                    int units = Integer.parseInt(file.text("units"));
                    int classes = Integer.parseInt(file.text("classes"));
                    assertThat(ours.get("classifier.weight").shape()).isEqualTo(Shape.of(classes, units));
                    assertThat(ours.get("blocks.0.attn.q_proj.weight").shape()).isEqualTo(Shape.of(units, units));
                    assertThat(ours.keySet()).noneMatch(name -> name.contains("kernel") || name.contains("dense"));
                    // Row 0 of head 1's part of q_proj is column 0 of head 1's kernel.
                    Tensor kernel = file.tensor("blocks.0.attn.q.1.kernel");
                    Tensor weight = ours.get("blocks.0.attn.q_proj.weight");
                    assertThat(weight.get(kernel.shape().dim(1), 5)).isEqualTo(kernel.get(5, 0));
                })).toList();
    }

    @TestFactory
    List<DynamicTest> theGradientsAndStepsOfEveryModelGoToOursAndBackBitForBit() throws IOException {
        return files("train.safetensors").stream()
                .map(path -> DynamicTest.dynamicTest(path.getParent().getFileName().toString(), () -> {
                    int heads = Integer
                            .parseInt(Safetensors.read(path.resolveSibling("weights.safetensors")).text("heads"));
                    Map<String, Tensor> all = Safetensors.read(path).tensors();
                    for (String prefix : List.of("grad.", "step1.", "step10.", "dense_step1.", "dense_step10.",
                            "adam10.m.", "adam10.v.")) {
                        Map<String, Tensor> part = new LinkedHashMap<>();
                        all.forEach((name, tensor) -> {
                            if (name.startsWith(prefix)) {
                                part.put(name.substring(prefix.length()), tensor);
                            }
                        });
                        assertThat(part).as(prefix).isNotEmpty();
                        roundTrip(part, heads);
                    }
                })).toList();
    }

    private static Map<String, Tensor> roundTrip(Map<String, Tensor> theirs, int heads) throws WeightsException {
        Map<String, Tensor> ours = KerasNames.gislr64().toOurs(theirs);
        Map<String, Tensor> back = KerasNames.gislr64().toTheirs(ours, heads);
        assertThat(back).containsOnlyKeys(theirs.keySet());
        theirs.forEach((name, tensor) -> Tensors.assertSameBits(back.get(name), tensor));
        return ours;
    }

    /// The files of that name, one a model.
    private static List<Path> files(String name) throws IOException {
        try (var found = Files.list(folder())) {
            List<Path> files = found.map(model -> model.resolve(name)).filter(Files::isRegularFile).sorted().toList();
            assertThat(files).as("models in " + SYSTEM + " with " + name).isNotEmpty();
            return files;
        }
    }

    private static Path folder() {
        return root().resolve(given() == null ? "../shared/goldens" : given()).resolve(SYSTEM).normalize();
    }

    /// The folder that the user names, relative to the repository's root; null if none.
    private static String given() {
        String given = System.getProperty("islr.goldens");
        return given == null || given.isBlank() ? null : given;
    }

    /// Maven says where the repository's root is; an IDE does not.
    private static Path root() {
        String given = System.getProperty("islr.root");
        if (given != null) {
            return Path.of(given);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
