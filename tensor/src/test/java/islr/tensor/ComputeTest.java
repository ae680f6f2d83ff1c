package islr.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.kernel.ScalarKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComputeTest {

    @Test
    void aChangedCopyLeavesTheOriginalAlone() {
        Compute c = Compute.cpu();
        ScalarKernels scalar = new ScalarKernels();
        Parallel parallel = Parallel.sequential();
        Random random = new Random(1);
        Compute other = c.with(scalar).with(parallel).training(random).with(Workspace.create());
        assertSame(scalar, other.kernels());
        assertSame(parallel, other.parallel());
        assertSame(random, other.random());
        assertTrue(other.isTraining());
        assertSame(other.allocate(3).array(), other.allocate(Shape.of(2, 5)).array(), "one slab");
        assertFalse(c.isTraining());
        assertNotSame(scalar, c.kernels());
        assertNotSame(c.allocate(3).array(), c.allocate(3).array());
    }

    @Test
    void randomnessIsForTrainingOnly() {
        assertThatThrownBy(() -> Compute.cpu().random()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("training(random)");
        assertThatThrownBy(() -> Compute.cpu().training(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void zerosAreWrittenOverWhatWasThere() {
        Workspace workspace = Workspace.poisoned();
        Compute c = Compute.cpu().with(workspace);
        c.allocate(7);
        Tensor x = c.zeros(Shape.of(3, 5));
        Same.bits(Tensor.zeros(3, 5), x);
        assertTrue(Float.isNaN(x.array()[x.offset() + 15]), "and no further");
        assertEquals(Shape.of(3, 5), x.shape());
    }

    @Test
    void anObserverSeesEveryOperationWithItsResult() {
        List<String> seen = new ArrayList<>();
        Compute c = Compute.cpu()
                .observed((operation, y) -> seen.add(operation.getClass().getSimpleName() + y.shape()));
        Tensor x = Some.tensor(1, 2, 3);
        x.linear(c, Some.tensor(2, 5, 3), null).relu(c.with(Parallel.sequential()).with(Memory.heap()));
        assertThat(seen).containsExactly("Linear[2, 5]", "Unary[2, 5]");
    }
}
