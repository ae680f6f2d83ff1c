/// Layers: each takes its parameters from a path, is complete when constructed, and computes rows from rows.
///
/// Names and shapes of parameters are PyTorch's, so that a checkpoint reads the same on both sides:
///
/// ```java
/// Parameters parameters = Parameters.fresh(42);
/// Linear fc1 = new Linear(80, 384, parameters.at("fc1"));   // fc1.weight [384, 80], fc1.bias [384]
/// Tensor y = fc1.forward(c, x);                             // x [N, 80] → y [N, 384]
/// ```
///
/// Layers that act at random (dropout) do so where the compute is in training, see [islr.tensor.Compute#training].
package islr.nn;
