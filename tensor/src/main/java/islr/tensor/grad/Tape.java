package islr.tensor.grad;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/// Records the operations of a scope and runs them backwards.
///
/// ```java
/// try (Tape tape = Tape.open()) {
///     Tensor logits = model.forward(c, x);
///     Gradients gradients = tape.gradients(c, loss(logits));
///     Tensor dw = gradients.of(weight);
/// }
/// ```
///
/// [#record] is the short form for a scope that computes nothing but its loss.
///
/// Nothing is recorded outside a scope: inference is the default. Inside, an operation is recorded if a parameter (see
/// [Tensor#parameter()]) or something computed from one is among its operands. The same kernels run in both modes.
///
/// A tape records the thread that opened it, and only that thread may use it. Of tapes inside one another the innermost
/// records; what it recorded is a constant for the outer ones, and what they recorded is a constant for it. The
/// innermost is closed first. Recording ends with [#gradients(Compute, Tensor)] or [#close()], whichever comes first.
public final class Tape implements AutoCloseable {
    private static final ThreadLocal<Tape> INNERMOST = new ThreadLocal<>();

    /// An operation, what it computed and what it saved.
    private record Entry(Operation operation, Tensor y, Saved saved) {}

    private enum State {
        RECORDING, DONE, CLOSED
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Gradients gradients = new Gradients();
    private final Thread owner = Thread.currentThread();
    private final Tape outer = INNERMOST.get();
    private State state = State.RECORDING;

    private Tape() {}

    /// Begins to record what the calling thread computes.
    ///
    /// @return the tape, which is to be closed
    public static Tape open() {
        Tape tape = new Tape();
        INNERMOST.set(tape);
        return tape;
    }

    /// Computes a scalar and its gradients with respect to every parameter that took part.
    ///
    /// @param loss computes a tensor with a single number
    /// @return the gradients, by parameter
    /// @throws IllegalArgumentException if it has another shape
    public static Gradients record(Compute c, Supplier<Tensor> loss) {
        try (Tape tape = open()) {
            return tape.gradients(c, loss.get());
        }
    }

    /// Whether the calling thread is being recorded: for what has no gradient to refuse instead of dropping it.
    public static boolean isRecording() {
        return recording() != null;
    }

    /// Whether an operation is going to be recorded.
    public static boolean records(Operation operation) {
        Tape tape = recording();
        return tape != null && tape.wants(operation);
    }

    /// Called by [Compute#run] after each operation.
    public static void record(Operation operation, Tensor y, Saved saved) {
        Tape tape = recording();
        if (tape != null && tape.wants(operation)) {
            tape.gradients.follow(y);
            tape.entries.add(new Entry(operation, y, saved));
        }
    }

    private static Tape recording() {
        Tape tape = INNERMOST.get();
        return tape != null && tape.state == State.RECORDING ? tape : null;
    }

    private boolean wants(Operation operation) {
        for (Tensor x : operation.inputs()) {
            if (gradients.wants(x)) {
                return true;
            }
        }
        return false;
    }

    /// Ends the recording and computes the gradients of a scalar with respect to every parameter that took part in it.
    /// They outlive the tape.
    ///
    /// @param loss a tensor with a single number, computed since this tape was opened
    /// @return the gradients, by parameter
    /// @throws IllegalArgumentException if it has another shape
    /// @throws IllegalStateException on a second call, after [#close()], inside a tape opened later, or on another
    ///     thread
    public Gradients gradients(Compute c, Tensor loss) {
        Objects.requireNonNull(c, "c");
        requireOwner();
        if (state != State.RECORDING) {
            throw new IllegalStateException(state == State.CLOSED ? "tape: it is closed"
                    : "tape: it has run backwards already, which it does once");
        }
        requireInnermost();
        if (loss.size() != 1) {
            throw new IllegalArgumentException(
                    "tape: the loss is " + loss.shape() + "; only a single number has gradients");
        }
        state = State.DONE;
        Tensor one = c.allocate(Shape.scalar());
        one.array()[one.offset()] = 1;
        gradients.begin(c, loss, one.view(0, loss.shape()));
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            Tensor dy = gradients.take(entry.y);
            if (dy != null) {
                entry.operation.backward(c, entry.y, dy, entry.saved, gradients);
            }
        }
        return gradients;
    }

    /// Ends the scope; the tape around it, if there is one, goes on recording. A second call does nothing.
    ///
    /// @throws IllegalStateException if a tape opened later is still open, or on another thread
    @Override
    public void close() {
        if (state == State.CLOSED) {
            return;
        }
        requireOwner();
        requireInnermost();
        state = State.CLOSED;
        entries.clear();
        if (outer == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(outer);
        }
    }

    private void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("tape: it was opened by the thread " + owner.getName()
                    + " and cannot be used by " + Thread.currentThread().getName());
        }
    }

    private void requireInnermost() {
        if (INNERMOST.get() != this) {
            throw new IllegalStateException("tape: a tape that was opened later is still open");
        }
    }
}
