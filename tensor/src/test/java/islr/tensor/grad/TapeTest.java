package islr.tensor.grad;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Shape;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.op.Operation;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TapeTest {
    private final Compute c = Compute.cpu();

    /// The identity, which notes that its backward pass ran, and with which gradient.
    private record Spy(Tensor x, List<Tensor> seen) implements Operation.Stateless {
        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            return x.copy();
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            seen.add(dy);
            into.add(x, dy);
        }
    }

    @Test
    void nothingIsRecordedOutsideAScope() {
        List<Tensor> seen = new ArrayList<>();
        Tensor x = Some.tensor(1, 3).parameter();
        Tensor before = c.run(new Spy(x, seen));
        Gradients g = Tape.record(c, () -> before.multiply(c, x).sum(c));
        assertEquals(List.of(), seen);
        Same.bits(before, g.of(x), "what was computed before is a constant");
    }

    @Test
    void onlyWhatDependsOnAParameterIsRecorded() {
        List<Tensor> ofConstant = new ArrayList<>();
        List<Tensor> ofParameter = new ArrayList<>();
        Tensor constant = Some.tensor(1, 3);
        Tensor parameter = Some.tensor(2, 3).parameter();
        Tape.record(c, () -> c.run(new Spy(constant, ofConstant))
                .add(c, c.run(new Spy(c.run(new Spy(parameter, ofParameter)), ofParameter))).sum(c));
        assertEquals(0, ofConstant.size());
        assertEquals(2, ofParameter.size());
    }

    @Test
    void whatDoesNotReachTheLossIsNotRunBackwards() {
        List<Tensor> seen = new ArrayList<>();
        Tensor x = Some.tensor(1, 3).parameter();
        Gradients g = Tape.record(c, () -> {
            c.run(new Spy(x, seen)).exp(c);
            return x.sum(c);
        });
        assertEquals(List.of(), seen);
        Same.bits(Tensor.of(Shape.of(3), 1, 1, 1), g.of(x));
    }

    /// The gradient of a result is complete before the operation that made it runs backwards, once.
    @Test
    void aResultThatIsUsedTwiceIsRunBackwardsOnceWithTheSum() {
        List<Tensor> seen = new ArrayList<>();
        Tensor x = Some.tensor(1, 3).parameter();
        Tensor a = Some.tensor(2, 3);
        Tensor b = Some.tensor(3, 3);
        Tape.record(c, () -> {
            Tensor y = c.run(new Spy(x, seen));
            return y.multiply(c, a).add(c, y.multiply(c, b)).sum(c);
        });
        assertEquals(1, seen.size());
        Same.bits(a.add(c, b), seen.getFirst());
    }

    @Test
    void aScopeInsideAScopeIsItsOwn() {
        Tensor x = Some.tensor(1, 3).parameter();
        Tensor w = Some.tensor(2, 3).parameter();
        Gradients[] inner = new Gradients[1];
        Gradients outer = Tape.record(c, () -> {
            Tensor y = x.square(c);
            inner[0] = Tape.record(c, () -> y.multiply(c, w).sum(c));
            return y.sum(c).add(c, inner[0].loss()).add(c, inner[0].of(w).sum(c));
        });
        Same.bits(x.square(c), inner[0].of(w));
        assertFalse(inner[0].has(x), "what the outer scope computed is a constant inside");
        Same.bits(x.scale(c, 2), outer.of(x), "what the inner one computed is a constant outside");
        assertFalse(outer.has(w));
    }

    @Test
    void afterAScopeThatThrewNothingIsRecordedAnyMore() {
        Tensor x = Some.tensor(1, 3).parameter();
        List<Tensor> seen = new ArrayList<>();
        assertThatThrownBy(() -> Tape.record(c, () -> {
            throw new IllegalStateException("in between");
        })).hasMessage("in between");
        c.run(new Spy(x, seen));
        Gradients g = Tape.record(c, () -> x.sum(c));
        assertEquals(List.of(), seen);
        assertTrue(g.has(x));
    }

    @Test
    void aLossThatIsNotASingleNumberIsRefused() {
        Tensor x = Some.tensor(1, 3).parameter();
        assertThatThrownBy(() -> Tape.record(c, () -> x.square(c))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tape: the loss is [3]; only a single number has gradients");
    }

    @Test
    void aLossOfOneNumberMayHaveAnyShape() {
        Tensor x = Some.tensor(1, 1, 1).parameter();
        assertEquals(2 * x.item(), Tape.record(c, () -> x.square(c)).of(x).item());
        Tensor y = Some.tensor(1).parameter();
        assertEquals(1, Tape.record(c, () -> y).of(y).item(), "a parameter may be the loss itself");
    }

    /// A chain long enough to exhaust the stack of a recursive backward pass.
    @Test
    void aLongChainIsRunBackwards() {
        Tensor x = Tensor.scalar(1).parameter();
        Gradients g = Tape.record(c, () -> {
            Tensor y = x;
            for (int i = 0; i < 20_000; i++) {
                y = y.affine(c, 1, 0.5f);
            }
            return y;
        });
        assertEquals(1, g.of(x).item());
        assertEquals(10_001, g.loss().item());
    }

    @Test
    void anOpenTapeGivesGradientsAndWhateverElseWasComputed() {
        Tensor x = Some.tensor(1, 3).parameter();
        try (Tape tape = Tape.open()) {
            assertTrue(Tape.isRecording());
            Tensor y = x.square(c);
            Gradients g = tape.gradients(c, y.sum(c));
            Same.bits(x.square(c), y);
            Same.bits(x.scale(c, 2), g.of(x));
            assertFalse(Tape.isRecording(), "the gradients end the recording");
        }
        assertFalse(Tape.isRecording());
    }

    @Test
    void nothingIsRecordedBetweenTheGradientsAndTheEndOfTheScope() {
        List<Tensor> seen = new ArrayList<>();
        Tensor x = Some.tensor(1, 3).parameter();
        Gradients outer = Tape.record(c, () -> {
            Tensor y;
            try (Tape tape = Tape.open()) {
                tape.gradients(c, x.sum(c));
                y = c.run(new Spy(x, seen));
            }
            return x.square(c).sum(c).add(c, y.sum(c));
        });
        assertEquals(List.of(), seen, "neither by the inner tape nor by the outer one");
        Same.bits(x.scale(c, 2), outer.of(x));
    }

    @Test
    void theOuterTapeGoesOnAfterAnInnerOneThatThrew() {
        Tensor x = Some.tensor(1, 3).parameter();
        try (Tape tape = Tape.open()) {
            assertThatThrownBy(() -> Tape.record(c, () -> x.square(c))).isInstanceOf(IllegalArgumentException.class);
            assertTrue(Tape.isRecording());
            assertTrue(tape.gradients(c, x.sum(c)).has(x));
        }
    }

    @Test
    void aTapeRunsBackwardsOnceAndNotAfterItsEnd() {
        Tensor x = Tensor.scalar(3).parameter();
        Tape tape = Tape.open();
        Tensor y = x.square(c);
        tape.gradients(c, y);
        assertThatThrownBy(() -> tape.gradients(c, y)).isInstanceOf(IllegalStateException.class)
                .hasMessage("tape: it has run backwards already, which it does once");
        tape.close();
        tape.close();
        assertThatThrownBy(() -> tape.gradients(c, y)).isInstanceOf(IllegalStateException.class)
                .hasMessage("tape: it is closed");
    }

    /// What was wrong with the loss can be mended.
    @Test
    void aRefusedLossLeavesTheTapeAsItWas() {
        Tensor x = Some.tensor(1, 3).parameter();
        try (Tape tape = Tape.open()) {
            Tensor y = x.square(c);
            assertThatThrownBy(() -> tape.gradients(c, y)).isInstanceOf(IllegalArgumentException.class);
            Same.bits(x.scale(c, 2), tape.gradients(c, y.sum(c)).of(x));
        }
    }

    @Test
    void theInnermostTapeIsUsedAndClosedFirst() {
        Tensor x = Tensor.scalar(3).parameter();
        Tape outer = Tape.open();
        Tape inner = Tape.open();
        for (ThrowingCallable use : List.<ThrowingCallable>of(outer::close, () -> outer.gradients(c, x))) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class)
                    .hasMessage("tape: a tape that was opened later is still open");
        }
        assertTrue(Tape.isRecording());
        inner.close();
        assertTrue(outer.gradients(c, x.square(c)).has(x));
        outer.close();
        assertFalse(Tape.isRecording());
    }

    @Test
    void aTapeBelongsToTheThreadThatOpenedIt() throws Exception {
        List<Tensor> seen = new ArrayList<>();
        List<Throwable> problems = new ArrayList<>();
        Tensor x = Tensor.scalar(3).parameter();
        try (Tape tape = Tape.open()) {
            Thread other = new Thread(() -> {
                c.run(new Spy(x, seen));
                for (Runnable use : List.<Runnable>of(tape::close, () -> tape.gradients(c, x))) {
                    try {
                        use.run();
                    } catch (IllegalStateException e) {
                        problems.add(e);
                    }
                }
            }, "other");
            other.start();
            other.join();
            assertEquals(2, problems.size());
            for (Throwable problem : problems) {
                assertEquals("tape: it was opened by the thread " + Thread.currentThread().getName()
                        + " and cannot be used by other", problem.getMessage());
            }
            assertTrue(tape.gradients(c, x.square(c)).has(x));
        }
        assertEquals(List.of(), seen, "what another thread computes is not recorded");
    }
}
