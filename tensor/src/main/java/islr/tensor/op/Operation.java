package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Saved;
import java.util.List;

/// One operation on given operands, which are the components of its record. It may be computed any number of times.
public interface Operation {
    /// The operands a gradient can flow to, in order.
    List<Tensor> inputs();

    /// Computes the result in the memory of `c`.
    ///
    /// @param saved takes what [#backward] needs besides the operands and the result
    /// @return the result
    Tensor forward(Compute c, Saved saved);

    /// Adds this operation's share to the gradients of its operands.
    ///
    /// @param y  what [#forward] returned
    /// @param dy gradient of the loss with respect to `y`, of its shape; not to be written
    /// @param saved what [#forward] put there
    /// @param into takes each share with [Gradients#add], for those operands that [Gradients#wants]
    void backward(Compute c, Tensor y, Tensor dy, Saved saved, Gradients into);

    /// An operation that saves nothing: its gradients follow from its operands and its result.
    interface Stateless extends Operation {
        /// See [Operation#forward].
        Tensor forward(Compute c);

        /// See [Operation#backward].
        void backward(Compute c, Tensor y, Tensor dy, Gradients into);

        @Override
        default Tensor forward(Compute c, Saved saved) {
            return forward(c);
        }

        @Override
        default void backward(Compute c, Tensor y, Tensor dy, Saved saved, Gradients into) {
            backward(c, y, dy, into);
        }
    }
}
