package islr.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    private final Compute c = Compute.cpu();
    private final Parameters parameters = Parameters.of(Map.of("weight", Tensor.of(Shape.of(3, 2), 1, 2, 3, 5, 7, -4)));
    private final Embedding embedding = new Embedding(3, 2, parameters);
    private final Tensor weight = parameters.state().get("weight");

    @Test
    void rowsAreLookedUpAndTheirGradientsAddedUp() {
        int[] rows = {2, 0, 2};
        Same.bits(Tensor.of(Shape.of(3, 2), 7, -4, 1, 2, 7, -4), embedding.forward(c, rows), "y");
        Tensor dy = Tensor.of(Shape.of(3, 2), 10, 20, 3, 4, 0.5f, 0.25f);
        Gradients gradients = Tape.record(c, () -> embedding.forward(c, rows).multiply(c, dy).sum(c));
        Same.bits(Tensor.of(Shape.of(3, 2), 3, 4, 0, 0, 10.5f, 20.25f), gradients.of(weight), "gradient");
    }

    /// Four equal rows whose gradients add up to (6, 8) have (1.5, 2) each: squared norms 4·6.25 = 25, and 5 of the
    /// other row.
    @Test
    void aRowThatStandsForFourHasTheNormOfFour() {
        Tensor dy = Tensor.of(Shape.of(2, 2), 6, 8, 1, 2);
        Gradients gradients = Tape.record(c,
                () -> embedding.forward(c, new int[] {2, 0}, new float[] {4, 1}).multiply(c, dy).sum(c));
        assertThat(gradients.rows(weight).getFirst().squaredNorm()).isCloseTo(30, within(1e-5));
    }
}
