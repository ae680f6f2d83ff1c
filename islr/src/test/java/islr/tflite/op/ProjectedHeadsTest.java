package islr.tflite.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.value.ArrayPool;
import islr.tflite.value.Buffers;
import islr.tflite.value.Value;
import islr.weights.tflite.TensorType;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProjectedHeadsTest {
    private static final Operator.Single RESHAPE = (run, in) -> {
        int[] sizes = in[1].ints();
        return in[0].reshaped(Shape.of(in[0].size() / (sizes[1] * sizes[2]), sizes[1], sizes[2]));
    };
    private static final Operator.Single TRANSPOSE = (run, in) -> Permutes.permuted(run, in[0], in[1].ints());
    private static final Run.Subgraphs NO_OTHERS = new Run.Subgraphs() {
        @Override
        public Value[] call(Run run, int graph, Value... in) {
            throw new AssertionError(graph);
        }

        @Override
        public boolean knowsShapes(int graph, Value... in) {
            throw new AssertionError(graph);
        }
    };
    private final NonZeroColumns whole = new NonZeroColumns();

    private static Run run() {
        Compute c = Compute.cpu();
        return new Run(c, new Buffers(c.memory(), new ArrayPool(), 0, 1 << 24), NO_OTHERS, Long.MAX_VALUE);
    }

    private Operator map(Activation after) {
        return new Products.FullyConnected(after, false, whole);
    }

    @Property(tries = 300)
    void theProductIsThatOfTheFourOperators(@ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int heads,
            @ForAll @IntRange(min = 1, max = 3) int m, @ForAll @IntRange(min = 1, max = 90) int n,
            @ForAll @IntRange(min = 1, max = 33) int width, @ForAll boolean keys, @ForAll boolean turned,
            @ForAll boolean biased) {
        int inner = 1 + random.nextInt(40);
        Value a = Value.of(Tensor.randn(random, heads, m, keys ? width : n));
        Value x = Value.of(Tensor.randn(random, n, inner));
        Value w = Value.of(Tensor.randn(random, heads * width, inner).parameter());
        Value bias = biased ? Value.of(Tensor.randn(random, heads * width)) : null;
        Value sizes = longs(random.nextBoolean() ? n : -1, heads, width);
        Value order = keys != turned ? longs(1, 2, 0) : longs(1, 0, 2);
        Operator product = new Products.BatchMatmul(false, turned);
        ProjectedHeads joined = ProjectedHeads.of(map(Activation.NONE), RESHAPE, sizes, TRANSPOSE, order, product)
                .orElseThrow();

        Run one = run();
        Value rows = map(Activation.NONE).run(one, x, w, bias)[0];
        Value parts = TRANSPOSE.result(one, RESHAPE.result(one, rows, sizes), order);
        Tensor expected = product.run(one, a, parts)[0].floats();
        Tensor found = joined.result(run(), a, x, w, bias, sizes, order).floats();

        assertThat(found.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.toArray()[i]).isCloseTo(expected.toArray()[i], within(3e-4f));
        }
    }

    @Test
    void otherChainsOfTheseOperatorsStayAsTheyAre() {
        Value sizes = longs(-1, 2, 3);
        Operator product = new Products.BatchMatmul(false, false);
        assertThat(of(Activation.RELU, sizes, longs(1, 0, 2), product)).isEmpty();
        assertThat(of(Activation.NONE, sizes, longs(0, 1, 2), product)).isEmpty();
        assertThat(of(Activation.NONE, longs(-1, 6), longs(1, 0), product)).isEmpty();
        assertThat(of(Activation.NONE, sizes, longs(1, 0, 2), new Products.BatchMatmul(true, false))).isEmpty();
        assertThat(of(Activation.NONE, sizes, longs(1, 0, 2), TRANSPOSE)).isEmpty();
        assertThat(of(Activation.NONE, sizes, longs(1, 0, 2), product)).isPresent();
    }

    private Optional<ProjectedHeads> of(Activation after, Value sizes, Value order, Operator product) {
        return ProjectedHeads.of(map(after), RESHAPE, sizes, TRANSPOSE, order, product);
    }

    private static Value longs(long... numbers) {
        return Value.of(TensorType.INT32, Shape.of(numbers.length), numbers);
    }
}
