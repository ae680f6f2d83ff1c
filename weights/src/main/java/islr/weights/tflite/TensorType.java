package islr.weights.tflite;

import islr.weights.DType;
import java.util.Optional;

/// The types of tensors, in the order of the schema.
public enum TensorType {
    FLOAT32(DType.F32), FLOAT16(DType.F16), INT32(DType.I32), UINT8(DType.U8), INT64(DType.I64), STRING,
    BOOL(DType.BOOL), INT16(DType.I16), COMPLEX64, INT8(DType.I8), FLOAT64(DType.F64), COMPLEX128, UINT64(DType.U64),
    RESOURCE, VARIANT, UINT32(DType.U32), UINT16(DType.U16), INT4(DType.I8), BFLOAT16(DType.BF16);

    private final DType dtype;

    TensorType() {
        this(null);
    }

    TensorType(DType dtype) {
        this.dtype = dtype;
    }

    /// The dtype of the numbers, after four bits have become eight; nothing if they are no real numbers.
    public Optional<DType> dtype() {
        return Optional.ofNullable(dtype);
    }

    static Optional<TensorType> of(int number) {
        return number >= 0 && number < values().length ? Optional.of(values()[number]) : Optional.empty();
    }
}
