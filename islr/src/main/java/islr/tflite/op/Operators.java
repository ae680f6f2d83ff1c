package islr.tflite.op;

import islr.tensor.kernel.Kernels;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// All operators that can be run, by their names in the schema.
public final class Operators {
    private static final Map<String, Factory> ALL = new TreeMap<>();
    /// Those with optional inputs: a bias, a state.
    private static final Set<String> MAY_LACK = Set.of("FULLY_CONNECTED", "CONV_2D", "DEPTHWISE_CONV_2D",
            "TRANSPOSE_CONV", "LSTM", "UNIDIRECTIONAL_SEQUENCE_LSTM", "BIDIRECTIONAL_SEQUENCE_LSTM", "SVDF");
    private static final Set<String> WITHOUT_RESULT = Set.of("CALL_ONCE", "ASSIGN_VARIABLE", "IF", "WHILE",
            "STABLEHLO_COMPOSITE");

    static {
        arithmetic();
        functions();
        shapes();
        movements();
        choices();
        products();
        control();
    }

    private Operators() {}

    /// @param least how many inputs it needs; more may be absent only in `MAY_LACK`
    private static void put(String name, int least, Factory factory) {
        ALL.put(name, node -> {
            int there = 0;
            while (there < node.inputs().size() && node.inputs().get(there) != null) {
                there++;
            }
            if (there < least || there < node.inputs().size() && !MAY_LACK.contains(name)) {
                throw new Node.Refused("with " + there + (there == 1 ? " input" : " inputs"));
            }
            if (node.outputs().isEmpty() && !WITHOUT_RESULT.contains(name)) {
                throw new Node.Refused("without a result");
            }
            return factory.of(node);
        });
    }

    private static void arithmetic() {
        put("ADD", 2, Arithmetic.ADD.operator(0));
        put("SUB", 2, Arithmetic.SUB.operator(0));
        put("MUL", 2, Arithmetic.MUL.operator(0));
        put("DIV", 2, Arithmetic.DIV.operator(0));
        put("MAXIMUM", 2, Arithmetic.MAXIMUM.operator());
        put("MINIMUM", 2, Arithmetic.MINIMUM.operator());
        put("SQUARED_DIFFERENCE", 2, Arithmetic.SQUARED_DIFFERENCE.operator());
        put("POW", 2, Arithmetic.POW.operator());
        put("FLOOR_DIV", 2, Arithmetic.FLOOR_DIV.operator());
        put("FLOOR_MOD", 2, Arithmetic.FLOOR_MOD.operator());
        put("ATAN2", 2, Arithmetic.ATAN2.operator());
        put("BITWISE_XOR", 2, Arithmetic.BITWISE_XOR.operator());
        put("RIGHT_SHIFT", 2, Arithmetic.RIGHT_SHIFT.operator());
        put("ADD_N", 1, Rows.addN());
        for (Comparison comparison : Comparison.values()) {
            put(comparison.name(), 2, comparison.operator());
        }
        put("LOGICAL_AND", 2, Logic.operator(true));
        put("LOGICAL_OR", 2, Logic.operator(false));
        put("LOGICAL_NOT", 1, Logic.not());
    }

