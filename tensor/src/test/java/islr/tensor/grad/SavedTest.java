package islr.tensor.grad;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Same;
import islr.tensor.Segments;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import islr.tensor.op.ActivatedLinear;
import islr.tensor.op.Attention;
import islr.tensor.op.Heads;
import islr.tensor.op.Linear;
import islr.tensor.op.Mask;
import islr.tensor.op.Norms;
import islr.tensor.op.Operation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavedTest {
    private final Compute c = Compute.cpu();

    /// The identity, which notes what it was handed.
    private record Spy(Tensor x, List<Saved> forward, List<Saved> backward) implements Operation {
        Spy(Tensor x) {
            this(x, new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c, Saved saved) {
            forward.add(saved);
            return x.copy();
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Saved saved, Gradients into) {
            backward.add(saved);
            into.add(x, dy);
        }
    }

    @Test
    void nothingKeepsNothingAndTakesNoMemory() {
        Memory none = shape -> {
            throw new AssertionError("allocates " + shape);
        };
        assertNull(Saved.nothing().room(c.with(none), "a", 3, 5));
        Saved.nothing().keep("b", Tensor.scalar(1));
        assertThatThrownBy(() -> Saved.nothing().get("b")).isInstanceOf(IllegalStateException.class)
                .hasMessage("saved: 'b' was not kept, because forward ran with Saved.nothing()");
    }

    @Test
    void whatIsKeptIsFoundByItsName() {
        Saved saved = Saved.keeping();
        Tensor room = saved.room(c, "room", 3, 5);
        Tensor kept = Tensor.scalar(1);
        saved.keep("kept", kept);
        assertSame(room, saved.get("room"));
        assertSame(kept, saved.get("kept"));
        assertThatThrownBy(() -> saved.get("other"))
                .hasMessage("saved: 'other' was not kept; there is only [room, kept]");
    }

    @Test
    void backwardGetsWhatForwardSavedAndEveryRunItsOwn() {
        Spy spy = new Spy(Some.tensor(1, 3).parameter());
        Tape.record(c, () -> c.run(spy).add(c, c.run(spy)).sum(c));
        assertEquals(2, spy.forward.size());
        assertSame(spy.forward.get(0), spy.backward.get(1));
        assertSame(spy.forward.get(1), spy.backward.get(0));
        assertEquals(2, spy.forward.stream().distinct().count());
    }

    @Test
    void nothingIsKeptOutsideARecordingOrForConstants() {
        Spy outside = new Spy(Some.tensor(1, 3).parameter());
        c.run(outside);
        assertSame(Saved.nothing(), outside.forward.getFirst());
        Spy constant = new Spy(Some.tensor(1, 3));
        Tape.record(c, () -> c.run(constant).sum(c));
        assertSame(Saved.nothing(), constant.forward.getFirst());
    }

    @Test
    void aCallerMayLookAtWhatIsSavedWhileItIsRecorded() {
        Spy spy = new Spy(Some.tensor(1, 3).parameter());
        Saved saved = Saved.keeping();
        Tape.record(c, () -> c.run(spy, saved).sum(c));
        assertSame(saved, spy.forward.getFirst());
        assertSame(saved, spy.backward.getFirst());
    }

    /// An operation may be computed any number of times, recorded or not, and the first run keeps its gradients.
    @Test
    void noOperationThatSavesIsSingleUse() {
        Tensor x = Some.tensor(1, 5, 6).parameter();
        Tensor w = Some.tensor(2, 6, 6).parameter();
        Tensor b = Some.tensor(3, 6).parameter();
        Segments two = Segments.ofLengths(2, 3);
        for (Operation operation : List.of(new Norms.LayerNorm(x, b, b, 1e-5f),
                new ActivatedLinear(new Linear(x, w, b), Kernels.Unary.GELU),
                new Attention(x, x, x, new Heads(6, 2, two, two), 0.5f, Mask.none(), Attention.Dropout.NONE))) {
            Tensor dy = Some.tensor(9, 5, 6);
            Tensor once = Tape.record(c, () -> c.run(operation).multiply(c, dy).sum(c)).of(x);
            Tensor twice = Tape.record(c, () -> {
                Tensor y = c.run(operation);
                operation.forward(c, Saved.nothing());
                c.run(operation).square(c);
                return y.multiply(c, dy).sum(c);
            }).of(x);
            Same.bits(once, twice);
        }
    }
}
