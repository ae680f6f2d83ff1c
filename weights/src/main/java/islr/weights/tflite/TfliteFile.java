package islr.weights.tflite;

import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.DType;
import islr.weights.WeightsException;
import islr.weights.internal.DataFile;
import islr.weights.internal.MappedFile;
import islr.weights.internal.Texts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An open TFLite file: its graph, and its constants as named tensors.
///
/// Names in a graph are for people and need not differ. A name that several constants have is followed by `#` and the
/// number of the tensor (in another subgraph than the first: `#graph.tensor`). Constants that are no numbers, such as
/// texts, are left out.
public final class TfliteFile extends DataFile {
    private static final String FORMAT = "a TFLite model";

    /// A tensor of a subgraph.
    private record Place(int graph, int tensor) {}

    private final TfliteModel model;
    private final Map<Place, ConstantTensor> constants;

    private TfliteFile(MappedFile file, TfliteModel model, Map<Place, ConstantTensor> constants,
            Map<String, String> metadata) throws WeightsException {
        super(file.source(), FORMAT, file.size(), constants.values(), metadata, file::close);
        this.model = model;
        this.constants = constants;
    }

    /// Opens a file and checks its graph.
    ///
    /// @return the file, whose constants are copied when they are asked for
    /// @throws WeightsException if there is no such file, or anything about it is wrong
    public static TfliteFile open(Path path) throws WeightsException {
        return MappedFile.open(path, FORMAT, file -> {
            TfliteModel model = ModelReader.read(file);
            return new TfliteFile(file, model, constants(file.source(), model), metadata(model));
        });
    }

    /// The graph.
    public TfliteModel model() {
        return model;
    }

    /// Checks that the operators of each subgraph can be computed in their order.
    ///
    /// @throws WeightsException if one needs what is computed later or never
    public void requireOrder() throws WeightsException {
        for (int graph = 0; graph < model.subGraphs().size(); graph++) {
            int number = graph;
            model.subGraphs().get(graph).requireOrder(source(), tensor -> isConstant(number, tensor));
        }
    }

    /// Whether the numbers of a tensor are in the file, or it has none and nothing computes it.
    ///
    /// @param graph the number of its subgraph
    /// @param tensor its number there
    public boolean isConstant(int graph, int tensor) {
        return isConstant(model, model.subGraphs().get(graph).tensors().get(tensor));
    }

    /// The numbers of a constant as floats, dequantised if they have a scale.
    ///
    /// @param graph the number of its subgraph
    /// @param tensor its number there
    /// @throws WeightsException if they are no numbers, or stored in a way that is not read
    public Tensor tensor(int graph, int tensor) throws WeightsException {
        return tensor(constant(graph, tensor).info().name());
    }

    /// The whole numbers of a constant as they are, without their scale.
    ///
    /// @param graph the number of its subgraph
    /// @param tensor its number there
    /// @throws WeightsException if they are no whole numbers, or stored in a way that is not read
    public long[] longs(int graph, int tensor) throws WeightsException {
        return longs(constant(graph, tensor).info().name());
    }

    private ConstantTensor constant(int graph, int tensor) throws WeightsException {
        ConstantTensor constant = constants.get(new Place(graph, tensor));
        if (constant == null) {
            throw new WeightsException(source(), "tensor " + tensor + " of subgraph " + graph + " has no numbers");
        }
        return constant;
    }

    /// The constants that could be weights: floating-point numbers, and whole numbers with a scale. The other whole
    /// numbers of a graph (indices, sizes, axes) are listed in `infos` and read by `longs`.
    @Override
    public Checkpoint checkpoint() throws WeightsException {
        requireRoom();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (ConstantTensor constant : constants.values()) {
            if (constant.isWeight()) {
                weights.put(constant.info().name(), tensor(constant.info().name()));
            }
        }
        return new Checkpoint(source(), weights, metadata());
    }

    private static Map<Place, ConstantTensor> constants(String source, TfliteModel model) throws WeightsException {
        Map<String, Integer> times = new HashMap<>();
        for (TfliteModel.SubGraph graph : model.subGraphs()) {
            for (TfliteModel.TfliteTensor tensor : graph.tensors()) {
                if (isConstant(model, tensor)) {
                    times.merge(tensor.name(), 1, Integer::sum);
                }
            }
        }
        Map<Place, ConstantTensor> constants = new LinkedHashMap<>();
        for (int graph = 0; graph < model.subGraphs().size(); graph++) {
            List<TfliteModel.TfliteTensor> tensors = model.subGraphs().get(graph).tensors();
            for (int i = 0; i < tensors.size(); i++) {
                TfliteModel.TfliteTensor tensor = tensors.get(i);
                Optional<DType> dtype = tensor.type().dtype();
                if (isConstant(model, tensor) && dtype.isPresent()) {
                    boolean unique = times.get(tensor.name()) == 1 && !tensor.name().isEmpty();
                    String name = unique ? tensor.name() : tensor.name() + "#" + (graph == 0 ? "" : graph + ".") + i;
                    constants.put(new Place(graph, i), new ConstantTensor(source, name, tensor, dtype.get(),
                            model.buffers().get(tensor.buffer())));
                }
            }
        }
        return constants;
    }

    private static boolean isConstant(TfliteModel model, TfliteModel.TfliteTensor tensor) {
        return model.buffers().get(tensor.buffer()).byteSize() > 0;
    }

    private static Map<String, String> metadata(TfliteModel model) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("schema_version", String.valueOf(model.version()));
        if (!model.description().isEmpty()) {
            metadata.put("description", model.description());
        }
        Integer buffer = model.metadata().get("min_runtime_version");
        if (buffer != null) {
            MemorySegment bytes = model.buffers().get(buffer);
            String version = new String(
                    bytes.asSlice(0, Math.min(bytes.byteSize(), 100)).toArray(ValueLayout.JAVA_BYTE),
                    StandardCharsets.UTF_8).replace("\0", "");
            metadata.put("min_runtime_version", version);
        }
        for (TfliteModel.Signature signature : model.signatures()) {
            if (Texts.isText(signature.key())) {
                metadata.put("signature." + signature.key(), String.join(", ", signature.inputs().keySet()) + " -> "
                        + String.join(", ", signature.outputs().keySet()));
            }
        }
        return metadata;
    }
}
