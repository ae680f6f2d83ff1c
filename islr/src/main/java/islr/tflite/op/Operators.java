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

    private static void arithmetic() {
        ALL.put("ADD", Arithmetic.ADD.operator(0));
        ALL.put("SUB", Arithmetic.SUB.operator(0));
        ALL.put("MUL", Arithmetic.MUL.operator(0));
        ALL.put("DIV", Arithmetic.DIV.operator(0));
        ALL.put("MAXIMUM", Arithmetic.MAXIMUM.operator());
        ALL.put("MINIMUM", Arithmetic.MINIMUM.operator());
        ALL.put("SQUARED_DIFFERENCE", Arithmetic.SQUARED_DIFFERENCE.operator());
        ALL.put("POW", Arithmetic.POW.operator());
        ALL.put("FLOOR_DIV", Arithmetic.FLOOR_DIV.operator());
        ALL.put("FLOOR_MOD", Arithmetic.FLOOR_MOD.operator());
        ALL.put("ATAN2", Arithmetic.ATAN2.operator());
        ALL.put("BITWISE_XOR", Arithmetic.BITWISE_XOR.operator());
        ALL.put("RIGHT_SHIFT", Arithmetic.RIGHT_SHIFT.operator());
        ALL.put("ADD_N", Rows.addN());
        for (Comparison comparison : Comparison.values()) {
            ALL.put(comparison.name(), comparison.operator());
        }
        ALL.put("LOGICAL_AND", Logic.operator(true));
        ALL.put("LOGICAL_OR", Logic.operator(false));
        ALL.put("LOGICAL_NOT", Logic.not());
    }

    private static void functions() {
        ALL.put("ABS", Unary.operator(Math::abs, Math::abs));
        ALL.put("NEG", Unary.operator(x -> -x, x -> -x));
        ALL.put("SIGN", Unary.operator(Unary::sign, Long::signum));
        ALL.put("SQUARE", Unary.operator(x -> x * x, x -> x * x));
        ALL.put("EXP", Unary.operator(Kernels.Unary.EXP));
        ALL.put("LOG", Unary.operator(Kernels.Unary.LOG));
        ALL.put("SQRT", Unary.operator(Kernels.Unary.SQRT));
        ALL.put("RSQRT", Unary.operator(Unary::rsqrt));
        ALL.put("SIN", Unary.operator(x -> (float) Math.sin(x)));
        ALL.put("COS", Unary.operator(x -> (float) Math.cos(x)));
        ALL.put("FLOOR", Unary.operator(x -> (float) Math.floor(x)));
        ALL.put("CEIL", Unary.operator(x -> (float) Math.ceil(x)));
        ALL.put("ROUND", Unary.operator(x -> (float) Math.rint(x)));
        ALL.put("LOGISTIC", Unary.operator(Kernels.Unary.SIGMOID));
        ALL.put("TANH", Unary.operator(Kernels.Unary.TANH));
        ALL.put("RELU", Unary.clamp(0, Float.POSITIVE_INFINITY));
        ALL.put("RELU6", Unary.clamp(0, 6));
        ALL.put("RELU_N1_TO_1", Unary.clamp(-1, 1));
        ALL.put("RELU_0_TO_1", Unary.clamp(0, 1));
        ALL.put("ELU", Unary.operator(Unary::elu));
        ALL.put("HARD_SWISH", Unary.operator(Unary::hardSwish));
        ALL.put("LEAKY_RELU", node -> {
            float alpha = node.float32(0, 0);
            return Unary.operator(x -> x > 0 ? x : x * alpha).of(node);
        });
        ALL.put("GELU", node -> (node.bool(0) ? Unary.operator(Unary::geluApproximate)
                : Unary.operator(Kernels.Unary.GELU)).of(node));
        ALL.put("PRELU", Rows.prelu());
        ALL.put("SOFTMAX", Rows.softmax());
        ALL.put("LOG_SOFTMAX", Rows.logSoftmax());
        ALL.put("L2_NORMALIZATION", Rows.l2());
        ALL.put("LOCAL_RESPONSE_NORMALIZATION", Rows.localResponse());
        ALL.put("CAST", Casts.cast());
        ALL.put("QUANTIZE", Casts.quantize());
        ALL.put("DEQUANTIZE", Casts.dequantize());
    }

    private static void shapes() {
        ALL.put("RESHAPE", Reshapes.reshape());
        ALL.put("EXPAND_DIMS", Reshapes.expandDims());
        ALL.put("SQUEEZE", Reshapes.squeeze());
        ALL.put("SHAPE", Reshapes.shape());
        ALL.put("RANK", Reshapes.rank());
        ALL.put("ZEROS_LIKE", Reshapes.zerosLike());
        ALL.put("FILL", Reshapes.fill());
        ALL.put("RANGE", Reshapes.range());
        ALL.put("BROADCAST_TO", Reshapes.broadcastTo());
        ALL.put("BROADCAST_ARGS", Reshapes.broadcastArgs());
    }

    private static void movements() {
        ALL.put("SLICE", Slices.slice());
        ALL.put("STRIDED_SLICE", Slices.strided());
        ALL.put("SPLIT", Slices.split());
        ALL.put("SPLIT_V", Slices.splitV());
        ALL.put("UNPACK", Slices.unpack());
        ALL.put("DYNAMIC_UPDATE_SLICE", Slices.dynamicUpdate());
        ALL.put("CONCATENATION", Joins.concatenation());
        ALL.put("PACK", Joins.pack());
        ALL.put("TILE", Joins.tile());
        ALL.put("PAD", Joins.pad());
        ALL.put("PADV2", Joins.pad());
        ALL.put("MIRROR_PAD", Joins.mirrorPad());
        ALL.put("TRANSPOSE", Permutes.transpose());
        ALL.put("REVERSE_V2", Permutes.reverse());
        ALL.put("REVERSE_SEQUENCE", Permutes.reverseSequence());
        ALL.put("SPACE_TO_DEPTH", Permutes.blocks(true));
        ALL.put("DEPTH_TO_SPACE", Permutes.blocks(false));
        ALL.put("SPACE_TO_BATCH_ND", Permutes.spaceToBatch());
        ALL.put("BATCH_TO_SPACE_ND", Permutes.batchToSpace());
        ALL.put("GATHER", Gathers.gather());
        ALL.put("GATHER_ND", Gathers.gatherNd());
        ALL.put("EMBEDDING_LOOKUP", Gathers.embedding());
        ALL.put("SCATTER_ND", Gathers.scatterNd());
        ALL.put("SPARSE_TO_DENSE", Gathers.sparseToDense());
        ALL.put("ONE_HOT", Gathers.oneHot());
        ALL.put("MATRIX_DIAG", Segments.diagonal(false));
        ALL.put("MATRIX_SET_DIAG", Segments.diagonal(true));
        ALL.put("RESIZE_BILINEAR", Resize.bilinear());
        ALL.put("RESIZE_NEAREST_NEIGHBOR", Resize.nearest());
    }

    private static void choices() {
        ALL.put("SELECT", Choices.select(true));
        ALL.put("SELECT_V2", Choices.select(false));
        ALL.put("WHERE", Choices.where());
        ALL.put("ARG_MAX", Choices.arg(true));
        ALL.put("ARG_MIN", Choices.arg(false));
        ALL.put("TOPK_V2", Choices.topK());
        ALL.put("UNIQUE", Choices.unique());
        ALL.put("SUM", Reductions.SUM.operator());
        ALL.put("MEAN", Reductions.MEAN.operator());
        ALL.put("REDUCE_PROD", Reductions.PROD.operator());
        ALL.put("REDUCE_MAX", Reductions.MAX.operator());
        ALL.put("REDUCE_MIN", Reductions.MIN.operator());
        ALL.put("REDUCE_ANY", Reductions.flags(false));
        ALL.put("REDUCE_ALL", Reductions.flags(true));
        ALL.put("CUMSUM", Reductions.cumulative());
        ALL.put("SEGMENT_SUM", Segments.sum());
        ALL.put("UNSORTED_SEGMENT_SUM", Segments.unsorted(Arithmetic.ADD, 0));
        ALL.put("UNSORTED_SEGMENT_PROD", Segments.unsorted(Arithmetic.MUL, 1));
        ALL.put("UNSORTED_SEGMENT_MAX", Segments.unsorted(Arithmetic.MAXIMUM, -Float.MAX_VALUE));
        ALL.put("UNSORTED_SEGMENT_MIN", Segments.unsorted(Arithmetic.MINIMUM, Float.MAX_VALUE));
    }

    private static void products() {
        ALL.put("FULLY_CONNECTED", Products.fullyConnected());
        ALL.put("BATCH_MATMUL", Products.batchMatmul());
        ALL.put("CONV_2D", Convolutions.conv2d());
        ALL.put("DEPTHWISE_CONV_2D", Convolutions.depthwise());
        ALL.put("TRANSPOSE_CONV", Convolutions.transposed());
        ALL.put("AVERAGE_POOL_2D", Pools.AVERAGE.operator());
        ALL.put("MAX_POOL_2D", Pools.MAX.operator());
        ALL.put("L2_POOL_2D", Pools.L2.operator());
        ALL.put("UNIDIRECTIONAL_SEQUENCE_LSTM", Recurrent.lstm());
        ALL.put("BIDIRECTIONAL_SEQUENCE_LSTM", Recurrent.bidirectional());
        ALL.put("LSTM", Recurrent.step());
        ALL.put("RNN", Recurrent.simple(false));
        ALL.put("UNIDIRECTIONAL_SEQUENCE_RNN", Recurrent.simple(true));
        ALL.put("SVDF", Recurrent.svdf());
    }

    private static void control() {
        ALL.put("IF", Control.branch());
        ALL.put("WHILE", Control.loop());
        ALL.put("CALL_ONCE", Control.once());
        ALL.put("STABLEHLO_COMPOSITE", Control.composite());
        ALL.put("VAR_HANDLE", Control.variable());
        ALL.put("READ_VARIABLE", Control.read());
        ALL.put("ASSIGN_VARIABLE", Control.assign());
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
