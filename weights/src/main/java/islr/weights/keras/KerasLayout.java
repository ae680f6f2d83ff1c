package islr.weights.keras;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.links.ExternalLink;
import islr.weights.WeightsException;
import islr.weights.internal.Texts;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where the weights are in Keras's HDF5 files.
///
/// - Keras 2, and the `.h5` of Keras 3: a group a layer, in `model_weights` if the file holds a whole model. The
///   attributes `layer_names` and `weight_names` say their order, which is how they are matched: the names depend on
///   the run.
/// - Keras 3, `.weights.h5`: groups by attributes of the model, datasets `vars/0`, `vars/1`, …; the attribute `name` of
///   a `vars` is the layer's name.
///
/// The optimiser's state is beside the model's and is left out, and so are the states of random generators.
final class KerasLayout {
    private static final int DEEPEST = 64;
    private static final int MOST_NODES = 200_000;
    private static final int MOST_TEXTS = 100_000;
    private static final String MODEL = "model_weights";
    private static final List<String> NOT_THE_MODEL = List.of("optimizer_weights", "optimizer", "_optimizer");
    private static final List<String> GENERATORS = List.of("seed_generator", "seed_generator_state");
    private static final List<String> NOTES = List.of("keras_version", "backend", "model_config");

    private final String source;
    private final long fileBytes;
    private final Map<String, HdfTensor> found = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private int nodes;

    private KerasLayout(String source, long fileBytes) {
        this.source = source;
        this.fileBytes = fileBytes;
    }

    static KerasLayout of(String source, long fileBytes, Group root) throws WeightsException {
        KerasLayout layout = new KerasLayout(source, fileBytes);
        layout.note(root);
        Group model = root;
        // A link leads somewhere else, so it is not looked into.
        Node inside = root.getChildren().get(MODEL);
        if (inside != null && !inside.isLink() && inside instanceof Group group) {
            model = group;
            layout.note(group);
        }
        layout.walk("", model, 0);
        layout.order(model);
        return layout;
    }

    List<HdfTensor> tensors() {
        return new ArrayList<>(found.values());
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private void note(Group group) throws WeightsException {
        for (String name : NOTES) {
            List<String> texts = texts(group, name);
            if (texts.size() == 1) {
                metadata.put(name, texts.getFirst());
            }
        }
    }

    private void walk(String path, Group group, int depth) throws WeightsException {
        if (depth > DEEPEST) {
            throw new WeightsException(source,
                    "its groups are more than " + DEEPEST + " deep, or hold themselves; no file of Keras's does");
        }
        for (Node node : group.getChildren().values()) {
            if (++nodes > MOST_NODES) {
                throw new WeightsException(source,
                        "it has more than " + Counts.of(MOST_NODES) + " groups and datasets");
            }
            String name = path.isEmpty() ? node.getName() : path + "/" + node.getName();
            if (node instanceof ExternalLink) {
                throw new WeightsException(source, OneLine.quoted(name)
                        + " is a link to another file, which is not followed; copy the weights into one file");
            } else
                if (node.isLink() || path.isEmpty() && NOT_THE_MODEL.contains(node.getName())
                        || GENERATORS.contains(node.getName())) {
                            // What a link within the file leads to is met under its own name.
                            continue;
                        } else
                    if (node instanceof Group inner) {
                        walk(name, inner, depth + 1);
                        List<String> layer = node.getName().equals("vars") ? texts(inner, "name") : List.of();
                        if (layer.size() == 1) {
                            metadata.put(name + ".name", layer.getFirst());
                        }
                    } else if (node instanceof Dataset dataset && !isNull(dataset)) {
                        found.put(name, HdfTensor.of(source, fileBytes, name, dataset));
                    }
        }
    }

    /// HDF5 can say that there is nothing, as an attribute without a value. A dataset without axes has one number.
    private static boolean isNull(Dataset dataset) {
        return dataset.isEmpty() && dataset.getDimensionsAsLong().length == 0 && dataset.getSize() == 0;
    }

    /// Puts the weights into the order that the attributes give.
    private void order(Group model) throws WeightsException {
        Map<String, HdfTensor> ordered = new LinkedHashMap<>();
        List<String> layers = texts(model, "layer_names");
        for (String layer : layers) {
            if (model.getChildren().get(layer) instanceof Group group && !group.isLink()) {
                for (String weight : texts(group, "weight_names")) {
                    String path = layer + "/" + weight;
                    HdfTensor tensor = found.get(path);
                    if (tensor == null || ordered.put(path, tensor) != null) {
                        throw new WeightsException(source,
                                "the layer " + OneLine.quoted(layer) + " lists the weight " + OneLine.quoted(weight)
                                        + (tensor == null ? ", which is not in the file" : " twice")
                                        + "; the file is damaged, get it again from its source");
                    }
                }
            }
        }
        ordered.forEach((path, tensor) -> found.remove(path));
        ordered.putAll(found);
        found.clear();
        found.putAll(ordered);
    }

    /// The texts of an attribute, of all its parts: a long list is split into `weight_names0`, `weight_names1`, …
    private List<String> texts(Group group, String name) throws WeightsException {
        List<String> texts = new ArrayList<>();
        Attribute whole = group.getAttributes().get(name);
        if (whole != null) {
            add(texts, whole);
        } else {
            for (int part = 0; group.getAttributes().get(name + part) instanceof Attribute some; part++) {
                add(texts, some);
            }
        }
        return texts;
    }

    private void add(List<String> texts, Attribute attribute) throws WeightsException {
        if (attribute.isEmpty()) {
            return;
        }
        if (attribute.getSize() < 0 || attribute.getSize() + texts.size() > MOST_TEXTS
                || attribute.getSizeInBytes() > fileBytes) {
            throw new WeightsException(source, "its attribute " + OneLine.quoted(attribute.getName())
                    + " is said to hold " + Counts.of(attribute.getSize()) + " texts");
        }
        Object data = attribute.getData();
        Object[] all = data instanceof Object[] array ? array : new Object[] {data};
        for (Object each : all) {
            if (each instanceof String text && Texts.isText(text)) {
                texts.add(text);
            }
        }
    }
}