    private static void functions() {
        put("ABS", 1, Unary.operator(Math::abs, Math::abs));
        put("NEG", 1, Unary.operator(x -> -x, x -> -x));
        put("SIGN", 1, Unary.operator(Unary::sign, Long::signum));
        put("SQUARE", 1, Unary.operator(x -> x * x, x -> x * x));
        put("EXP", 1, Unary.operator(Kernels.Unary.EXP));
        put("LOG", 1, Unary.operator(Kernels.Unary.LOG));
        put("SQRT", 1, Unary.operator(Kernels.Unary.SQRT));
        put("RSQRT", 1, Unary.operator(Unary::rsqrt));
        put("SIN", 1, Unary.operator(x -> (float) Math.sin(x)));
        put("COS", 1, Unary.operator(x -> (float) Math.cos(x)));
        put("FLOOR", 1, Unary.operator(x -> (float) Math.floor(x)));
        put("CEIL", 1, Unary.operator(x -> (float) Math.ceil(x)));
        put("ROUND", 1, Unary.operator(x -> (float) Math.rint(x)));
        put("LOGISTIC", 1, Unary.operator(Kernels.Unary.SIGMOID));
        put("TANH", 1, Unary.operator(Kernels.Unary.TANH));
        put("RELU", 1, Unary.clamp(0, Float.POSITIVE_INFINITY));
        put("RELU6", 1, Unary.clamp(0, 6));
        put("RELU_N1_TO_1", 1, Unary.clamp(-1, 1));
        put("RELU_0_TO_1", 1, Unary.clamp(0, 1));
        put("ELU", 1, Unary.operator(Unary::elu));
        put("HARD_SWISH", 1, Unary.operator(Unary::hardSwish));
        put("LEAKY_RELU", 1, node -> {
            float alpha = node.float32(0, 0);
            return Unary.operator(x -> x > 0 ? x : x * alpha).of(node);
        });
        put("GELU", 1,
                node -> (node.bool(0) ? Unary.operator(Unary::geluApproximate) : Unary.operator(Kernels.Unary.GELU))
                        .of(node));
        put("PRELU", 2, Rows.prelu());
        put("SOFTMAX", 1, Rows.softmax());
        put("LOG_SOFTMAX", 1, Rows.logSoftmax());
        put("L2_NORMALIZATION", 1, Rows.l2());
        put("LOCAL_RESPONSE_NORMALIZATION", 1, Rows.localResponse());
        put("CAST", 1, Casts.cast());
        put("QUANTIZE", 1, Casts.quantize());
        put("DEQUANTIZE", 1, Casts.dequantize());
    }

    private static void shapes() {
        put("RESHAPE", 1, Reshapes.reshape());
        put("EXPAND_DIMS", 2, Reshapes.expandDims());
        put("SQUEEZE", 1, Reshapes.squeeze());
        put("SHAPE", 1, Reshapes.shape());
        put("RANK", 1, Reshapes.rank());
        put("ZEROS_LIKE", 1, Reshapes.zerosLike());
        put("FILL", 2, Reshapes.fill());
        put("RANGE", 3, Reshapes.range());
        put("BROADCAST_TO", 2, Reshapes.broadcastTo());
        put("BROADCAST_ARGS", 2, Reshapes.broadcastArgs());
    }

    private static void movements() {
        put("SLICE", 3, Slices.slice());
        put("STRIDED_SLICE", 4, Slices.strided());
        put("SPLIT", 2, Slices.split());
        put("SPLIT_V", 3, Slices.splitV());
        put("UNPACK", 1, Slices.unpack());
        put("DYNAMIC_UPDATE_SLICE", 3, Slices.dynamicUpdate());
        put("CONCATENATION", 1, Joins.concatenation());
        put("PACK", 1, Joins.pack());
        put("TILE", 2, Joins.tile());
        put("PAD", 2, Joins.pad());
        put("PADV2", 2, Joins.pad());
        put("MIRROR_PAD", 2, Joins.mirrorPad());
        put("TRANSPOSE", 2, Permutes.transpose());
        put("REVERSE_V2", 2, Permutes.reverse());
        put("REVERSE_SEQUENCE", 2, Permutes.reverseSequence());
        put("SPACE_TO_DEPTH", 1, Permutes.blocks(true));
        put("DEPTH_TO_SPACE", 1, Permutes.blocks(false));
        put("SPACE_TO_BATCH_ND", 3, Permutes.spaceToBatch());
        put("BATCH_TO_SPACE_ND", 3, Permutes.batchToSpace());
        put("GATHER", 2, Gathers.gather());
        put("GATHER_ND", 2, Gathers.gatherNd());
        put("EMBEDDING_LOOKUP", 2, Gathers.embedding());
        put("SCATTER_ND", 3, Gathers.scatterNd());
        put("SPARSE_TO_DENSE", 4, Gathers.sparseToDense());
        put("ONE_HOT", 4, Gathers.oneHot());
        put("MATRIX_DIAG", 1, Segments.diagonal(false));
        put("MATRIX_SET_DIAG", 2, Segments.diagonal(true));
        put("RESIZE_BILINEAR", 2, Resize.bilinear());
        put("RESIZE_NEAREST_NEIGHBOR", 2, Resize.nearest());
    }

