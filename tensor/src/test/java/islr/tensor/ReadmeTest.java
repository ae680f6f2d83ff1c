package islr.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The examples of `tensor/README.md`, compiled and run: change both together.
class ReadmeTest {
    private static String readme() throws IOException {
        // Tests run in the module's folder.
        return Files.readString(Path.of("README.md"));
    }

    @Test
    void theFirstExampleComputesWhatItSays() throws IOException {
        Compute c = Compute.cpu();
        Tensor x = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Tensor weight = Tensor.of(Shape.of(1, 3), 0.1f, 0.2f, 0.3f).parameter();
        Gradients gradients = Tape.record(c, () -> x.linear(c, weight, null).square(c).mean(c));
        float loss = gradients.loss().item();
        Tensor dw = gradients.of(weight);
        assertThat(loss).isCloseTo(6.1f, within(1e-6f));
        assertThat(dw.shape()).isEqualTo(Shape.of(1, 3));
        assertThat(readme()).contains("Tensor x = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);",
                "Tape.record(c, () -> x.linear(c, weight, null).square(c).mean(c));",
                "float loss = gradients.loss().item();       // 6.1");
    }

    @Test
    void aTensorLooksAsItSays() throws IOException {
        Tensor x = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).scale(Compute.cpu(), 1 / 3f);
        assertThat(readme())
                .contains("jshell> Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).scale(Compute.cpu(), 1 / 3f)\n$1 ==> "
                        + x + "\n```");
    }

    @Test
    void shapesThatDoNotFitAreToldAsItSays() throws IOException {
        Compute c = Compute.cpu();
        assertThatThrownBy(() -> Tensor.zeros(96, 192).linear(c, Tensor.zeros(576, 191), null))
                .satisfies(e -> assertThat(readme()).contains(e.getMessage()));
    }
}
