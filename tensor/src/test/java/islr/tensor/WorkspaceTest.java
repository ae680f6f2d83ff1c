package islr.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.grad.Tape;
import islr.tensor.kernel.LargeArray;
import islr.tensor.op.Attention;
import islr.tensor.op.Heads;
import islr.tensor.op.Mask;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkspaceTest {

    @Test
    void tensorsDoNotOverlapAndStartAtCacheLines() {
        Workspace workspace = Workspace.create();
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Tensor x = workspace.allocate(Shape.of(i * 37 % 300));
            assertEquals(LargeArray.FIRST, x.offset() % LargeArray.LINE);
            java.util.Arrays.fill(x.array(), x.offset(), x.offset() + x.size(), i);
            all.add(x);
        }
        for (int i = 0; i < all.size(); i++) {
            for (float number : all.get(i).toArray()) {
                assertEquals(i, number);
            }
        }
    }

    @Test
    void afterTheFirstRoundOneSlabServesAll() {
        Workspace workspace = Workspace.create();
        int[] sizes = {5, 100_000, 0, 40_000, 1, 300_000, 17};
        for (int size : sizes) {
            workspace.allocate(Shape.of(size));
        }
        workspace.reset();
        float[] slab = workspace.allocate(Shape.of(1)).array();
        for (int round = 0; round < 3; round++) {
            workspace.reset();
            for (int size : sizes) {
                assertSame(slab, workspace.allocate(Shape.of(size)).array(), "round " + round);
            }
        }
        workspace.allocate(Shape.of(500_000));
        workspace.reset();
        assertNotSame(slab, workspace.allocate(Shape.of(1)).array(), "a larger round needs a larger slab");
    }

    @Test
    void arraysAreOfTheirExactLengthAndServeAgainAfterTheReset() {
        Workspace workspace = Workspace.create();
        float[] first = workspace.array(7);
        float[] second = workspace.array(7);
        assertEquals(7, first.length);
        assertNotSame(first, second);
        workspace.reset();
        assertEquals(Set.of(first, second), Set.of(workspace.array(7), workspace.array(7)));
        assertNotSame(first, workspace.array(8));
    }

    @Test
    void manyLengthsOfArraysDoNotFillTheMemory() {
        Workspace workspace = Workspace.create();
        WeakReference<float[]> early = new WeakReference<>(workspace.array(1 << 22));
        workspace.array(1);
        workspace.reset();
        System.gc();
        assertNull(early.get());
        workspace.reset();
        assertEquals(5, workspace.array(5).length);
    }

    @Test
    void aPoisonedWorkspacePoisonsArraysToo() {
        Workspace workspace = Workspace.poisoned();
        assertTrue(Float.isNaN(workspace.array(3)[2]));
        workspace.reset();
        float[] again = workspace.array(3);
        assertTrue(Float.isNaN(again[0]));
        again[0] = 1;
        workspace.reset();
        assertTrue(Float.isNaN(workspace.array(3)[0]));
    }

    @Test
    void aTensorThatIsUsedAfterTheResetThrows() {
        Workspace workspace = Workspace.create();
        Compute c = Compute.cpu().with(workspace);
        Tensor x = Some.tensor(1, 3, 5);
        Tensor y = x.relu(c);
        Tensor part = y.view(5, Shape.of(5));
        Tensor kept = y.copy();
        workspace.reset();
        assertThatThrownBy(y::array).isInstanceOf(IllegalStateException.class)
                .hasMessage("tensor [3, 5] is used after its workspace was reset; copy() what must outlive the reset");
        assertThatThrownBy(part::toArray).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> y.get(0, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> y.view(0, Shape.of(5))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> y.relu(c)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> x.add(c, y)).isInstanceOf(IllegalStateException.class);
        Same.bits(x.relu(Compute.cpu()), kept);
        Same.bits(kept, x.relu(c), "the workspace goes on");
    }

    @Test
    void aParameterCannotLiveThere() {
        Tensor x = Workspace.create().allocate(Shape.of(3));
        assertThatThrownBy(x::parameter).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("copy() it before making it a parameter");
        assertTrue(x.copy().parameter().isParameter());
    }

    @Test
    void aPoisonedWorkspaceHoldsNothingButNan() {
        Workspace workspace = Workspace.poisoned();
        for (int round = 0; round < 3; round++) {
            for (int size : new int[] {10, 20_000, 1_000}) {
                Tensor x = workspace.allocate(Shape.of(size));
                for (float number : x.toArray()) {
                    assertTrue(Float.isNaN(number));
                }
                java.util.Arrays.fill(x.array(), x.offset(), x.offset() + x.size(), 1);
            }
            workspace.reset();
        }
    }

    /// A forward pass of a small transformer block: linear, attention, layer norm, GELU.
    private static Tensor block(Compute c, Tensor x, Segments sequences, List<Tensor> p) {
        Tensor q = x.linear(c, p.get(0), p.get(1));
        Tensor a = c.run(new Attention(q, q, q, new Heads(q.shape().columns(), 4, sequences, sequences), 0.25f,
                Mask.none(), Attention.Dropout.NONE));
        Tensor h = x.add(c, a).layerNorm(c, p.get(1), p.get(1), 1e-5f);
        return h.linear(c, p.get(0), null).gelu(c).softmax(c);
    }

    @Test
    void theSecondRoundAllocatesNoArrays() {
        Workspace workspace = Workspace.create();
        Compute c = Compute.cpu().with(workspace);
        Tensor x = Some.tensor(1, 96, 128);
        Segments sequences = Segments.ofLengths(60, 36);
        List<Tensor> p = List.of(Some.tensor(2, 128, 128).parameter(), Some.tensor(3, 128).parameter());
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] bytes = new long[2];
        for (int round = 0; round < 2; round++) {
            // Interpreted vector code allocates a box for every vector: that is not what is asked here, so the scalar
            // kernels.
            Compute scalar = c.with(new islr.tensor.kernel.ScalarKernels());
            long before = threads.getCurrentThreadAllocatedBytes();
            block(scalar, x, sequences, p);
            workspace.reset();
            bytes[round] = threads.getCurrentThreadAllocatedBytes() - before;
        }
        // Records, shapes and tasks of eight operations; a single result alone would be 48 kB.
        assertTrue(bytes[0] > 500_000, "the first round takes its memory: " + bytes[0]);
        assertTrue(bytes[1] < 24_000, "the second one allocates " + bytes[1] + " bytes");
    }

    @Test
    void aTrainingStepFitsTooAndGivesTheSameBitsEveryTime() {
        Workspace workspace = Workspace.create();
        Compute c = Compute.cpu().with(workspace);
        Tensor x = Some.tensor(1, 9, 16);
        List<Tensor> p = List.of(Some.tensor(2, 16, 16).parameter(), Some.tensor(3, 16).parameter());
        Tensor first = null;
        for (int step = 0; step < 3; step++) {
            Tensor gradient = Tape.record(c, () -> block(c, x, Segments.ofLengths(5, 4), p).square(c).sum(c))
                    .of(p.getFirst()).copy();
            workspace.reset();
            first = first == null ? gradient : first;
            Same.bits(first, gradient);
        }
    }

    @Test
    void roomThatWasReservedIsUsedAndMoreCanBeTaken() {
        Workspace workspace = Workspace.of(64);
        Tensor first = workspace.allocate(Shape.of(3));
        Tensor second = workspace.allocate(Shape.of(4, 12));
        assertSame(first.array(), second.array());
        Tensor more = workspace.allocate(Shape.of(1));
        assertNotSame(first.array(), more.array());
        workspace.reset();
        assertSame(workspace.allocate(Shape.of(64)).array(), workspace.allocate(Shape.of(16)).array());
    }

    /// What a few large tensors leave of their slabs must not add up.
    @Test
    void afterTheFirstRoundThereIsOneSlabHardlyLargerThanNeeded() {
        Workspace workspace = Workspace.create();
        for (int i = 0; i < 5; i++) {
            workspace.allocate(Shape.of(9 << 18));
        }
        workspace.reset();
        int length = workspace.allocate(Shape.of(1)).array().length;
        assertTrue(length >= 45 << 18 && length < 51 << 18, () -> length + " numbers");
    }
}