    private static void choices() {
        put("SELECT", 3, Choices.select(true));
        put("SELECT_V2", 3, Choices.select(false));
        put("WHERE", 1, Choices.where());
        put("ARG_MAX", 2, Choices.arg(true));
        put("ARG_MIN", 2, Choices.arg(false));
        put("TOPK_V2", 2, Choices.topK());
        put("UNIQUE", 1, Choices.unique());
        put("SUM", 2, Reductions.SUM.operator());
        put("MEAN", 2, Reductions.MEAN.operator());
        put("REDUCE_PROD", 2, Reductions.PROD.operator());
        put("REDUCE_MAX", 2, Reductions.MAX.operator());
        put("REDUCE_MIN", 2, Reductions.MIN.operator());
        put("REDUCE_ANY", 2, Reductions.flags(false));
        put("REDUCE_ALL", 2, Reductions.flags(true));
        put("CUMSUM", 2, Reductions.cumulative());
        put("SEGMENT_SUM", 2, Segments.sum());
        put("UNSORTED_SEGMENT_SUM", 3, Segments.unsorted(Arithmetic.ADD, 0));
        put("UNSORTED_SEGMENT_PROD", 3, Segments.unsorted(Arithmetic.MUL, 1));
        put("UNSORTED_SEGMENT_MAX", 3, Segments.unsorted(Arithmetic.MAXIMUM, -Float.MAX_VALUE));
        put("UNSORTED_SEGMENT_MIN", 3, Segments.unsorted(Arithmetic.MINIMUM, Float.MAX_VALUE));
    }

    private static void products() {
        put("FULLY_CONNECTED", 2, Products.fullyConnected());
        put("BATCH_MATMUL", 2, Products.batchMatmul());
        put("CONV_2D", 2, Convolutions.conv2d());
        put("DEPTHWISE_CONV_2D", 2, Convolutions.depthwise());
        put("TRANSPOSE_CONV", 3, Convolutions.transposed());
        put("AVERAGE_POOL_2D", 1, Pools.AVERAGE.operator());
        put("MAX_POOL_2D", 1, Pools.MAX.operator());
        put("L2_POOL_2D", 1, Pools.L2.operator());
        put("UNIDIRECTIONAL_SEQUENCE_LSTM", 1, Recurrent.lstm());
        put("BIDIRECTIONAL_SEQUENCE_LSTM", 1, Recurrent.bidirectional());
        put("LSTM", 1, Recurrent.step());
        put("RNN", 5, Recurrent.simple(false));
        put("UNIDIRECTIONAL_SEQUENCE_RNN", 5, Recurrent.simple(true));
        put("SVDF", 3, Recurrent.svdf());
    }

    private static void control() {
        put("IF", 1, Control.branch());
        put("WHILE", 0, Control.loop());
        put("CALL_ONCE", 0, Control.once());
        put("STABLEHLO_COMPOSITE", 0, Control.composite());
        put("VAR_HANDLE", 0, Control.variable());
        put("READ_VARIABLE", 1, Control.read());
        put("ASSIGN_VARIABLE", 2, Control.assign());
    }

    /// What makes an operator; nothing if it cannot be run here.
    public static Optional<Factory> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /// The names of all operators.
    public static Set<String> names() {
        return Collections.unmodifiableSet(ALL.keySet());
    }
}
