package islr.weights.onnx;

/// A setting of an operation, such as `axis = 1`. It is a constant, in contrast to the operation's inputs.
public final class Attribute {
    // Codes of AttributeProto.AttributeType.
    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int STRING = 3;
    private static final int INTS = 7;

    private static final int TYPE = 20;

    private final Protobuf message;

    private Attribute(String name, int type) {
        message = new Protobuf().text(1, name).integer(TYPE, type);
    }

    /// An attribute with one real number.
    public static Attribute real(String name, float value) {
        Attribute attribute = new Attribute(name, FLOAT);
        attribute.message.real(2, value);
        return attribute;
    }

    /// An attribute with one whole number.
    public static Attribute integer(String name, long value) {
        Attribute attribute = new Attribute(name, INT);
        attribute.message.integer(3, value);
        return attribute;
    }

    /// An attribute with a text.
    public static Attribute text(String name, String value) {
        Attribute attribute = new Attribute(name, STRING);
        attribute.message.text(4, value);
        return attribute;
    }

    /// An attribute with a list of whole numbers.
    public static Attribute integers(String name, long... values) {
        Attribute attribute = new Attribute(name, INTS);
        for (long value : values) {
            attribute.message.integer(8, value);
        }
        return attribute;
    }

    /// As `AttributeProto`.
    Protobuf message() {
        return message;
    }
}
