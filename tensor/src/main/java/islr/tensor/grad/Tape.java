package islr.tensor.grad;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Records the operations of a scope and runs them backwards.
///
/// ```java
/// Gradients gradients = Tape.record(c, () -> model.forward(c, x).crossEntropy(...));
/// Tensor dw = gradients.of(weight);
/// ```
///
/// Nothing is recorded outside such a scope: inference is the default. Inside, an operation is recorded if a parameter
/// (see [Tensor#parameter()]) or something computed from one is among its operands. The same kernels run in both modes.
public final class Tape {
    private static final ScopedValue<Tape> RECORDING = ScopedValue.newInstance();

    /// An operation, what it computed and what it saved.
    private record Entry(Operation operation, Tensor y, Saved saved) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Gradients gradients = new Gradients();

    private Tape() {}

    /// Computes a scalar and its gradients with respect to every parameter that took part.
    ///
    /// @param loss computes a tensor with a single number
    /// @throws IllegalArgumentException if it has another shape
    public static Gradients record(Compute c, Supplier<Tensor> loss) {
        Tape tape = new Tape();
        Tensor y = ScopedValue.where(RECORDING, tape).call(loss::get);
        if (y.size() != 1) {
            throw new IllegalArgumentException(
                    "tape: the loss is " + y.shape() + "; only a single number has gradients");
        }
        return tape.backward(c, y);
    }

    /// Whether the calling thread is inside such a scope: for what has no gradient to refuse instead of dropping it.
    public static boolean isRecording() {
        return RECORDING.isBound();
    }

    /// Whether an operation is going to be recorded.
    public static boolean records(Operation operation) {
        return RECORDING.isBound() && RECORDING.get().wants(operation);
    }

    /// Called by [Compute#run] after each operation.
    public static void record(Operation operation, Tensor y, Saved saved) {
        if (records(operation)) {
            RECORDING.get().add(operation, y, saved);
        }
    }

    private boolean wants(Operation operation) {
        for (Tensor x : operation.inputs()) {
            if (gradients.wants(x)) {
                return true;
            }
        }
        return false;
    }

    private void add(Operation operation, Tensor y, Saved saved) {
        gradients.follow(y);
        entries.add(new Entry(operation, y, saved));
    }

    private Gradients backward(Compute c, Tensor loss) {
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
}
