/// Checkpoints: files of named tensors, and the rules that translate another system's names and layouts to ours.
///
/// ```java
/// Checkpoint file = Formats.read(Path.of("gislr-64.safetensors"));
/// Map<String, Tensor> ours = nameMap.toOurs(file.tensors());
/// Map<String, Tensor> weights = LoadReport.compare(model.shapes(), file.withTensors(ours)).orThrow();
/// ```
///
/// - [islr.weights.Formats] opens or reads a file of any format that is known here, and says what any other file is;
///   [islr.weights.TensorFile] is such a file, open. The formats are in the packages `torch`, `keras`, `tflite` and
///   `numpy`, safetensors in this one.
/// - [islr.weights.Safetensors] reads and writes a whole safetensors file; [islr.weights.SafetensorsFile] reads single
///   tensors of any dtype.
/// - [islr.weights.NameMap] renames and rearranges tensors, in both directions. The maps themselves are with their
///   models.
/// - [islr.weights.LoadReport] compares what a model expects with what a file has.
/// - [islr.weights.AtomicFile] writes a file as a whole or not at all; `islr.weights.onnx` writes models for other
///   runtimes.
///
/// A file is never trusted: whatever is wrong with it is reported by a [islr.weights.WeightsException] of one sentence.
package islr.weights;
