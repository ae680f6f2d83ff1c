package islr.weights.onnx.run;

import java.util.List;

/// What a node does.
@FunctionalInterface
interface Operator {
    /// @param node its attributes
    /// @param in values of its inputs
    /// @return values of its outputs
    List<Value> run(Node node, List<Value> in);

    /// An operator with one result.
    @FunctionalInterface
    interface Single {
        Value run(Node node, List<Value> in);
    }

    static Operator single(Single operator) {
        return (node, in) -> List.of(operator.run(node, in));
    }
}
