package islr.tensor.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Same;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.Uncut;
import islr.tensor.Workspace;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.op.OperationCases.Case;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What holds of every operation: the bits do not depend on threads or memory, nothing is read that was not written,
/// operands are left alone.
class EveryOperationTest {
    private static final Kernels[] KERNELS = {new ScalarKernels(), KernelProvider.choose("simd")};

    /// A result and the gradients of all operands.
    private record Outcome(Tensor y, List<Tensor> gradients) {
        void sameBits(Outcome other, String where) {
            Same.bits(y, other.y, where + ", result");
            for (int i = 0; i < gradients.size(); i++) {
                Same.bits(gradients.get(i), other.gradients.get(i), where + ", gradient of operand " + i);
            }
        }

        void near(Outcome other, double tolerance) {
            Same.near(tolerance, y, other.y, "result");
            for (int i = 0; i < gradients.size(); i++) {
                Same.near(tolerance, gradients.get(i), other.gradients.get(i), "gradient of operand " + i);
            }
        }
    }

    /// Runs a case; what it returns survives a reset of the computation's memory.
    private static Outcome run(Compute c, Case test) {
        List<Tensor> parameters = test.operands().stream().map(x -> x.copy().parameter()).toList();
        Tensor[] y = new Tensor[1];
        Gradients gradients = Tape.record(c, () -> {
            y[0] = test.compute(c, parameters);
            return y[0].multiply(c, Some.tensor(99, y[0].shape().toArray())).sum(c);
        });
        return new Outcome(y[0].copy(), parameters.stream().map(p -> gradients.of(p).copy()).toList());
    }

    private static Stream<DynamicTest> forEach(Consumer<Case> test) {
        return OperationCases.all().stream().map(c -> dynamicTest(c.name(), () -> test.accept(c)));
    }

    @TestFactory
    Stream<DynamicTest> oneThreadEqualsTwoAndThreeBitForBit() {
        return forEach(test -> {
            for (Kernels kernels : KERNELS) {
                Outcome one = run(new Compute(kernels, Parallel.sequential(), Memory.heap()), test);
                for (int threads = 2; threads <= 3; threads++) {
                    try (Parallel parallel = Parallel.threads(threads)) {
                        Compute c = new Compute(kernels, parallel, Memory.heap());
                        one.sameBits(run(c, test), kernels.description() + ", " + threads + " threads");
                        one.sameBits(run(c, test), kernels.description() + ", " + threads + " threads again");
                    }
                }
            }
        });
    }

