package islr.weights.numpy;

import islr.tensor.Shape;
import islr.weights.DType;
import islr.weights.WeightsException;
import islr.weights.internal.Sizes;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What stands before the numbers of an `.npy` array (NumPy's `format.py`): eight bytes, the length of a text, and the
/// text, a dictionary in Python's notation:
///
/// ```
/// {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
/// ```
///
/// @param descr the type in NumPy's notation
/// @param fortran whether the first axis is the one whose numbers are beside each other
/// @param bytes how many bytes of the file the header takes
record NpyHeader(String descr, boolean fortran, Shape shape, long bytes) {
    private static final String MAGIC = "\u0093NUMPY";
    private static final int FIXED = 8;
    /// NumPy reads no longer ones either, unless it is told to trust the file.
    private static final int LONGEST = 10_000;
    /// So many bytes of an array hold any header.
    static final int MOST_BYTES = LONGEST + 12;
    private static final int LARGEST_VERSION = 3;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// @param where the place, for messages: a file, or an entry of one
    static NpyHeader parse(String source, String where, MemorySegment array) throws WeightsException {
        byte[] start = array.asSlice(0, Math.min(FIXED, array.byteSize())).toArray(ValueLayout.JAVA_BYTE);
        byte[] magic = MAGIC.getBytes(StandardCharsets.ISO_8859_1);
        if (start.length < FIXED || !Arrays.equals(start, 0, magic.length, magic, 0, magic.length)) {
            throw bad(source, where + " does not begin as an .npy array does");
        }
        int version = start[6];
        if (version < 1 || version > LARGEST_VERSION) {
            throw new WeightsException(source,
                    where + " is of version " + version + " of the .npy format; 1 to " + LARGEST_VERSION + " are read");
        }
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        long from = FIXED + lengthBytes;
        if (array.byteSize() < from) {
            throw bad(source, where + " ends inside its header");
        }
        long length = version == 1 ? Short.toUnsignedLong(array.get(SHORT, FIXED))
                : Integer.toUnsignedLong(array.get(INT, FIXED));
        if (length > LONGEST) {
            throw new WeightsException(source,
                    where + " has a header of " + Counts.bytes(length) + "; " + Counts.of(LONGEST) + " are read");
        }
        if (array.byteSize() - from < length) {
            throw bad(source, where + " ends inside its header of " + Counts.bytes(length));
        }
        byte[] text = array.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
        PythonDict dict = PythonDict.parse(source, where,
                new String(text, version < LARGEST_VERSION ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
        Shape shape = Sizes.shape(dict.shape()).orElseThrow(() -> new WeightsException(source, where + ": its shape "
                + OneLine.of(Arrays.toString(dict.shape()), 200) + " has more than the 2^31 numbers of a Java array"));
        return new NpyHeader(dict.descr(), dict.fortran(), shape, from + length);
    }

    private static WeightsException bad(String source, String problem) {
        return new WeightsException(source,
                problem + ": the file is truncated or damaged, get it again from its source");
    }

    /// Whether the array is of texts, which are no numbers.
    boolean isText() {
        return descr.matches("[<>|=][US]\\d{1,9}");
    }

    boolean isBigEndian() {
        return descr.charAt(0) == '>';
    }

    /// The type of the numbers. On the machines that we know, `=` means little-endian.
    DType dtype(String source, String where) throws WeightsException {
        return switch (descr.substring(1)) {
            case "b1" -> DType.BOOL;
            case "i1" -> DType.I8;
            case "i2" -> DType.I16;
            case "i4" -> DType.I32;
            case "i8" -> DType.I64;
            case "u1" -> DType.U8;
            case "u2" -> DType.U16;
            case "u4" -> DType.U32;
            case "u8" -> DType.U64;
            case "f2" -> DType.F16;
            case "f4" -> DType.F32;
            case "f8" -> DType.F64;
            default -> {
                char kind = descr.charAt(1);
                String why = kind == 'O' ? "Python objects, that is, a pickle, which could run any program"
                        : kind == 'c' ? "complex numbers" : kind == 'V' ? "records or bytes of an unknown type"
                                : "of the type " + OneLine.quoted(descr);
                throw new WeightsException(source, where + " holds " + why
                        + "; only arrays of whole and floating-point numbers are read, save it as one");
            }
        };
    }
}
