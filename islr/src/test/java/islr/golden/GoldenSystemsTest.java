package islr.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class GoldenSystemsTest {
    /// What the systems of this module are compared with.
    private static final Set<String> COMPARED = Set.of("inputs", "metrics", "README.md", "gislr-64", "gislr-32",
            "hengck-cls", "gislr-features-mlp", "sixth-place", "fingerspelling", "tflite");

    @Test
    void everySystemOfTheGoldensIsComparedOrNamedAsNotBuiltYet() {
        assertThat(Goldens.children(Goldens.folder()).stream().map(child -> child.getFileName().toString())
                .filter(name -> !COMPARED.contains(name)))
                .allSatisfy(name -> assertThat(Goldens.notBuiltYet(name)).as(name).isTrue());
    }
}