    /// One thread and three cut at the same places; here nothing is cut, so a piece that forgets where it begins shows.
    @TestFactory
    Stream<DynamicTest> cuttingTheWorkDoesNotChangeTheResult() {
        return forEach(test -> {
            Compute c = new Compute(KernelProvider.choose("simd"), Parallel.sequential(), Memory.heap());
            Outcome cut = run(c, test);
            Outcome whole = run(c.with(Uncut.parallel()), test);
            if (test.name().startsWith("batch norm")) {
                // Sums over all rows are added up piece by piece: r roundings of 2⁻²³ at most, √r in the mean.
                whole.near(cut, 0x1p-23 * Math.sqrt(cut.y.shape().rows()));
            } else {
                whole.sameBits(cut, "in pieces");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aWorkspaceFullOfNanGivesTheBitsOfTheHeap() {
        return forEach(test -> {
            for (Kernels kernels : KERNELS) {
                Compute c = new Compute(kernels, Parallel.sequential(), Memory.heap());
                Outcome expected = run(c, test);
                Workspace workspace = Workspace.poisoned();
                for (int round = 1; round <= 3; round++) {
                    expected.sameBits(run(c.with(workspace), test), kernels.description() + ", round " + round);
                    workspace.reset();
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> recordingDoesNotChangeTheResult() {
        return forEach(test -> {
            Compute c = Compute.cpu();
            Same.bits(run(c, test).y, test.compute(c, test.operands()));
        });
    }

    @TestFactory
    Stream<DynamicTest> operandsAreLeftAlone() {
        return forEach(test -> {
            List<Tensor> operands = test.operands().stream().map(x -> x.copy().parameter()).toList();
            Compute c = Compute.cpu();
            Tape.record(c, () -> test.compute(c, operands).sum(c));
            for (int i = 0; i < operands.size(); i++) {
                Same.bits(test.operands().get(i), operands.get(i), "operand " + i);
            }
        });
    }

    /// A part of a larger array, as a slice is: the offset must be taken into account everywhere, forward and backward.
    @TestFactory
    Stream<DynamicTest> operandsMayLieInTheMiddleOfAnArray() {
        return forEach(test -> {
            Compute c = Compute.cpu();
            Outcome expected = run(c, test);
            List<Tensor> stored = new ArrayList<>();
            for (Tensor x : test.operands()) {
                Tensor larger = Some.tensor(7, x.size() + 12);
                System.arraycopy(x.array(), x.offset(), larger.array(), 5, x.size());
                stored.add(larger.parameter());
            }
            Tensor[] y = new Tensor[1];
            Gradients gradients = Tape.record(c, () -> {
                List<Tensor> in = new ArrayList<>();
                for (int i = 0; i < stored.size(); i++) {
                    int size = test.operands().get(i).size();
                    in.add(stored.get(i).slice(c, 0, 5, 5 + size).reshape(c, test.operands().get(i).shape().toArray()));
                }
                y[0] = test.compute(c, in);
                return y[0].multiply(c, Some.tensor(99, y[0].shape().toArray())).sum(c);
            });
            List<Tensor> cut = new ArrayList<>();
            for (int i = 0; i < stored.size(); i++) {
                cut.add(gradients.of(stored.get(i)).view(5, test.operands().get(i).shape()).copy());
            }
            expected.sameBits(new Outcome(y[0], cut), "offset 5");
        });
    }

    /// Backward passes skip what nobody asked for; what is left must be the same.
    @TestFactory
    Stream<DynamicTest> anOperandsGradientDoesNotDependOnWhoElseWantsOne() {
        return forEach(test -> {
            Compute c = Compute.cpu();
            Outcome all = run(c, test);
            for (int i = 0; i < test.operands().size(); i++) {
                List<Tensor> in = new ArrayList<>(test.operands());
                Tensor only = in.get(i).copy().parameter();
                in.set(i, only);
                Gradients gradients = Tape.record(c, () -> {
                    Tensor y = test.compute(c, in);
                    return y.multiply(c, Some.tensor(99, y.shape().toArray())).sum(c);
                });
                Same.bits(all.gradients.get(i), gradients.of(only), "gradient of operand " + i + " alone");
            }
        });
    }

    /// Whoever adds an operation adds a case, and with it all of the above.
    @Test
    void everyOperationOfThePackageHasACase() throws Exception {
        TreeSet<String> tested = new TreeSet<>();
        for (Case test : OperationCases.all()) {
            tested.add(test.operation().apply(test.operands()).getClass().getName());
        }
        TreeSet<String> present = new TreeSet<>();
        Path root = Path.of(Operation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.list(root.resolve("islr/tensor/op"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                Class<?> type = Class.forName("islr.tensor.op." + file.getFileName().toString().replace(".class", ""));
                if (Operation.class.isAssignableFrom(type) && type.isRecord()) {
                    present.add(type.getName());
                }
            }
        }
        assertFalse(present.isEmpty());
        assertEquals(present, tested);
    }

    @Test
    void everyCaseHasAGradientThatIsNotZero() {
        for (Case test : OperationCases.all()) {
            for (Tensor gradient : run(Compute.cpu(), test).gradients) {
                boolean any = false;
                for (float g : gradient.toArray()) {
                    any |= g != 0;
                }
                assertTrue(any, test.name());
            }
        }
    }
}
