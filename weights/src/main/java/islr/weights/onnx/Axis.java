package islr.weights.onnx;

/// One axis of a graph's input or output: of a fixed size, or of a size that is known only when the graph is run.
///
/// @param symbol what such a size is called (`batch`), empty if the size is fixed
/// @param size the size if it is fixed, otherwise 0
public record Axis(String symbol, int size) {
    /// An axis of a fixed size.
    public static Axis of(int size) {
        return new Axis("", size);
    }

    /// Axes with the same symbol have the same size.
    public static Axis any(String symbol) {
        return new Axis(symbol, 0);
    }

    /// As `TensorShapeProto.Dimension`.
    Protobuf message() {
        return symbol.isEmpty() ? new Protobuf().integer(1, size) : new Protobuf().text(2, symbol);
    }
}
