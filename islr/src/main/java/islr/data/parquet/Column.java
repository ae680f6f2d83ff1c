package islr.data.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/// One column at the top of a file's schema.
public final class Column {

    private final String name;
    /// `null` for a nested column.
    private final ColumnDescriptor descriptor;

    Column(MessageType schema, Type field) {
        name = field.getName();
        boolean flat = field.isPrimitive() && !field.isRepetition(Repetition.REPEATED);
        descriptor = flat ? schema.getColumnDescription(new String[] {name}) : null;
    }

    /// Its name.
    public String name() {
        return name;
    }

    /// True if [ParquetFile#readFloats] and [ParquetFile#readNumbers] read it: a flat column of `FLOAT`, `DOUBLE`, half floats, or
    /// integers.
    public boolean isNumber() {
        if (descriptor == null) {
            return false;
        }
        LogicalTypeAnnotation meaning = meaning();
        return switch (type()) {
            case FLOAT, DOUBLE -> true;
            // Integers that stand for themselves: no decimals, dates or times.
            case INT32, INT64 -> meaning == null || meaning instanceof IntLogicalTypeAnnotation;
            case FIXED_LEN_BYTE_ARRAY -> meaning instanceof Float16LogicalTypeAnnotation;
            default -> false;
        };
    }

    /// True if [ParquetFile#readCodes] reads it: a flat column of `BYTE_ARRAY`.
    public boolean isText() {
        return descriptor != null && type() == PrimitiveTypeName.BINARY;
    }

    /// What it is, for messages: `DOUBLE`, `INT32 DATE`, `nested`.
    public String typeName() {
        if (descriptor == null) {
            return "nested";
        }
        // The format's own name, not the library's.
        String name = type() == PrimitiveTypeName.BINARY ? "BYTE_ARRAY" : type().name();
        return meaning() == null ? name : name + " " + meaning();
    }

    ColumnDescriptor descriptor() {
        return descriptor;
    }

    PrimitiveTypeName type() {
        return descriptor.getPrimitiveType().getPrimitiveTypeName();
    }

    boolean isOptional() {
        return descriptor.getMaxDefinitionLevel() > 0;
    }

    /// The fewest bytes of a plain value; a text starts with four for its length.
    int minBytes() {
        return switch (type()) {
            case DOUBLE, INT64 -> 8;
            case FIXED_LEN_BYTE_ARRAY -> 2;
            default -> 4;
        };
    }

    /// True if the upper half of `INT32` means numbers from 2³¹.
    boolean isUnsigned() {
        return meaning() instanceof IntLogicalTypeAnnotation integer && !integer.isSigned();
    }

    private LogicalTypeAnnotation meaning() {
        PrimitiveType type = descriptor.getPrimitiveType();
        return type.getLogicalTypeAnnotation();
    }
}
