/// Runs the graph of a TFLite file, such as those that were handed in to the competition, on the engine.
///
/// ```
/// TfliteFile ─ GraphReader ─ Graph: operators checked, constants read, what follows from them computed
/// frames ─ Graph.trace ─ outputs, and a Plan: what follows from the shapes is kept
/// frames ─ Graph.follow(Plan) ─ outputs
/// ```
///
/// [islr.tflite.TfliteGraph] is the face. [islr.tflite.op.Operators] lists what can be computed, and
/// [islr.tflite.value.Buffers] is where results are.
package islr.tflite;
