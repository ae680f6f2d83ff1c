package islr.data.internal.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/// One column at the top of a file's schema.
public final class Column {
    /// What texts are annotated with, in the new and in the old form.
    private static final Set<String> TEXTS = Set.of("", "STRING", "UTF8", "ENUM", "JSON");
    private static final int HALF_FLOAT_BYTES = 2;
    /// The most bytes that a row takes in a page: a number has at most 8 and its level fewer than 8; a text is a short
    /// name.
    private static final int NUMBER_ROW_BYTES = 16;
    private static final int TEXT_ROW_BYTES = 256;
    /// Additional room, for levels and the unused rest of delta blocks.
    private static final int PAGE_SLACK = 1 << 16;

    private final SchemaElement element;

    private Column(SchemaElement element) {
        this.element = element;
    }

    /// The columns at the top of a schema.
    ///
    /// @param schema a tree, each element before its children, the root first
    static List<Column> of(List<SchemaElement> schema) {
        var columns = new ArrayList<Column>();
        int next = 1;
        for (int i = 0; i < schema.getFirst().getNum_children(); i++) {
            columns.add(new Column(schema.get(next)));
            // Skips the whole subtree: `left` is the number of elements that are still to come.
            for (long left = 1; left > 0; left--) {
                left += Math.max(0, schema.get(next++).getNum_children());
            }
        }
        if (next != schema.size()) {
            throw new IllegalArgumentException(schema.size() + " elements in a schema of " + next);
        }
        return List.copyOf(columns);
    }

    /// Its name.
    public String name() {
        return element.getName();
    }

    /// True if [ParquetFile#readFloats] and [ParquetFile#readNumbers] read it: a flat column of `FLOAT`, `DOUBLE`, half
    /// floats or integers, or one without any value.
    public boolean isNumber() {
        return isFlat() && (isNull() || switch (type()) {
            case FLOAT, DOUBLE -> true;
            // Plain integers, without decimals, dates or times.
            case INT32, INT64 -> meaning().isEmpty() || isInteger();
            case FIXED_LEN_BYTE_ARRAY -> bytes() == HALF_FLOAT_BYTES && logical() != null && logical().isSetFLOAT16();
            default -> false;
        });
    }

    /// True for a column that never has a value, as pandas writes one that holds only `None`. Its physical type means
    /// nothing.
    boolean isNull() {
        return logical() != null && logical().isSetUNKNOWN();
    }

    /// True if [ParquetFile#readCodes] reads it: a flat column of `BYTE_ARRAY` that stands for text, or for nothing
    /// else.
    public boolean isText() {
        return isFlat() && hasBytes() && TEXTS.contains(meaning());
    }

    /// True if a value may have any number of bytes.
    boolean hasBytes() {
        return type() == Type.BYTE_ARRAY;
    }

    /// The type, for messages: `DOUBLE`, `INT32 DATE`, `nested`.
    public String typeName() {
        return isFlat() ? (type().name() + " " + meaning()).strip() : "nested";
    }

    /// True if each row has at most one value.
    private boolean isFlat() {
        return element.isSetType() && element.getRepetition_type() != FieldRepetitionType.REPEATED;
    }

    Type type() {
        return element.getType();
    }

    boolean isOptional() {
        return element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
    }

    /// The size of a value in bytes, for a type of fixed length.
    int bytes() {
        return element.getType_length();
    }

    /// The fewest bytes that a plain value takes; a text starts with four for its length.
    int minBytes() {
        return switch (type()) {
            case DOUBLE, INT64 -> 8;
            case FIXED_LEN_BYTE_ARRAY -> HALF_FLOAT_BYTES;
            default -> 4;
        };
    }

    /// The most bytes that `rows` rows may take in a page; a page that claims more is damaged.
    long mostBytes(int rows) {
        return (long) rows * (hasBytes() ? TEXT_ROW_BYTES : NUMBER_ROW_BYTES) + PAGE_SLACK;
    }

    /// True if negative integers stand for numbers from 2³¹ or 2⁶³.
    boolean isUnsigned() {
        LogicalType logical = logical();
        return logical != null ? logical.isSetINTEGER() && !logical.getINTEGER().isIsSigned()
                : meaning().startsWith("UINT");
    }

    private boolean isInteger() {
        LogicalType logical = logical();
        return logical != null ? logical.isSetINTEGER() : meaning().startsWith("INT_") || meaning().startsWith("UINT_");
    }

    /// The logical type; `null` if there is none or it is newer than this library.
    private LogicalType logical() {
        LogicalType logical = element.getLogicalType();
        return logical != null && logical.isSet() ? logical : null;
    }

    /// What the values stand for: the logical type if there is one, else the older converted type; empty if they stand
    /// for themselves.
    private String meaning() {
        LogicalType logical = logical();
        if (logical != null) {
            return logical.getSetField().getFieldName();
        }
        ConvertedType converted = element.getConverted_type();
        return converted == null ? "" : converted.name();
    }
}
