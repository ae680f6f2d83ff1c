/// Reverse-mode gradients: the tape that records operations and the gradients it gives back.
package islr.tensor.grad;
