package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Shape;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormsTest {
    private final Compute c = Compute.cpu();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 17, 33, 130})
    void gradientsAreThoseOfDifferences(int n) {
        // Rows of two are ±1 whatever they are, so a smaller ε would leave no gradient to look at.
        float epsilon = n < 5 ? 1 : 1e-3f;
        GradCheck.check(c, List.of(Some.tensor(1, 3, n), Some.tensor(2, n), Some.tensor(3, n)),
                in -> in.get(0).layerNorm(c, in.get(1), in.get(2), epsilon));
        GradCheck.check(c, List.of(Some.tensor(1, 2, 2, n), Some.tensor(2, n), Some.tensor(3, n)),
                in -> in.get(0).layerNorm(c, in.get(1), in.get(2), epsilon));
    }

    @Property(tries = 60)
    void layerNormIsItsFormula(@ForAll @IntRange(min = 1, max = 140) int n,
            @ForAll @IntRange(min = 1, max = 6) int digits) {
        float epsilon = (float) Math.pow(10, -digits);
        Tensor x = Some.tensor(1, 5, n).affine(c, 2, 3);
        Tensor w = Some.tensor(2, n);
        Tensor b = Some.tensor(3, n);
        Tensor expected = Tensor.zeros(5, n);
        for (int i = 0; i < 5; i++) {
            double mean = 0;
            double variance = 0;
            for (int j = 0; j < n; j++) {
                mean += x.get(i, j) / (double) n;
            }
            for (int j = 0; j < n; j++) {
                variance += (x.get(i, j) - mean) * (x.get(i, j) - mean) / n;
            }
            for (int j = 0; j < n; j++) {
                expected.array()[i * n
                        + j] = (float) ((x.get(i, j) - mean) / Math.sqrt(variance + epsilon) * w.get(j) + b.get(j));
            }
        }
        Same.near(1e-5, expected, x.layerNorm(c, w, b, epsilon));
    }

    @Property(tries = 30)
    void aShiftOfARowIsForgottenAndSoIsItsScale(@ForAll @IntRange(min = 3, max = 140) int n,
            @ForAll @FloatRange(min = -5, max = 5) float shift, @ForAll @FloatRange(min = 0.5f, max = 4) float scale) {
        Tensor x = Some.tensor(1, 3, n);
        Tensor w = Some.tensor(2, n);
        Tensor b = Some.tensor(3, n);
        Same.near(1e-5, x.layerNorm(c, w, b, 1e-12f), x.affine(c, scale, shift).layerNorm(c, w, b, 1e-12f));
    }

    /// In one pass, Σx² − (Σx)²/n, the variance of these rows would have no correct digit.
    @Test
    void aLargeMeanDoesNotDrownTheVariance() {
        Tensor x = Some.tensor(1, 3, 130);
        Tensor far = Tensor.zeros(3, 130);
        for (int i = 0; i < x.size(); i++) {
            // Multiples of 2⁻⁸ that a float near 4096 can hold.
            x.array()[i] = Math.round(x.array()[i] * 256) / 256f;
            far.array()[i] = x.array()[i] + 4096;
        }
        Tensor w = Some.tensor(2, 130);
        Tensor b = Some.tensor(3, 130);
        // The mean itself is rounded to 2⁻¹².
        Same.near(1e-3, x.layerNorm(c, w, b, 1e-6f), far.layerNorm(c, w, b, 1e-6f));
    }

    @Test
    void everyRowStandsForItself() {
        Tensor x = Some.tensor(1, 300, 130);
        Tensor w = Some.tensor(2, 130);
        Tensor b = Some.tensor(3, 130);
        Tensor all = x.layerNorm(c, w, b, 1e-5f);
        for (int row : new int[] {0, 1, 125, 126, 299}) {
            Same.bits(x.slice(c, 0, row, row + 1).layerNorm(c, w, b, 1e-5f), all.slice(c, 0, row, row + 1),
                    "row " + row);
        }
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        assertThatThrownBy(() -> Some.tensor(1, 3, 5).layerNorm(c, Some.tensor(2, 4), Some.tensor(3, 4), 1e-5f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer norm: x [3, 5], weight [4], bias [4]: both need [5]");
        assertThatThrownBy(() -> Some.tensor(1, 3, 5).layerNorm(c, Some.tensor(2, 5), Some.tensor(3, 4), 1e-5f))
                .hasMessageContaining("bias [4]");
    }

    private Tensor batchNorm(Tensor x, Tensor weight, Tensor bias, float epsilon) {
        return c.run(new Norms.BatchNorm(x, weight, bias, epsilon));
    }

    @ParameterizedTest
    @CsvSource({"2,1", "3,5", "17,3", "5,17", "33,2"})
    void gradientsOfBatchNormAreThoseOfDifferences(int rows, int n) {
        List<Tensor> operands = List.of(Some.tensor(1, rows, n), Some.tensor(2, n), Some.tensor(3, n));
        for (float epsilon : new float[] {1e-3f, 1e-1f}) {
            GradCheck.check(c, operands, in -> batchNorm(in.get(0), in.get(1), in.get(2), epsilon));
        }
        GradCheck.check(c, List.of(Some.tensor(1, 3, 2, n), Some.tensor(2, n), Some.tensor(3, n)),
                in -> batchNorm(in.get(0), in.get(1), in.get(2), 1e-2f));
    }

    @Property(tries = 100)
    void batchNormIsItsFormula(@ForAll @IntRange(min = 1, max = 90) int rows,
            @ForAll @IntRange(min = 1, max = 70) int n, @ForAll @IntRange(max = 1000) int seed) {
        Tensor x = Some.tensor(seed, rows, n);
        Tensor w = Some.tensor(2, n);
        Tensor b = Some.tensor(3, n);
        float epsilon = 1e-2f;
        Tensor expected = Tensor.zeros(rows, n);
        for (int j = 0; j < n; j++) {
            double mean = 0;
            for (int i = 0; i < rows; i++) {
                mean += x.get(i, j) / (double) rows;
            }
            double variance = 0;
            for (int i = 0; i < rows; i++) {
                variance += (x.get(i, j) - mean) * (x.get(i, j) - mean) / rows;
            }
            for (int i = 0; i < rows; i++) {
                expected.array()[i * n
                        + j] = (float) ((x.get(i, j) - mean) / Math.sqrt(variance + epsilon) * w.get(j) + b.get(j));
            }
        }
        Same.near(1e-5, expected, batchNorm(x, w, b, epsilon));
    }

    /// Layer norm of the transposed matrix, when every channel has the same weight and bias.
    @Test
    void batchNormIsLayerNormOfTheColumns() {
        Tensor x = Some.tensor(1, 300, 70);
        Tensor columns = x.permute(c, 1, 0);
        Tensor expected = columns.layerNorm(c, Tensor.of(Shape.of(300), filled(300, 1.3f)),
                Tensor.of(Shape.of(300), filled(300, -0.2f)), 1e-5f).permute(c, 1, 0);
        Same.near(2e-6, expected, batchNorm(x, Tensor.of(Shape.of(70), filled(70, 1.3f)),
                Tensor.of(Shape.of(70), filled(70, -0.2f)), 1e-5f));
    }

    private static float[] filled(int n, float value) {
        float[] x = new float[n];
        Arrays.fill(x, value);
        return x;
    }

    /// The rows written out as often as they count, the gradients added up.
    @Property(tries = 60)
    void aRowThatCountsSeveralTimesIsSeveralRows(@ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 40) int n, @ForAll @IntRange(max = 1000) int seed) {
        Tensor x = Some.tensor(seed, rows, n).parameter();
        Tensor w = Some.tensor(2, n).parameter();
        Tensor b = Some.tensor(3, n).parameter();
        float[] counts = new float[rows];
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            counts[i] = i == 0 ? 2 : (seed + i * i) % 4;
            for (int k = 0; k < counts[i]; k++) {
                all.add(i);
            }
        }
        int[] written = all.stream().mapToInt(Integer::intValue).toArray();
        Tensor upstream = Some.tensor(4, written.length, n);
        Tensor together = Tensor.zeros(rows, n);
        for (int i = 0; i < written.length; i++) {
            for (int j = 0; j < n; j++) {
                together.array()[written[i] * n + j] += upstream.get(i, j);
            }
        }
        Tensor y = c.run(new Norms.BatchNorm(x, w, b, counts, 1e-2f));
        Same.near(1e-5, batchNorm(x.gather(c, written), w, b, 1e-2f), y.gather(c, written));
        Gradients expected = Tape.record(c,
                () -> batchNorm(x.gather(c, written), w, b, 1e-2f).multiply(c, upstream).sum(c));
        Gradients actual = Tape.record(c,
                () -> c.run(new Norms.BatchNorm(x, w, b, counts, 1e-2f)).multiply(c, together).sum(c));
        for (Tensor each : List.of(x, w, b)) {
            // Of few rows the gradients may be nearly 0: then only the difference counts.
            Same.near(3e-5, expected.of(each).affine(c, 1, 1), actual.of(each).affine(c, 1, 1));
        }
    }

    @Test
    void gradientsOfCountedRowsAreThoseOfDifferences() {
        // The third row is masked: it is normalised with the statistics of the others.
        float[] counts = {1, 3, 0, 2, 1};
        GradCheck.check(c, List.of(Some.tensor(1, 5, 4), Some.tensor(2, 4), Some.tensor(3, 4)),
                in -> c.run(new Norms.BatchNorm(in.get(0), in.get(1), in.get(2), counts, 1e-1f)));
    }

    /// A one-pass variance, or a mean in single precision over many rows, would show here.
    @Test
    void aFarMeanOfManyRowsDoesNotSpoilBatchNorm() {
        Tensor x = Some.tensor(1, 20_000, 3);
        Tensor far = x.affine(c, 1, 1024);
        // Both have the same distances, but for the rounding of x + 1024.
        Same.near(1e-3, batchNorm(x, Some.tensor(2, 3), Some.tensor(3, 3), 1e-6f),
                batchNorm(far, Some.tensor(2, 3), Some.tensor(3, 3), 1e-6f));
    }

    @Test
    void batchNormOfOneRowIsTheBiasAndHasNoSlope() {
        Tensor x = Some.tensor(1, 1, 5).parameter();
        Tensor w = Some.tensor(2, 5).parameter();
        Tensor b = Some.tensor(3, 5).parameter();
        for (float epsilon : new float[] {1e-5f, 1e-3f}) {
            Gradients g = Tape.record(c, () -> batchNorm(x, w, b, epsilon).multiply(c, Some.tensor(4, 1, 5)).sum(c));
            Same.bits(b.view(0, Shape.of(1, 5)), batchNorm(x, w, b, epsilon));
            for (Tensor zero : List.of(g.of(x), g.of(w))) {
                for (float number : zero.toArray()) {
                    assertEquals(0, Math.abs(number));
                }
            }
            Same.bits(Some.tensor(4, 5), g.of(b));
        }
    }

    @Test
    void batchNormRefusesShapesThatDoNotFitAndBatchesWithoutRows() {
        assertThatThrownBy(() -> batchNorm(Some.tensor(1, 3, 5), Some.tensor(2, 4), Some.tensor(3, 4), 1e-5f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch norm: x [3, 5], weight [4], bias [4]: both need [5]");
        assertThatThrownBy(() -> new Norms.BatchNorm(Some.tensor(1, 3, 5), Some.tensor(2, 5), Some.tensor(3, 5),
                new float[2], 1e-5f)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch norm: x [3, 5], 2 counts: one for each of 3 rows is needed");
        assertThatThrownBy(() -> new Norms.BatchNorm(Some.tensor(1, 3, 5), Some.tensor(2, 5), Some.tensor(3, 5),
                new float[3], 1e-5f)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch norm: x [3, 5] has no row that counts");
        assertThatThrownBy(() -> batchNorm(Tensor.zeros(0, 5), Some.tensor(2, 5), Some.tensor(3, 5), 1e-5f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch norm: x [0, 5] has no rows to take a mean of");
    }
}
