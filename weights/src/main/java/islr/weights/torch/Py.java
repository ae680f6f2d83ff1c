package islr.weights.torch;

import islr.weights.DType;
import java.util.List;

/// Python's values that have no counterpart among Java's. The others are `String`, `Long`, `BigInteger`, `Double`,
/// `Boolean`, `ArrayList` for a list or a set, `LinkedHashMap` for a dictionary.
sealed interface Py {
    /// `None`
    record None() implements Py {
        static final None NONE = new None();
    }

    record Tuple(List<Object> items) implements Py {}

    record Bytes(byte... bytes) implements Py {}

    /// A name of the allow-list: of something to call, a type of storages, or a dtype.
    record Global(String name) implements Py {}

    /// What `numpy.dtype` makes, such as `f8`.
    record NumpyType(String code) implements Py {}

    /// Numbers in a row that tensors are parts of.
    ///
    /// @param key the name of its bytes in the file
    /// @param dtype null if it is raw bytes
    /// @param count how many numbers it has
    record Storage(String key, DType dtype, long count) implements Py {}

    /// A part of a storage.
    ///
    /// @param offset where its first number is, in numbers
    /// @param strides how many numbers to go for the next index of an axis
    record Strided(Storage storage, DType dtype, long offset, long[] sizes, long[] strides) implements Py {}

    /// What messages call a value.
    static String kind(Object value) {
        return switch (value) {
            case String text -> "a text";
            case Long whole -> "a whole number";
            case java.math.BigInteger whole -> "a large whole number";
            case Double real -> "a number";
            case Boolean truth -> "a truth value";
            case java.util.Map<?, ?> dict -> "a dictionary";
            case List<?> list -> "a list";
            case None none -> "None";
            case Tuple tuple -> "a tuple";
            case Bytes bytes -> "bytes";
            case Global global -> global.name();
            case NumpyType type -> "a dtype of NumPy";
            case Storage storage -> "a storage";
            case Strided tensor -> "a tensor";
            default -> "something else";
        };
    }
}
