package islr.nn.attention;

import islr.nn.Activation;
import islr.nn.Parameters;
import islr.nn.Same;
import islr.nn.Some;
import islr.nn.transformer.Encoder;
import islr.nn.transformer.EncoderBlock;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Mask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Padding is never computed twice: the compact forms of a batch against the padded ones, forward and backward.
///
/// The sums over keys have other numbers of terms, so results differ by some float32 roundings, relative to the largest
/// number. In 4,000 tries results differed by 1.3e-6, gradients by 4.5e-6.
class PaddingTest {
    private static final double FORWARD = 4e-6;
    private static final double BACKWARD = 1e-5;
    private static final int CHANNELS = 6;
    private static final EncoderBlock.Options BLOCK = new EncoderBlock.Options(CHANNELS, 3, 9, Activation.GELU, 0, true,
            1e-5f);
    private final Compute c = Compute.cpu();

    /// Results and gradients, `x` and `y` being the rows.
    private record Outcome(Tensor y, Tensor dx, Map<String, Tensor> gradients) {}

    private Outcome run(Parameters parameters, Tensor rows, Tensor dy, BiFunction<Compute, Tensor, Tensor> model) {
        Tensor x = rows.copy().parameter();
        Tensor[] y = new Tensor[1];
        Gradients gradients = Tape.record(c, () -> {
            y[0] = model.apply(c, x);
            return y[0].multiply(c, dy).sum(c);
        });
        Map<String, Tensor> named = new LinkedHashMap<>();
        parameters.trainable().forEach((name, w) -> named.put(name, gradients.of(w)));
        return new Outcome(y[0], gradients.of(x), named);
    }

    /// Relative to the largest gradient of all: sums over many queries nearly cancel in some, and in that of the key
    /// bias completely.
    private static void compareGradients(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        double largest = expected.values().stream().mapToDouble(Same::largest).max().orElseThrow();
        expected.forEach((name, g) -> Same.within(BACKWARD * largest, g, actual.get(name), name));
    }

    @Property(tries = 40)
    void aMaskOverPaddedSequencesEqualsTheRaggedBatch(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 9) Integer> lengths, @ForAll int seed) {
        int window = 9;
        int[] ragged = lengths.stream().mapToInt(Integer::intValue).toArray();
        boolean[] visible = new boolean[window * ragged.length];
        List<Integer> real = new ArrayList<>();
        for (int row = 0; row < visible.length; row++) {
            visible[row] = row % window < ragged[row / window];
            if (visible[row]) {
                real.add(row);
            }
        }
        int[] realRows = real.stream().mapToInt(Integer::intValue).toArray();
        Parameters parameters = Parameters.fresh(seed);
        Encoder encoder = new Encoder(2, BLOCK, true, parameters);
        Some.shake(seed, parameters.state());
        Tensor x = Some.tensor(seed, visible.length, CHANNELS);
        Tensor dy = Some.tensor(seed + 1L, realRows.length, CHANNELS);

        Outcome compact = run(parameters, x.gather(c, realRows), dy,
                (k, in) -> encoder.forward(k, in, Segments.ofLengths(ragged), Mask.none()));
        Outcome padded = run(parameters, x, dy.scatter(c, visible.length, realRows), (k, in) -> encoder.forward(k, in,
                Segments.uniform(ragged.length, window), new Mask.KeyPadding(visible)));

        Same.near(FORWARD, padded.y.gather(c, realRows), compact.y, "y");
        Same.near(BACKWARD, padded.dx, compact.dx.scatter(c, visible.length, realRows), "dx");
        compareGradients(padded.gradients, compact.gradients);
    }

    /// The Keras systems: padded rows are seen, all of a sequence are alike, and one row stands for them.
    @Property(tries = 40)
    void oneRowForAllPaddedRowsEqualsThePaddedRows(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 20) Integer> padding, @ForAll int seed) {
        int real = 4;
        int[] compactLengths = new int[padding.size()];
        int[] paddedLengths = new int[padding.size()];
        List<Integer> copies = new ArrayList<>();
        float[] multiplicity = new float[padding.size() * (real + 1)];
        for (int s = 0; s < padding.size(); s++) {
            compactLengths[s] = real + 1;
            paddedLengths[s] = real + padding.get(s);
            for (int row = 0; row <= real; row++) {
                int number = s * (real + 1) + row;
                multiplicity[number] = row == real ? padding.get(s) : 1;
                copies.addAll(Collections.nCopies((int) multiplicity[number], number));
            }
        }
        int[] compactRow = copies.stream().mapToInt(Integer::intValue).toArray();
        Parameters parameters = Parameters.fresh(seed);
        MultiHeadAttention attention = new MultiHeadAttention(CHANNELS, 2, 0, parameters);
        Some.shake(seed, parameters.state());
        Tensor x = Some.tensor(seed, multiplicity.length, CHANNELS);
        Tensor dy = Some.tensor(seed + 1L, compactRow.length, CHANNELS);

        Segments segments = Segments.ofLengths(compactLengths).withMultiplicity(multiplicity);
        Outcome compact = run(parameters, x, dy.scatter(c, multiplicity.length, compactRow),
                (k, in) -> attention.forward(k, in, segments, Mask.none()));
        Outcome padded = run(parameters, x.gather(c, compactRow), dy,
                (k, in) -> attention.forward(k, in, Segments.ofLengths(paddedLengths), Mask.none()));

        Same.near(FORWARD, padded.y, compact.y.gather(c, compactRow), "y");
        Same.near(BACKWARD, padded.dx.scatter(c, multiplicity.length, compactRow), compact.dx, "dx");
        compareGradients(padded.gradients, compact.gradients);
    }
}
