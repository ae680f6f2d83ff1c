package islr.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.ScalarKernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationTest {

    /// GELU with Φ(1) = 0.8413447 and Φ(−0.5) = 0.3085375 of a table of the normal distribution (the form with tanh has
    /// 0.841192 and −0.154286). At ln 3 the sigmoid is 1/(1 + 1/3) = 3/4; at ln 2 the tangent is (2 − ½)/(2 + ½) = 3/5.
    /// Mish is x·m/(m + 2), m = e^x·(e^x + 2): at ln 2 ln 2·8/10, at −ln 2 −ln 2·1.25/3.25.
    @ParameterizedTest
    @CsvSource({"GELU, 1, 0.8413447", "GELU, -0.5, -0.1542688", "RELU, 2.5, 2.5", "RELU, -0.5, 0",
        "SIGMOID, 1.0986123, 0.75", "SIGMOID, -1.0986123, 0.25", "SILU, 1.0986123, 0.8239592",
        "SILU, -1.0986123, -0.2746531", "MISH, 0, 0", "MISH, 0.6931472, 0.5545177", "MISH, -0.6931472, -0.2665951",
        "MISH, 30, 30", "TANH, 0.6931472, 0.6", "TANH, -0.6931472, -0.6"})
    void valuesAreThoseOfATable(Activation f, float x, double expected) {
        Compute c = Compute.cpu();
        Tensor one = Tensor.of(Shape.of(1), x);
        assertThat((double) f.forward(c, one).item()).isCloseTo(expected, within(2e-7));
        assertThat((double) f.forward(c.with(new ScalarKernels()), one).item()).isCloseTo(expected, within(2e-7));
    }
}
