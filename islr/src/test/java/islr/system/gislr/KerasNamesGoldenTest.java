package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;

import islr.system.ForeignNames;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The weights and gradients of the goldens, to our names and layouts and back: the same bits.
class KerasNamesGoldenTest {
    private static final List<String> SYSTEMS = List.of("gislr-64", "gislr-32");

    @TestFactory
    List<DynamicTest> theWeightsOfEveryModelGoToOursAndBackBitForBit() throws IOException {
        return ForeignNames.weights(KerasNames.gislr(), SYSTEMS, (theirs, ours) -> {
            int units = Integer.parseInt(theirs.text("units"));
            int classes = Integer.parseInt(theirs.text("classes"));
            assertThat(ours.get("classifier.weight").shape()).isEqualTo(Shape.of(classes, units));
            assertThat(ours.get("blocks.0.attn.q_proj.weight").shape()).isEqualTo(Shape.of(units, units));
            assertThat(ours.keySet()).noneMatch(name -> name.matches(".*(kernel|dense|gamma|beta|\\.ln).*"));
            // Row 0 of head 1's part of q_proj is column 0 of head 1's kernel.
            Tensor kernel = theirs.tensor("blocks.0.attn.q.1.kernel");
            Tensor weight = ours.get("blocks.0.attn.q_proj.weight");
            assertThat(weight.get(kernel.shape().dim(1), 5)).isEqualTo(kernel.get(5, 0));
            boolean normed = theirs.text("system").equals("gislr-32");
            assertThat(ours.containsKey("blocks.1.norm2.weight")).isEqualTo(normed);
            if (normed) {
                assertThat(ours.get("blocks.1.norm2.weight").toArray())
                        .isEqualTo(theirs.tensor("blocks.1.ln2.gamma").toArray());
                assertThat(ours.get("blocks.0.norm1.bias").toArray())
                        .isEqualTo(theirs.tensor("blocks.0.ln1.beta").toArray());
            }
        });
    }

    @TestFactory
    List<DynamicTest> theGradientsAndStepsOfEveryModelGoToOursAndBackBitForBit() throws IOException {
        return ForeignNames.gradientsAndSteps(KerasNames.gislr(), SYSTEMS);
    }
}
