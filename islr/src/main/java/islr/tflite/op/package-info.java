/// The operators of TFLite graphs: each a small function from values to values, with its name in
/// [islr.tflite.op.Operators].
///
/// Adding one is a function that makes it from a [islr.tflite.op.Node], a line in `Operators`, and a case in
/// `tools/golden/tflite_operators.py`, whose outputs TensorFlow computes. Products, convolutions, softmax and the
/// common functions are those of the engine; what only moves numbers is a copy between strides (`Copies`), what
/// broadcasts walks over pairs (`Pairs`).
package islr.tflite.op;
