package islr.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import islr.tensor.grad.Gradients;
import islr.tensor.grad.RowGradient;
import islr.tensor.grad.Saved;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.LargeArray;
import islr.tensor.kernel.NarrowType;
import islr.tensor.op.Elementwise;
import islr.tensor.op.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What a caller in Java may get wrong is told in the words of what was called.
class ArgumentsTest {
    /// Without what only operations use.
    private static final List<Class<?>> CLASSES = Stream.of(Tensor.class, Tape.class)
            .flatMap(one -> Nulls.publicClasses(one).stream())
            .filter(type -> type != Packs.class && type != Saved.class).toList();

    private static Map<Class<?>, Object> samples() {
        Compute c = Compute.cpu();
        Tensor weight = Some.tensor(1, 2, 2).parameter();
        Operation operation = new Elementwise.Affine(weight, 2, 1);
        Map<Class<?>, Object> samples = new HashMap<>();
        samples.put(String.class, "name");
        samples.put(int.class, 1);
        samples.put(long.class, 1L);
        samples.put(float.class, 0.5f);
        samples.put(boolean.class, false);
        samples.put(int[].class, new int[] {1, 0});
        samples.put(float[].class, new float[] {1, 2});
        samples.put(Random.class, new Random(1));
        samples.put(RandomGenerator.class, new Random(1));
        samples.put(BiConsumer.class, (BiConsumer<Operation, Tensor>) (made, y) -> {});
        samples.put(Supplier.class, (Supplier<Tensor>) () -> Tensor.scalar(1));
        samples.put(Kernels.class, KernelProvider.best());
        samples.put(Operation.class, operation);
        samples.put(Memory.class, Memory.heap());
        samples.put(Tensor[].class, new Tensor[] {weight, weight});
        samples.put(LargeArray.Piece.class, LargeArray.piece(16));
        samples.put(Parallel.Task.class, (Parallel.Task) (index, worker) -> {});
        samples.put(Parallel.Range.class, (Parallel.Range) (from, to) -> {});
        // What methods are called on, too.
        samples.put(Compute.class, c.training(new Random(1)));
        samples.put(Tensor.class, weight);
        samples.put(NarrowType.class, NarrowType.INT8);
        samples.put(NarrowMatrix.class, NarrowMatrix.of(NarrowType.INT8, weight));
        samples.put(byte[].class, new byte[4]);
        samples.put(Shape.class, Shape.of(2));
        samples.put(Packs.class, weight.packs());
        samples.put(Parallel.class, Parallel.sequential());
        samples.put(Segments.class, Segments.ofLengths(2));
        samples.put(Workspace.class, Workspace.create());
        samples.put(Saved.class, Saved.keeping());
        samples.put(RowGradient.class, new RowGradient(new int[] {1, 0}, Some.tensor(2, 2, 2), null));
        Tape tape = Tape.open();
        samples.put(Tape.class, tape);
        samples.put(Gradients.class, Tape.record(c, () -> weight.sum(c)));
        return samples;
    }

    /// Null is allowed where an operand may be missing, and not looked for where an operation or [Compute] alone calls.
    @Test
    void nullIsToldByTheNameOfTheParameter() throws Exception {
        Map<Class<?>, Object> samples = samples();
        try (Tape _ = (Tape) samples.get(Tape.class)) {
            Nulls.with(samples).orByTheJvm()
                    .given(Map.of("Tensor.reshape sizes", new int[] {4}, "Tensor.randn sizes", new int[] {3},
                            "Tensor.layerNorm weight", Some.tensor(3, 2), "Tensor.layerNorm bias", Some.tensor(4, 2),
                            "Tensor.linear bias", Some.tensor(5, 2), "Tensor.scatter count", 2, "Tape.gradients loss",
                            Tensor.scalar(3), "NarrowMatrix.int8 shape", Shape.of(2, 2), "NarrowMatrix.bf16 shape",
                            Shape.of(1, 2)))
                    .nullable("Tensor.linear bias", "RowGradient.new multiplicity", "Gradients.wants x",
                            "Gradients.add x", "Gradients.addRows table", "Segments.requireRows operation",
                            "Tape.record y", "Tape.record saved")
                    .areToldByName(CLASSES, 90);
        }
    }

    @Test
    void aNullLossDoesNotUseUpTheTape() {
        Compute c = Compute.cpu();
        Tensor weight = Some.tensor(1, 3).parameter();
        try (Tape tape = Tape.open()) {
            Tensor loss = weight.sum(c);
            assertThatNullPointerException().isThrownBy(() -> tape.gradients(null, loss));
            assertThatNullPointerException().isThrownBy(() -> tape.gradients(c, null));
            assertThat(tape.gradients(c, loss).of(weight).toArray()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void numbersOutOfRangeAreRefusedInTheWordsOfWhatWasCalled() {
        refused(() -> Parallel.threads(-2), "parallel: -2 threads; at least 1 is needed");
        refused(() -> Parallel.sequential().ranges(3, 0, (from, to) -> {}),
                "parallel: pieces of 0; at least 1 is needed");
        refused(() -> Workspace.of(-1), "workspace: room for -1 numbers; 0 or more can be had");
        refused(() -> Segments.uniform(-3, 2), "segments: -3 of them; 0 or more can be had");
        refused(() -> Segments.uniform(3, -2), "segments: length -2 of segment 0 is negative");
        refused(() -> Shape.of(3, 5).with(-1, -7), "shape [3, -7]: a size is negative");
        refused(() -> Shape.of(3, 5).with(0, 1 << 30),
                "shape [1073741824, 5]: more numbers than one Java array holds (2^31)");
        for (float rate : new float[] {-0.5f, Float.NaN, 1}) {
            refused(() -> Tensor.scalar(1).dropout(Compute.cpu().training(new Random(1)), rate),
                    "dropout: rate " + rate + " is not in [0, 1)");
        }
        refused(() -> Tensor.of(Shape.of(2), 1, 2, 3), "tensor: 3 numbers for shape [2], which has 2");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }
}
