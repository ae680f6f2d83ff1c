package islr.weights.onnx.run;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An operation, as the file says it.
///
/// @param attributes as `AttributeProto`, by name
record Node(String op, List<String> inputs, List<String> outputs, Map<String, Message> attributes) {
    static Node of(Message message) {
        Map<String, Message> attributes = new HashMap<>();
        message.messages(5).forEach(attribute -> attributes.put(attribute.text(1), attribute));
        return new Node(message.text(4), message.texts(1), message.texts(2), attributes);
    }

    long integer(String name, long otherwise) {
        return attributes.containsKey(name) ? attributes.get(name).integer(3) : otherwise;
    }

    long[] integers(String name) {
        return attributes.containsKey(name) ? attributes.get(name).integers(8) : new long[0];
    }

    double real(String name, double otherwise) {
        return attributes.containsKey(name) ? attributes.get(name).real(2) : otherwise;
    }

    String text(String name) {
        return attributes.containsKey(name) ? new String(attributes.get(name).bytes(4), StandardCharsets.UTF_8) : "";
    }
}
