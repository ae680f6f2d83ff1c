/// TensorFlow Lite's files (`.tflite`): a flatbuffer with a graph of operators, and buffers with its constants.
///
/// A flatbuffer is made of tables whose fields are offsets to other tables, vectors and texts. The library
/// `flatbuffers-java` follows them without asking whether they lead out of the file or round in a circle; so
/// [islr.weights.tflite.FlatTable] checks each one first.
///
/// - [islr.weights.tflite.TfliteFile] opens a file and gives its constants as named tensors, dequantised.
/// - [islr.weights.tflite.TfliteModel] is the whole graph, for who wants to run it: its subgraphs, operators with their
///   options, signatures.
package islr.weights.tflite;
