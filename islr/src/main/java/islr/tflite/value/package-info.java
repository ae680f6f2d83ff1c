/// Values of a running graph and the memory they are in.
///
/// [islr.tflite.value.Value] is what a tensor of a graph holds. [islr.tflite.value.Buffers] gives the memory and takes
/// it back when the last operator that needs a value has run.
package islr.tflite.value;
