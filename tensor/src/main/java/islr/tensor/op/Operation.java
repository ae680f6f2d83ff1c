package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.List;

/// One operation on given operands. What the backward pass needs are the components of the record: nothing is captured
/// anywhere else.
public interface Operation {
    /// The operands a gradient can flow to, in order.
    List<Tensor> inputs();

    /// Computes the result in the memory of `c`.
    Tensor forward(Compute c);

    /// Adds this operation's share to the gradients of its operands.
    ///
    /// @param y  what [#forward] returned
    /// @param dy gradient of the loss with respect to `y`, of its shape; not to be written
    /// @param into takes each share with [Gradients#add], for those operands that [Gradients#wants]
    void backward(Compute c, Tensor y, Tensor dy, Gradients into);
}
