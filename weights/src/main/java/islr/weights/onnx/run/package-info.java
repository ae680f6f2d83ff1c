/// Computes what an ONNX file says, to check the files that this project writes where there is no ONNX Runtime.
///
/// ```
/// bytes ─ Message ─ OnnxFile: constants, nodes ─ one Operator a node ─ Value ─ outputs
/// ```
///
/// Operators are plain loops by the standard's text, in double precision, each result rounded to its type. Only those
/// are here that the graphs of this project use. It is slow, and independent of how the networks themselves are
/// computed.
///
/// Source: the operators' documentation of ONNX 1.16, opset 20.
package islr.weights.onnx.run;
