package islr.weights.torch;

import islr.weights.DType;
import islr.weights.text.OneLine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All names that a pickle of weights may use, and what each means here. Nothing of Python is called: a name stands for
/// a few lines of this class.
final class Globals {
    private static final String REMEDY = "; nothing of it was executed. Save the weights alone, with "
            + "torch.save(model.state_dict(), …)";
    private static final String UNTYPED = "UntypedStorage";

    private static final Map<String, DType> STORAGES = Map.of("FloatStorage", DType.F32, "DoubleStorage", DType.F64,
            "HalfStorage", DType.F16, "BFloat16Storage", DType.BF16, "ByteStorage", DType.U8, "CharStorage", DType.I8,
            "ShortStorage", DType.I16, "IntStorage", DType.I32, "LongStorage", DType.I64, "BoolStorage", DType.BOOL);

    private static final Map<String, DType> DTYPES = Map.ofEntries(Map.entry("torch.float32", DType.F32),
            Map.entry("torch.float64", DType.F64), Map.entry("torch.float16", DType.F16),
            Map.entry("torch.bfloat16", DType.BF16), Map.entry("torch.float8_e4m3fn", DType.F8_E4M3),
            Map.entry("torch.float8_e5m2", DType.F8_E5M2), Map.entry("torch.uint8", DType.U8),
            Map.entry("torch.uint16", DType.U16), Map.entry("torch.uint32", DType.U32),
            Map.entry("torch.uint64", DType.U64), Map.entry("torch.int8", DType.I8),
            Map.entry("torch.int16", DType.I16), Map.entry("torch.int32", DType.I32),
            Map.entry("torch.int64", DType.I64), Map.entry("torch.bool", DType.BOOL));

    private static final String DICT = "collections.OrderedDict";
    private static final String TENSOR = "torch._utils._rebuild_tensor";
    private static final String TENSOR_2 = "torch._utils._rebuild_tensor_v2";
    private static final String TENSOR_3 = "torch._utils._rebuild_tensor_v3";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final String PARAMETER_STATE = "torch._utils._rebuild_parameter_with_state";
    private static final String SIZE = "torch.Size";
    private static final String DEVICE = "torch.device";
    private static final String ENCODE = "_codecs.encode";
    private static final String NUMPY_TYPE = "numpy.dtype";
    private static final String NUMPY_SCALAR = "numpy.core.multiarray.scalar";
    private static final String NUMPY_2_SCALAR = "numpy._core.multiarray.scalar";

    private static final Set<String> CALLED = Set.of(DICT, TENSOR, TENSOR_2, TENSOR_3, PARAMETER, PARAMETER_STATE, SIZE,
            DEVICE, ENCODE, NUMPY_TYPE, NUMPY_SCALAR, NUMPY_2_SCALAR);

    private Globals() {}

    /// Looks a name up.
    ///
    /// @throws PickleException if it is not one of those that weights need
    static Py.Global find(String module, String name) throws PickleException {
        String full = module + "." + name;
        if (CALLED.contains(full) || DTYPES.containsKey(full) || storageType(full) != null || isUntyped(full)) {
            return new Py.Global(full);
        }
        String what = full.startsWith("torch.nn.") ? "it holds a whole module, not its weights: it asks for "
                : "it asks for ";
        throw new PickleException(what + OneLine.quoted(full) + ", which weights do not need" + REMEDY);
    }

    private static DType storageType(String full) {
        for (String module : new String[] {"torch.", "torch.cuda.", "torch.storage."}) {
            if (full.startsWith(module) && STORAGES.containsKey(full.substring(module.length()))) {
                return STORAGES.get(full.substring(module.length()));
            }
        }
        return null;
    }

    private static boolean isUntyped(String full) {
        return full.equals("torch." + UNTYPED) || full.equals("torch.storage." + UNTYPED);
    }

    /// What a call of a name gives.
    static Object call(Py.Global function, List<Object> args) throws PickleException {
        return switch (function.name()) {
            case DICT -> dict(args);
            case TENSOR -> tensor(args, 4, false);
            case TENSOR_2 -> tensor(args, 6, false);
            case TENSOR_3 -> tensor(args, 7, true);
            case PARAMETER, PARAMETER_STATE -> arg(args, 0, Py.Strided.class);
            case SIZE -> arg(args, 0, Py.Tuple.class);
            case DEVICE -> arg(args, 0, String.class);
            case ENCODE -> new Py.Bytes(arg(args, 0, String.class).getBytes(StandardCharsets.ISO_8859_1));
            case NUMPY_TYPE -> new Py.NumpyType(arg(args, 0, String.class));
            case NUMPY_SCALAR, NUMPY_2_SCALAR ->
                    scalar(arg(args, 0, Py.NumpyType.class).code(), arg(args, 1, Py.Bytes.class).bytes());
            default -> throw new PickleException("it calls " + function.name() + ", which is nothing to call" + REMEDY);
        };
    }

