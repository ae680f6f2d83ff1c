package islr.system.mlp;

import static org.assertj.core.api.Assertions.assertThat;

import islr.system.ForeignNames;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The weights and gradients of the goldens, to our names and layouts and back: the same bits.
class MlpKerasNamesGoldenTest {
    private static final List<String> SYSTEMS = List.of("gislr-features-mlp");

    @TestFactory
    List<DynamicTest> theWeightsOfEveryModelGoToOursAndBackBitForBit() throws IOException {
        return ForeignNames.weights(MlpKerasNames.mlp(), SYSTEMS, (theirs, ours) -> {
            Tensor kernel = theirs.tensor("fc.0.dense.kernel");
            Tensor weight = ours.get("fc.0.dense.weight");
            int width = kernel.shape().dim(1);
            assertThat(weight.shape()).isEqualTo(Shape.of(width, Integer.parseInt(theirs.text("features"))));
            assertThat(weight.get(3, 7)).isEqualTo(kernel.get(7, 3));
            assertThat(ours.get("out.weight").shape().dim(1)).isEqualTo(theirs.tensor("out.kernel").shape().dim(0));
            assertThat(ours.get("fc.1.bn.running_var").toArray())
                    .isEqualTo(theirs.tensor("fc.1.bn.moving_variance").toArray());
            assertThat(ours.keySet()).contains("fc.0.dense.weight", "fc.0.dense.bias", "fc.0.bn.weight", "fc.0.bn.bias",
                    "fc.0.bn.running_mean", "fc.0.bn.running_var", "out.weight", "out.bias");
            assertThat(ours.keySet()).noneMatch(name -> name.matches(".*(kernel|gamma|beta|moving).*"));
        });
    }

    @TestFactory
    List<DynamicTest> theGradientsAndStepsOfEveryModelGoToOursAndBackBitForBit() throws IOException {
        return ForeignNames.gradientsAndSteps(MlpKerasNames.mlp(), SYSTEMS);
    }
}
