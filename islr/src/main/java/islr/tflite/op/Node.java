package islr.tflite.op;

import islr.tensor.Shape;
import islr.weights.WeightsException;
import islr.weights.tflite.Options;
import islr.weights.tflite.TensorType;
import islr.weights.tflite.TfliteModel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// An operator as the file describes it: from what an [Operator] is made. Fields of its options are named by their
/// numbers in the schema.
///
/// @param name of the schema, such as `CONV_2D`
/// @param options the fields
/// @param inputs null where an optional one is absent
/// @param outputs the tensors that it computes
public record Node(String name, Options options, List<TfliteModel.TfliteTensor> inputs,
        List<TfliteModel.TfliteTensor> outputs) {
    public Node {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(outputs, "outputs");
    }

    /// Why an operator is not run here, though one of its name is.
    public static final class Refused extends Exception {
        private final String remedy;

        /// @param reason what follows the operator's name in a sentence
        public Refused(String reason) {
            this(reason, "");
        }

        /// @param reason what follows the operator's name in a sentence
        /// @param remedy what to do about it, or an empty text
        public Refused(String reason, String remedy) {
            super(reason);
            this.remedy = remedy;
        }

        /// What to do about it, or an empty text.
        public String remedy() {
            return remedy;
        }
    }

    /// A field of four bytes.
    int int32(int field, int otherwise) throws WeightsException {
        return options.int32(field, otherwise);
    }

    /// A field of one byte.
    int int8(int field, int otherwise) throws WeightsException {
        return options.int8(field, otherwise);
    }

    /// A field that is true or false.
    boolean bool(int field) throws WeightsException {
        return options.bool(field);
    }

    /// A floating-point field.
    float float32(int field, float otherwise) throws WeightsException {
        return options.float32(field, otherwise);
    }

    /// A field with several whole numbers; empty if there is none.
    int[] ints(int field) throws WeightsException {
        return options.ints(field);
    }

    /// A text.
    String text(int field) throws WeightsException {
        return options.text(field);
    }

    /// The type of a result.
    TensorType type(int output) throws Refused {
        if (output >= outputs.size()) {
            throw new Refused("with " + outputs.size() + " results");
        }
        return outputs.get(output).type();
    }

    /// The activation that is applied to the result.
    Activation activation(int field) throws WeightsException, Refused {
        return Activation.of(int8(field, 0));
    }

    /// The shape of an input as the file has it; empty if it is absent.
    Optional<Shape> shape(int input) {
        if (input >= inputs.size() || inputs.get(input) == null
                || inputs.get(input).shape().stream().anyMatch(size -> size < 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Shape.of(inputs.get(input).shape().stream().mapToInt(Integer::intValue).toArray()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
