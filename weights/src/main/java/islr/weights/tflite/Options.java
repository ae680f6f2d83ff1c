package islr.weights.tflite;

import islr.weights.WeightsException;
import java.util.Optional;

/// The options of an operator. A field is named by its number, counted from 0 in the order of the schema; one that is
/// not there has its default.
public final class Options {
    private final Optional<FlatTable> table;

    Options(Optional<FlatTable> table) {
        this.table = table;
    }

    /// The whole number of a field of four bytes.
    public int int32(int field, int otherwise) throws WeightsException {
        return table.isPresent() ? table.get().int32(field, otherwise) : otherwise;
    }

    /// The whole number of a field of one byte: a type, a padding, an activation.
    public int int8(int field, int otherwise) throws WeightsException {
        return table.isPresent() ? table.get().int8(field, otherwise) : otherwise;
    }

    /// The truth value of a field; false if it is not there.
    public boolean bool(int field) throws WeightsException {
        return table.isPresent() && table.get().bool(field);
    }

    /// The floating-point number of a field.
    public float float32(int field, float otherwise) throws WeightsException {
        return table.isPresent() ? table.get().float32(field, otherwise) : otherwise;
    }

    /// The whole numbers of a field; none if it is not there.
    public int[] ints(int field) throws WeightsException {
        return table.isPresent() ? table.get().ints(field).stream().mapToInt(Integer::intValue).toArray() : new int[0];
    }

    /// The text of a field; empty if it is not there.
    public String text(int field) throws WeightsException {
        return table.isPresent() ? table.get().text(field) : "";
    }
}
