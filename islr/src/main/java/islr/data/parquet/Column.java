package islr.data.parquet;

import islr.data.parquet.Format.Type;

/// One column at the top of a file's schema.
public final class Column {

    private static final String[] CONVERTED = {"STRING", "MAP", "MAP_KEY_VALUE", "LIST", "ENUM", "DECIMAL", "DATE", "TIME", "TIME",
        "TIMESTAMP", "TIMESTAMP",
        "UINT_8", "UINT_16", "UINT_32", "UINT_64", "INT_8", "INT_16", "INT_32", "INT_64", "JSON", "BSON", "INTERVAL"};
    private static final int FIRST_INTEGER = 11;
    private static final int UINT_32 = 13;
    private static final int LAST_INTEGER = 18;
    private static final String[] LOGICAL = {"", "STRING", "MAP", "LIST", "ENUM", "DECIMAL", "DATE", "TIME", "TIMESTAMP", "", "INTEGER",
        "NULL", "JSON", "BSON",
        "UUID", "FLOAT16"};
    private static final int INTEGER = 10;
    private static final int FLOAT16 = 15;
    private static final int HALF_BYTES = 2;

    private String name = "";
    private Type type;
    private int typeLength;
    private int repetition;
    private int children;
    private int converted = -1;
    private int logical;
    private boolean signed = true;
    private int leaf = -1;

    private Column() {}

    /// Reads a `SchemaElement`.
    static Column read(Thrift in) throws ParquetException {
        var column = new Column();
        in.enter();
        while (in.next()) {
            switch (in.id()) {
                case 1 -> column.type = Format.type(in.readInt());
                case 2 -> column.typeLength = in.readInt();
                case 3 -> column.repetition = in.readInt();
                case 4 -> column.name = in.readString();
                case 5 -> column.children = in.readInt();
                case 6 -> column.converted = in.readInt();
                case 10 -> column.readLogical(in);
                default -> in.skip();
            }
        }
        if (column.children < 0 || column.children == 0 && column.type == null) {
            throw new ParquetException("column without a type");
        }
        return column;
    }

    /// A union: a struct of one field, whose number is the logical type.
    private void readLogical(Thrift in) throws ParquetException {
        in.enterStruct();
        while (in.next()) {
            logical = in.id();
            if (logical == INTEGER) {
                in.enterStruct();
                while (in.next()) {
                    if (in.id() == 2) {
                        signed = in.readBoolean();
                    } else {
                        in.skip();
                    }
                }
            } else {
                in.skip();
            }
        }
    }

    /// Its name.
    public String name() {
        return name;
    }

    /// True if [ParquetFile#readFloats] and [ParquetFile#readDoubles] read it: a flat column of `FLOAT`, `DOUBLE`, half floats, or
    /// integers.
    public boolean isNumber() {
        if (!isFlat()) {
            return false;
        }
        return switch (type) {
            case FLOAT, DOUBLE -> true;
            case INT32, INT64 -> isPlainInteger();
            case FIXED_LEN_BYTE_ARRAY -> typeLength == HALF_BYTES && logical == FLOAT16;
            default -> false;
        };
    }

    /// True if [ParquetFile#readCodes] reads it: a flat column of `BYTE_ARRAY`.
    public boolean isText() {
        return isFlat() && type == Type.BYTE_ARRAY;
    }

    /// What it is, for messages: `DOUBLE`, `INT32 DATE`, `nested`.
    public String typeName() {
        if (!isFlat()) {
            return "nested";
        }
        String meaning = logical > 0 && logical < LOGICAL.length ? LOGICAL[logical]
                : converted >= 0 && converted < CONVERTED.length ? CONVERTED[converted] : "";
        return meaning.isEmpty() ? type.name() : type.name() + " " + meaning;
    }

    Type type() {
        return type;
    }

    /// Its place among the leaves of the schema, which is its place in every row group; −1 for a nested column.
    int leaf() {
        return leaf;
    }

    void setLeaf(int leaf) {
        this.leaf = leaf;
    }

    /// How many elements of the schema are its direct children; 0 for a leaf.
    int children() {
        return children;
    }

    boolean isOptional() {
        return repetition == Format.OPTIONAL;
    }

    /// Bytes of one plain value, for all but text.
    int width() {
        return switch (type) {
            case FLOAT, INT32 -> 4;
            case DOUBLE, INT64 -> 8;
            default -> HALF_BYTES;
        };
    }

    /// True if the upper half of `INT32` means numbers from 2³¹.
    boolean isUnsigned() {
        return logical == 0 ? converted == UINT_32 : logical == INTEGER && !signed;
    }

    private boolean isFlat() {
        return leaf >= 0 && repetition != Format.REPEATED;
    }

    /// Integers that stand for themselves: no decimals, dates or times.
    private boolean isPlainInteger() {
        return logical == 0 ? converted < 0 || converted >= FIRST_INTEGER && converted <= LAST_INTEGER : logical == INTEGER;
    }
}
