/// Tensors and where their numbers live, how they are computed, and how work is split.
///
/// Start with [islr.tensor.Tensor]; a computation always says with which [islr.tensor.Compute] it is done:
///
/// ```java
/// Compute c = Compute.cpu();
/// Tensor y = x.linear(c, weight, bias).gelu(c);
/// ```
///
/// The operations behind the methods of `Tensor` are in [islr.tensor.op], one record each, forward beside backward;
/// their gradients are collected by [islr.tensor.grad.Tape]; the loops over numbers are in [islr.tensor.kernel].
package islr.tensor;
