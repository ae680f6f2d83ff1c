/// Models as files that ONNX Runtime and others run: a writer, without a reader.
///
/// ```java
/// OnnxGraph graph = Gislr64Onnx.of(sizes, groups, Safetensors.read(Path.of("gislr-64.safetensors")));
/// graph.write(Path.of("gislr-64.onnx"));
/// ```
///
/// - [islr.weights.onnx.OnnxGraph] is a graph being put together: inputs, weights, operations, outputs.
/// - [islr.weights.onnx.Gislr64Onnx] and [islr.weights.onnx.ClsOnnx] are the models.
///
/// The computation is written out in standard operations; what depends on weights alone is computed when the file is
/// made.
package islr.weights.onnx;
