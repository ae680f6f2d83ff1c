package islr.system.fingerspelling;

import islr.nn.Parameters;
import islr.system.Settings;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.NameMap;
import islr.weights.NameMap.Unmatched;
import islr.weights.WeightsException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The names of the original's tensors: they are ours. Its files have a count of batches besides, for every batch norm,
/// which nothing needs; and some lack the tables of positions and angles, which are no weights.
public final class SpellingNames {
    private static final NameMap MAP = NameMap.of(Unmatched.KEEP).dropping(
            "encoder.blocks.{i}.conv.bn.num_batches_tracked", "{extractor}.bn_conv.num_batches_tracked",
            "{extractor}.stem_bn.num_batches_tracked");
    /// A tensor that every such network has, and none that answers with signs.
    public static final String WITNESS = "decoder.lm_head.weight";

    private static final String LAYER = "decoder.decoder.layers.0.";
    private static final String BLOCK = "encoder.blocks.0.";

    private SpellingNames() {}

    /// The tensors of a file by our names.
    ///
    /// @throws WeightsException if a name is there twice
    public static Map<String, Tensor> ours(Map<String, Tensor> theirs) throws WeightsException {
        Objects.requireNonNull(theirs, "theirs");
        return MAP.toOurs(theirs);
    }

    /// What the names and shapes of a network's tensors tell of its settings, as text by key. Nothing, if they are of
    /// no such network.
    public static Map<String, String> told(Map<String, Tensor> tensors) {
        Objects.requireNonNull(tensors, "tensors");
        Map<String, String> told = new LinkedHashMap<>();
        Shape head = shape(tensors, WITNESS, 2);
        Shape hidden = shape(tensors, LAYER + "fc1.weight", 2);
        Shape kernel = shape(tensors, BLOCK + "conv.dw_conv.conv.weight", 3);
        Shape biases = shape(tensors, BLOCK + "mhsa.attention.u_bias", 2);
        boolean rotary = tensors.containsKey(BLOCK + "mhsa_llama.q_proj.weight");
        if (head == null || hidden == null || kernel == null || rotary == (biases != null)) {
            return told;
        }
        int units = head.columns();
        told.put(Fingerspelling.PART.key(), Fingerspelling.PART.format(rotary ? Part.TWO : Part.ONE));
        told.put(Fingerspelling.UNITS.key(), Integer.toString(units));
        int blocks = 1;
        while (tensors.containsKey("encoder.blocks." + blocks + ".ln_conv.weight")) {
            blocks++;
        }
        told.put(Fingerspelling.BLOCKS.key(), Integer.toString(blocks));
        told.put(Fingerspelling.KERNEL.key(), Integer.toString(kernel.dim(2)));
        told.put(Fingerspelling.DECODER_UNITS.key(), Integer.toString(hidden.rows()));
        if (!rotary) {
            told.put(Fingerspelling.HEADS.key(), Integer.toString(biases.rows()));
        }
        Shape angles = shape(tensors, "cos", 4);
        if (angles != null && angles.dim(3) > 0 && units % angles.dim(3) == 0) {
            told.put(Fingerspelling.HEADS.key(), Integer.toString(units / angles.dim(3)));
            told.put(Fingerspelling.FRAMES.key(), Integer.toString(angles.dim(2)));
        }
        return told;
    }

    private static Shape shape(Map<String, Tensor> tensors, String name, int rank) {
        Tensor tensor = tensors.get(name);
        return tensor == null || tensor.shape().rank() != rank ? null : tensor.shape();
    }

    /// The tensors, with the tables that they may lack.
    ///
    /// @param shapes of all tensors of the network
    static Map<String, Tensor> withTables(FingerspellingSizes sizes, Map<String, Shape> shapes,
            Map<String, Tensor> tensors) {
        Map<String, Tensor> all = new LinkedHashMap<>(tensors);
        Parameters tables = Parameters.fresh(0);
        if (shapes.containsKey("cos") && !(tensors.containsKey("cos") && tensors.containsKey("sin"))) {
            RotaryTables.of(sizes.frames(), sizes.width() / sizes.heads(), tables);
        }
        for (String decoder : new String[] {"decoder", "decoder2"}) {
            String name = decoder + ".decoder.embed_positions";
            if (shapes.containsKey(name + ".weights") && !tensors.containsKey(name + ".weights")) {
                LetterPositions.table(sizes.width(), tables.at(decoder).at("decoder").at("embed_positions"));
            }
        }
        tables.state().forEach(all::putIfAbsent);
        return all;
    }

    /// The same for a network with these settings.
    ///
    /// @param shapes of all tensors of the network
    public static Map<String, Tensor> withTables(Settings settings, Map<String, Shape> shapes,
            Map<String, Tensor> tensors) {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(shapes, "shapes");
        Objects.requireNonNull(tensors, "tensors");
        return withTables(Fingerspelling.sizes(settings), shapes, tensors);
    }
}
