/// Writes models as files that ONNX Runtime and others run. What is in such a file, `islr.weights.onnx.run` computes.
///
/// - [islr.weights.onnx.OnnxGraph] is a graph that is being put together: inputs, weights, operations, outputs.
/// - [islr.weights.onnx.OnnxLayers] adds layers to it, [islr.weights.onnx.GraphWeights] takes their weights from a
///   checkpoint.
/// - [islr.weights.onnx.OnnxMath] adds arithmetic: what the preprocessing of clips is made of.
/// - [islr.weights.onnx.Axis] and [islr.weights.onnx.Attribute] describe inputs, outputs and operations.
///
/// The models are in other packages. Each writes its computation as standard operations. What depends on weights alone
/// is computed when the file is made.
package islr.weights.onnx;
