package islr.data.parquet;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/// One column at the top of a file's schema.
///
/// @param name its name
/// @param index its place among the leaves of the schema, which is its place in every row group; −1 for a nested column
/// @param element its description in the footer
public record Column(String name, int index, SchemaElement element) {

    private static final int HALF_BYTES = 2;

    /// True if [ParquetFile#readFloats] and [ParquetFile#readDoubles] read it: a flat column of `FLOAT`, `DOUBLE`, half floats, or integers.
    public boolean isNumber() {
        if (!isFlat()) {
            return false;
        }
        return switch (element.getType()) {
            case FLOAT, DOUBLE -> true;
            case INT32, INT64 -> isPlainInteger();
            case FIXED_LEN_BYTE_ARRAY -> isHalf();
            default -> false;
        };
    }

    /// True if [ParquetFile#readCodes] reads it: a flat column of `BYTE_ARRAY`.
    public boolean isText() {
        return isFlat() && element.getType() == Type.BYTE_ARRAY;
    }

    /// What it is, for messages: `DOUBLE`, `INT32 DATE`, `nested`.
    public String typeName() {
        if (!isFlat()) {
            return "nested";
        }
        String logical = element.isSetLogicalType() ? " " + element.getLogicalType().getSetField() : "";
        return element.getType() + (logical.isEmpty() && element.isSetConverted_type() ? " " + element.getConverted_type() : logical);
    }

    boolean isFlat() {
        return index >= 0 && element.isSetType() && element.getRepetition_type() != FieldRepetitionType.REPEATED;
    }

    boolean isOptional() {
        return element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
    }

    /// Bytes of one plain value, for all but text.
    int width() {
        return switch (element.getType()) {
            case FLOAT, INT32 -> 4;
            case DOUBLE, INT64 -> 8;
            default -> HALF_BYTES;
        };
    }

    private boolean isHalf() {
        return element.getType_length() == HALF_BYTES && element.isSetLogicalType() && element.getLogicalType().isSetFLOAT16();
    }

    /// Integers that stand for themselves: no decimals, dates or times.
    private boolean isPlainInteger() {
        if (element.isSetLogicalType()) {
            return element.getLogicalType().isSetINTEGER();
        }
        return !element.isSetConverted_type() || switch (element.getConverted_type()) {
            case INT_8, INT_16, INT_32, INT_64, UINT_8, UINT_16, UINT_32, UINT_64 -> true;
            default -> false;
        };
    }

    /// True if the upper half of `INT32` means numbers from 2³¹.
    boolean isUnsigned() {
        if (element.isSetLogicalType()) {
            return element.getLogicalType().isSetINTEGER() && !element.getLogicalType().getINTEGER().isIsSigned();
        }
        return element.getConverted_type() == ConvertedType.UINT_32;
    }
}
