package islr.weights.tflite;

import islr.weights.WeightsException;
import islr.weights.internal.MappedFile;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a [TfliteModel] of the tables of a file (TensorFlow's `schema_v3c.fbs`) and checks every number that is an
/// index. A field's number is its place in the schema.
final class ModelReader {
    private final MappedFile file;

    private ModelReader(MappedFile file) {
        this.file = file;
    }

    static TfliteModel read(MappedFile file) throws WeightsException {
        if (file.size() > Integer.MAX_VALUE) {
            throw new WeightsException(file.source(), "a TFLite model of " + Counts.bytes(file.size())
                    + " is not read; " + Counts.of(Integer.MAX_VALUE) + " are");
        }
        return new ModelReader(file).model(FlatTable.root(file.source(), file.all()));
    }

    private TfliteModel model(FlatTable root) throws WeightsException {
        List<TfliteModel.OperatorCode> codes = new ArrayList<>();
        for (FlatTable code : root.tables(1)) {
            // Codes up to 126 are in the old field of one byte; the new one is 0 in old files.
            codes.add(new TfliteModel.OperatorCode(Math.max(code.int8(0, 0), code.int32(3, 0)), code.text(1),
                    code.int32(2, 1)));
        }
        List<MemorySegment> buffers = new ArrayList<>();
        for (FlatTable buffer : root.tables(4)) {
            buffers.add(buffer(buffer));
        }
        List<TfliteModel.SubGraph> graphs = new ArrayList<>();
        for (FlatTable graph : root.tables(2)) {
            graphs.add(subGraph(graph, codes.size(), buffers.size()));
        }
        Map<String, Integer> metadata = new LinkedHashMap<>();
        for (FlatTable each : root.tables(6)) {
            metadata.put(each.text(0), index(each.int32(1, 0), 0, buffers.size(), "buffer"));
        }
        List<TfliteModel.Signature> signatures = new ArrayList<>();
        for (FlatTable signature : root.tables(7)) {
            int graph = index(signature.int32(4, 0), 0, graphs.size(), "subgraph");
            int tensors = graphs.get(graph).tensors().size();
            signatures.add(new TfliteModel.Signature(signature.text(2), graph, named(signature.tables(0), tensors),
                    named(signature.tables(1), tensors)));
        }
        return new TfliteModel(root.int32(0, 0), root.text(3), codes, graphs, buffers, metadata, signatures);
    }

    /// Models of more than 2 GB have their constants behind the flatbuffer.
    private MemorySegment buffer(FlatTable buffer) throws WeightsException {
        long offset = buffer.int64(1, 0);
        if (offset <= 1) {
            return buffer.bytes(0);
        }
        long size = buffer.int64(2, 0);
        if (!file.holds(offset, size)) {
            throw new WeightsException(file.source(),
                    "a buffer is said to have " + Counts.bytes(size) + " from byte " + Counts.of(offset)
                            + ", which the file does not hold: it is truncated or damaged, get it again "
                            + "from its source");
        }
        return file.all().asSlice(offset, size);
    }

    private TfliteModel.SubGraph subGraph(FlatTable graph, int codes, int buffers) throws WeightsException {
        List<TfliteModel.TfliteTensor> tensors = new ArrayList<>();
        for (FlatTable tensor : graph.tables(0)) {
            tensors.add(tensor(tensor, buffers));
        }
        List<TfliteModel.Operator> operators = new ArrayList<>();
        for (FlatTable operator : graph.tables(3)) {
            Optional<FlatTable> options = operator.table(operator.has(4) ? 4 : 12);
            operators.add(new TfliteModel.Operator(index(operator.int32(0, 0), 0, codes, "operator code"),
                    indices(operator.ints(1), -1, tensors.size()), indices(operator.ints(2), -1, tensors.size()),
                    Byte.toUnsignedInt(operator.int8(3, 0)), options, operator.bytes(5)));
        }
        return new TfliteModel.SubGraph(graph.text(4), tensors, indices(graph.ints(1), 0, tensors.size()),
                indices(graph.ints(2), 0, tensors.size()), operators);
    }

    private TfliteModel.TfliteTensor tensor(FlatTable tensor, int buffers) throws WeightsException {
        int type = tensor.int8(1, 0);
        String name = tensor.text(3);
        TensorType known = TensorType.of(type).orElseThrow(() -> new WeightsException(file.source(),
                "tensor " + OneLine.quoted(name) + " is of the unknown type " + type));
        Optional<FlatTable> quantization = tensor.table(4);
        return new TfliteModel.TfliteTensor(name, known, tensor.ints(0), tensor.ints(7),
                index(tensor.int32(2, 0), 0, buffers, "buffer"),
                quantization.isPresent() ? quantization(quantization.get()) : Quantization.NONE, tensor.bool(5),
                tensor.has(6));
    }

    private static Quantization quantization(FlatTable table) throws WeightsException {
        List<Float> scales = new ArrayList<>();
        for (float scale : table.floats(2)) {
            scales.add(scale);
        }
        List<Long> zeroPoints = new ArrayList<>();
        for (long zeroPoint : table.longs(3)) {
            zeroPoints.add(zeroPoint);
        }
        return new Quantization(scales, zeroPoints, table.int32(6, 0), table.int8(4, 0) != 0);
    }

    private Map<String, Integer> named(List<FlatTable> pairs, int tensors) throws WeightsException {
        Map<String, Integer> named = new LinkedHashMap<>();
        for (FlatTable pair : pairs) {
            named.put(pair.text(0), index(pair.int32(1, 0), 0, tensors, "tensor"));
        }
        return named;
    }

    /// @param least −1 where a tensor may be absent
    private List<Integer> indices(List<Integer> numbers, int least, int count) throws WeightsException {
        for (int number : numbers) {
            index(number, least, count, "tensor");
        }
        return numbers;
    }

    private int index(int number, int least, int count, String what) throws WeightsException {
        if (number < least || number >= count) {
            throw new WeightsException(file.source(), "it names " + what + " " + number + " of " + count
                    + "; the file is damaged or badly written, get it again from its source");
        }
        return number;
    }
}
