package islr.system;

import static org.assertj.core.api.Assertions.assertThat;

import islr.golden.Goldens;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.NameMap;
import islr.weights.Safetensors;
import islr.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;

/// What the tests of the systems' name maps share: the goldens' tensors, to our names and layouts and back.
public final class ForeignNames {
    /// What `train.safetensors` holds of every parameter, in their names and layouts. Only gradients and steps are in
    /// every such file.
    private static final List<String> TRAINED = List.of("grad.", "step1.", "step10.", "dense_step1.", "dense_step10.",
            "adam10.m.", "adam10.v.");

    private ForeignNames() {}

    /// What a test expects of a model's weights.
    @FunctionalInterface
    public interface Check {
        void accept(Checkpoint theirs, Map<String, Tensor> ours) throws WeightsException;
    }

    /// A test for every `weights.safetensors` of these systems.
    public static List<DynamicTest> weights(NameMap names, List<String> systems, Check check) throws IOException {
        return tests(systems, "weights.safetensors", path -> {
            Checkpoint file = Safetensors.read(path);
            check.accept(file, roundTrip(names, file.tensors(), heads(file)));
        });
    }

    /// A test for every `train.safetensors` of these systems.
    public static List<DynamicTest> gradientsAndSteps(NameMap names, List<String> systems) throws IOException {
        return tests(systems, "train.safetensors", path -> {
            int heads = heads(Safetensors.read(path.resolveSibling("weights.safetensors")));
            Map<String, Tensor> all = Safetensors.read(path).tensors();
            for (String prefix : TRAINED) {
                Map<String, Tensor> part = new LinkedHashMap<>();
                all.forEach((name, tensor) -> {
                    if (name.startsWith(prefix)) {
                        part.put(name.substring(prefix.length()), tensor);
                    }
                });
                if (prefix.startsWith("grad") || prefix.startsWith("step")) {
                    assertThat(part).as(prefix).isNotEmpty();
                }
                roundTrip(names, part, heads);
            }
        });
    }

    private interface OneFile {
        void accept(Path file) throws IOException;
    }

    private static List<DynamicTest> tests(List<String> systems, String name, OneFile test) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String system : systems) {
            try (var models = Files.list(Goldens.folder().resolve(system))) {
                List<Path> found = models.map(model -> model.resolve(name)).filter(Files::isRegularFile).sorted()
                        .toList();
                assertThat(found).as("models of " + system + " with " + name).isNotEmpty();
                files.addAll(found);
            }
        }
        return files.stream().map(path -> DynamicTest
                .dynamicTest(Goldens.folder().relativize(path.getParent()).toString(), () -> test.accept(path)))
                .toList();
    }

    private static int heads(Checkpoint file) {
        return Integer.parseInt(file.metadata().getOrDefault("heads", "1"));
    }

    private static Map<String, Tensor> roundTrip(NameMap names, Map<String, Tensor> theirs, int heads)
            throws WeightsException {
        Map<String, Tensor> ours = names.toOurs(theirs);
        Map<String, Tensor> back = names.toTheirs(ours, heads);
        assertThat(back).containsOnlyKeys(theirs.keySet());
        theirs.forEach((name, tensor) -> {
            assertThat(back.get(name).shape()).as(name).isEqualTo(tensor.shape());
            // Floats as objects: NaN equals itself, and 0 is not −0.
            assertThat(back.get(name).toArray()).as(name).isEqualTo(tensor.toArray());
        });
        return ours;
    }
}
