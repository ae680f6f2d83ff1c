package islr.tflite.op;

import islr.weights.WeightsException;

/// Makes an operator from what the file says of it.
@FunctionalInterface
public interface Factory {
    /// @return the operator, which computes nothing yet
    /// @throws Node.Refused if this variant of the operator is not computed here
    /// @throws WeightsException if its options cannot be read
    Operator of(Node node) throws Node.Refused, WeightsException;
}
