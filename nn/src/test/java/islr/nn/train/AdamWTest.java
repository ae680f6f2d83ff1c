package islr.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.nn.GivenGradients;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/// Steps that can be followed with a pocket calculator.
class AdamWTest {
    private final Compute c = Compute.cpu();
    private final SequencedMap<String, Tensor> w = new LinkedHashMap<>();

    private void parameter(String name, float start) {
        w.put(name, Tensor.of(Shape.of(1), start).parameter());
    }

    /// A gradient for each parameter, in their order.
    private void step(Optimizer optimizer, double rate, float... g) {
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        w.keySet().forEach(name -> gradients.put(name, Tensor.of(Shape.of(1), g[gradients.size()])));
        optimizer.step(c, GivenGradients.dense(c, w, gradients), rate);
    }

    private static void assertNear(double expected, Tensor actual) {
        assertThat((double) actual.item()).isCloseTo(expected, within(1e-6));
    }

    /// β₁ = 0.2, β₂ = 0.75, ε = 1, decay 0.5, w = 2.
    ///
    /// 1. rate 0.3, g = 2: m = 0.8·2 = 1.6, over 1 − 0.2 it is 2; v = 0.25·4 = 1, over 1 − 0.75 it is 4, the root of
    ///    which is 2; w = 2·(1 − 0.3·0.5) − 0.3·2/(2 + 1) = 1.7 − 0.2 = 1.5
    /// 2. rate 0.1, g = 5: m = 0.2·1.6 + 0.8·5 = 4.32, over 1 − 0.2² it is 4.5; v = 0.75·1 + 0.25·25 = 7, over
    ///    1 − 0.75² it is 16, the root of which is 4; w = 1.5·(1 − 0.1·0.5) − 0.1·4.5/(4 + 1) = 1.425 − 0.09 = 1.335
    ///
    /// The other parameter's group has twice the rate and half the decay: 2·(1 − 0.6·0.25) − 0.6·2/(2 + 1) = 1.7 − 0.4
    /// = 1.3, then 1.3·(1 − 0.2·0.25) − 0.2·4.5/(4 + 1) = 1.235 − 0.18 = 1.055.
    @Test
    void twoStepsOfTwoGroupsAreThoseOfTheFormula() {
        parameter("one", 2);
        parameter("other", 2);
        AdamW optimizer = new AdamW(
                List.of(ParameterGroup.where(w, "one"::equals, 1, 0.5),
                        ParameterGroup.where(w, "other"::equals, 2, 0.25)),
                new AdamW.Options(0.2, 0.75, 1, Double.POSITIVE_INFINITY));
        step(optimizer, 0.3, 2, 2);
        assertNear(1.5, w.get("one"));
        assertNear(1.3, w.get("other"));
        step(optimizer, 0.1, 5, 5);
        assertNear(1.335, w.get("one"));
        assertNear(1.055, w.get("other"));
        assertNear(4.32, optimizer.state().get("m.one"));
        assertNear(7, optimizer.state().get("v.one"));
    }

    /// The gradients 3 and −4 have norm 5 together, and become 0.6 and −0.8; m takes a tenth of each and v a thousandth
    /// of its square. The groups are clipped together.
    @Test
    void whatIsRememberedIsTheClippedGradient() {
        parameter("a", 2);
        parameter("b", 7);
        AdamW optimizer = new AdamW(
                List.of(ParameterGroup.where(w, "a"::equals, 1, 0), ParameterGroup.where(w, "b"::equals, 1, 0)),
                AdamW.Options.DEFAULT.withMaxNorm(1));
        step(optimizer, 0.1, 3, -4);
        assertNear(0.06, optimizer.state().get("m.a"));
        assertNear(-0.08, optimizer.state().get("m.b"));
        assertThat(optimizer.state().get("v.a").item()).isCloseTo(0.00036f, within(1e-9f));
        assertThat(optimizer.state().get("v.b").item()).isCloseTo(0.00064f, within(1e-9f));
    }

    /// ε is 1e-8, beside the corrected root: the first step of a gradient of that size is half the rate, and that of a
    /// large one is the rate.
    @Test
    void theDefaultsAreThoseOfPyTorch() {
        parameter("large", 2);
        parameter("tiny", 0.5f);
        AdamW optimizer = new AdamW(List.of(ParameterGroup.all(w, 0)), AdamW.Options.DEFAULT);
        step(optimizer, 0.1, 30, 1e-8f);
        assertNear(3, optimizer.state().get("m.large")); // 0.1·30, not clipped
        assertNear(0.9, optimizer.state().get("v.large")); // 0.001·30²
        assertNear(1.9, w.get("large"));
        assertNear(0.45, w.get("tiny"));
    }
}
