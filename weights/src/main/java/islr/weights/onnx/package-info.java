/// Models as files that ONNX Runtime and others run: a writer, without a reader.
///
/// - [islr.weights.onnx.OnnxGraph] is a graph that is being put together: inputs, weights, operations, outputs.
/// - [islr.weights.onnx.OnnxLayers] adds layers to it, [islr.weights.onnx.GraphWeights] takes their weights from a
///   checkpoint.
/// - [islr.weights.onnx.Axis] and [islr.weights.onnx.Attribute] describe inputs, outputs and operations.
///
/// The models are elsewhere. Each writes its computation in standard operations and computes what depends on weights
/// alone when the file is made.
package islr.weights.onnx;
