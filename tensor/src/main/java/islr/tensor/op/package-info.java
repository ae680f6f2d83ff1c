/// The operations: one record each, whose components are the operands, with forward and backward on one screen.
///
/// [islr.tensor.op.Linear] is the example that the others follow. A record checks shapes when it is made, allocates its
/// result in [islr.tensor.op.Operation#forward], and hands its loops to [islr.tensor.kernel.Kernels].
package islr.tensor.op;