    /// Old files give the entries to the constructor, as a list of pairs.
    private static Map<Object, Object> dict(List<Object> args) throws PickleException {
        Map<Object, Object> dict = new LinkedHashMap<>();
        if (!args.isEmpty()) {
            for (Object each : arg(args, 0, ArrayList.class)) {
                List<?> pair = each instanceof Py.Tuple tuple ? tuple.items()
                        : each instanceof List<?> list ? list : List.of();
                if (pair.size() != 2) {
                    throw new PickleException("an OrderedDict is made of something other than pairs");
                }
                dict.put(Unpickler.key(pair.get(0)), pair.get(1));
            }
        }
        return dict;
    }

    private static Py.Strided tensor(List<Object> args, int least, boolean typed) throws PickleException {
        if (args.size() < least) {
            throw new PickleException("a tensor is made of " + args.size() + " things instead of " + least);
        }
        Py.Storage storage = arg(args, 0, Py.Storage.class);
        DType dtype = storage.dtype();
        if (typed) {
            String name = arg(args, 6, Py.Global.class).name();
            dtype = DTYPES.get(name);
            if (dtype == null) {
                throw new PickleException("a tensor's dtype is said to be " + name);
            }
        }
        if (dtype == null) {
            throw new PickleException("a tensor is made of a storage without a dtype");
        }
        long[] sizes = longs(arg(args, 2, Py.Tuple.class));
        long[] strides = longs(arg(args, 3, Py.Tuple.class));
        if (sizes.length != strides.length) {
            throw new PickleException("a tensor has " + sizes.length + " axes and " + strides.length + " strides");
        }
        return new Py.Strided(storage, dtype, arg(args, 1, Long.class), sizes, strides);
    }

    private static long[] longs(Py.Tuple tuple) throws PickleException {
        long[] numbers = new long[tuple.items().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = arg(tuple.items(), i, Long.class);
        }
        return numbers;
    }

    /// A number of NumPy, such as the best accuracy so far.
    private static Object scalar(String code, byte... bytes) throws PickleException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        String sized = code + "/" + bytes.length;
        return switch (sized) {
            case "f8/8" -> in.getDouble();
            case "f4/4" -> (double) in.getFloat();
            case "i8/8" -> in.getLong();
            case "i4/4" -> (long) in.getInt();
            case "b1/1" -> in.get() != 0;
            default -> throw new PickleException(
                    "it holds a number of NumPy's type " + OneLine.quoted(code) + ", which is not read");
        };
    }

    /// What the tensors' bytes are named by.
    ///
    /// @param id a tuple of `storage`, the type, the key, the device, and the number of numbers
    static Py.Storage storage(Object id) throws PickleException {
        if (!(id instanceof Py.Tuple tuple) || tuple.items().size() < 5 || !"storage".equals(tuple.items().get(0))) {
            throw new PickleException("it asks for something outside the pickle that is no storage");
        }
        List<Object> items = tuple.items();
        String type = arg(items, 1, Py.Global.class).name();
        if (storageType(type) == null && !isUntyped(type)) {
            throw new PickleException("a storage is said to be of the type " + type);
        }
        // A part of another storage, as files of 2017 have it.
        if (items.size() > 5 && !(items.get(5) instanceof Py.None)) {
            throw new PickleException("a storage is part of another one; load it in PyTorch and save it again");
        }
        long count = arg(items, 4, Long.class);
        if (count < 0) {
            throw new PickleException("a storage is said to have " + count + " numbers");
        }
        return new Py.Storage(arg(items, 2, String.class), storageType(type), count);
    }

    private static <T> T arg(List<?> args, int index, Class<T> type) throws PickleException {
        if (index >= args.size() || !type.isInstance(args.get(index))) {
            throw new PickleException(index >= args.size() ? "a call has only " + args.size() + " arguments"
                    : "argument " + index + " of a call is " + Py.kind(args.get(index)));
        }
        return type.cast(args.get(index));
    }
}
