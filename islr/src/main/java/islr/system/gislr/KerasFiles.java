package islr.system.gislr;

import static islr.weights.NameMap.rename;

import islr.system.Architecture;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.NameMap;
import islr.weights.WeightsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files that Keras writes of GISLR-64 and GISLR-32: from the names in these files to those of the specification,
/// which [KerasNames] translates.
///
/// - Keras 3, `.weights.h5` and `.keras`: the names are the attributes of the model's classes, and say all.
/// - Keras 3, a whole model as `.h5`, and Keras 2: names are numbered through a whole run of Python. What counts is the
///   layer (embedding, transformer, classifier, in this order) and the position in it.
///
/// The statistics of the training set are no weights there. A whole model has them in its configuration, see
/// [KerasStatistics].
final class KerasFiles implements Architecture.ForeignNames {
    private static final String POSITIONS = "layers/embedding/positional_embedding/vars/0";
    private static final List<String> ONE_HAND = List.of("lips", "left_hand", "pose");
    private static final List<String> TWO_HANDS = List.of("lips", "left_hand", "right_hand", "pose");
    /// Tensors of a layer: of a group three, and the positions, two layers and the weights of the groups besides.
    private static final int OF_A_GROUP = 3;
    private static final int OF_NO_GROUP = 4;
    private static final int CLASSIFIER = 2;

    private static final NameMap KERAS_3 = NameMap.of(NameMap.Unmatched.REFUSE, rules());

    private static NameMap.Rule[] rules() {
        List<NameMap.Rule> rules = new ArrayList<>();
        rules.add(rename(POSITIONS, "embedding.positional"));
        rules.add(rename("layers/embedding/vars/0", "embedding.landmark_weights"));
        rules.add(rename("layers/embedding/fc/layers/dense/vars/0", "embedding.fc1.kernel"));
        rules.add(rename("layers/embedding/fc/layers/dense_1/vars/0", "embedding.fc2.kernel"));
        for (String group : TWO_HANDS) {
            String theirs = "layers/embedding/" + group + "_embedding/";
            String ours = "embedding." + group + ".";
            rules.add(rename(theirs + "vars/0", ours + "empty"));
            rules.add(rename(theirs + "dense/layers/dense/vars/0", ours + "dense1.kernel"));
            rules.add(rename(theirs + "dense/layers/dense_1/vars/0", ours + "dense2.kernel"));
        }
        for (int half = 1; half <= 2; half++) {
            String theirs = "layers/transformer/ln_" + half + "s/{i:layer_normalization}/vars/";
            rules.add(rename(theirs + "0", "blocks.{i}.ln" + half + ".gamma"));
            rules.add(rename(theirs + "1", "blocks.{i}.ln" + half + ".beta"));
            String dense = "layers/transformer/mlps/{i:sequential}/layers/" + (half == 1 ? "dense" : "dense_1")
                    + "/vars/";
            rules.add(rename(dense + "0", "blocks.{i}.mlp.dense" + half + ".kernel"));
            rules.add(rename(dense + "1", "blocks.{i}.mlp.dense" + half + ".bias"));
        }
        for (String part : List.of("q", "k", "v")) {
            String theirs = "layers/transformer/mhas/{i:mha}/w" + part + "/{h:dense}/vars/";
            rules.add(rename(theirs + "0", "blocks.{i}.attn." + part + ".{h}.kernel"));
            rules.add(rename(theirs + "1", "blocks.{i}.attn." + part + ".{h}.bias"));
        }
        rules.add(rename("layers/transformer/mhas/{i:mha}/wo/vars/0", "blocks.{i}.attn.o.kernel"));
        rules.add(rename("layers/transformer/mhas/{i:mha}/wo/vars/1", "blocks.{i}.attn.o.bias"));
        rules.add(rename("layers/dense/vars/0", "classifier.kernel"));
        rules.add(rename("layers/dense/vars/1", "classifier.bias"));
        return rules.toArray(NameMap.Rule[]::new);
    }

    @Override
    public boolean fits(Map<String, Tensor> theirs) {
        return theirs.containsKey(POSITIONS) || areLayers(layers(theirs));
    }

    private static boolean areLayers(List<Map<String, Tensor>> layers) {
        return layers.size() == 3 && !groups(layers.getFirst().size()).isEmpty()
                && layers.get(1).values().stream().anyMatch(tensor -> tensor.shape().rank() == 2)
                && layers.getLast().size() == CLASSIFIER;
    }

    /// The tensors of each layer of a model, in the order of the file. None if a tensor belongs to no layer.
    private static List<Map<String, Tensor>> layers(Map<String, Tensor> theirs) {
        Map<String, Map<String, Tensor>> layers = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> each : theirs.entrySet()) {
            int slash = each.getKey().indexOf('/');
            if (slash < 0) {
                return List.of();
            }
            layers.computeIfAbsent(each.getKey().substring(0, slash), layer -> new LinkedHashMap<>()).put(each.getKey(),
                    each.getValue());
        }
        return List.copyOf(layers.values());
    }

    private static List<String> groups(int tensors) {
        return tensors == OF_A_GROUP * ONE_HAND.size() + OF_NO_GROUP ? ONE_HAND
                : tensors == OF_A_GROUP * TWO_HANDS.size() + OF_NO_GROUP ? TWO_HANDS : List.of();
    }

    @Override
    public Architecture.Ours toOurs(Checkpoint theirs) throws WeightsException {
        Map<String, Tensor> named = theirs.tensors().containsKey(POSITIONS) ? KERAS_3.toOurs(theirs.tensors())
                : byPosition(layers(theirs.tensors()));
        named.putAll(KerasStatistics.of(theirs));
        long heads = named.keySet().stream().filter(name -> name.matches("blocks\\.0\\.attn\\.q\\.\\d+\\.kernel"))
                .count();
        boolean twoHands = named.containsKey("embedding.right_hand.dense1.kernel");
        return new Architecture.Ours(KerasNames.gislr().toOurs(named), Map.of(Gislr.HEADS.key(), Long.toString(heads),
                Gislr.FEATURES.key(), (twoHands ? FeatureSet.POSITIVE_HANDS : FeatureSet.DOMINANT_HAND).id()));
    }

    private static Map<String, Tensor> byPosition(List<Map<String, Tensor>> layers) throws WeightsException {
        Map<String, Tensor> embedding = layers.getFirst();
        // Keras 2 begins with the table of positions, Keras 3 with the weights of the groups.
        boolean keras2 = embedding.values().iterator().next().shape().rank() == 2;
        Map<String, Tensor> named = new LinkedHashMap<>(
                NameMap.byPosition(embedding, embedding(groups(embedding.size()), keras2)));
        named.putAll(NameMap.byPosition(layers.get(1), transformer(layers.get(1), keras2)));
        named.putAll(NameMap.byPosition(layers.getLast(), List.of("classifier.kernel", "classifier.bias")));
        return named;
    }

    private static List<String> embedding(List<String> groups, boolean keras2) {
        List<String> names = new ArrayList<>(
                keras2 ? List.of("positional") : List.of("landmark_weights", "positional"));
        for (String group : groups) {
            names.addAll(keras2 ? List.of(group + ".dense1.kernel", group + ".dense2.kernel", group + ".empty")
                    : List.of(group + ".empty", group + ".dense1.kernel", group + ".dense2.kernel"));
        }
        names.addAll(List.of("fc1.kernel", "fc2.kernel"));
        if (keras2) {
            names.add("landmark_weights");
        }
        return names.stream().map(name -> "embedding." + name).toList();
    }

    /// Keras 2 lists one kind of layer after the other, each for all blocks; Keras 3 lists one block after the other.
    private static List<String> transformer(Map<String, Tensor> layer, boolean keras2) {
        Tensor first = layer.values().iterator().next();
        Tensor kernel = layer.values().stream().filter(tensor -> tensor.shape().rank() == 2).findFirst().orElseThrow();
        boolean norms = first.shape().rank() == 1;
        // A damaged file may have a kernel of any shape, but has no more heads than tensors.
        int heads = Math.clamp(kernel.shape().rows() / Math.max(1, kernel.shape().columns()), 1, layer.size());
        List<List<String>> kinds = new ArrayList<>(List.of(attention(heads),
                List.of("mlp.dense1.kernel", "mlp.dense1.bias", "mlp.dense2.kernel", "mlp.dense2.bias")));
        if (norms) {
            kinds.add(0, List.of("ln1.gamma", "ln1.beta"));
            kinds.add(2, List.of("ln2.gamma", "ln2.beta"));
        }
        int blocks = layer.size() / kinds.stream().mapToInt(List::size).sum();
        List<String> names = new ArrayList<>();
        for (int outer = 0; outer < (keras2 ? kinds.size() : blocks); outer++) {
            for (int inner = 0; inner < (keras2 ? blocks : kinds.size()); inner++) {
                String block = "blocks." + (keras2 ? inner : outer) + ".";
                kinds.get(keras2 ? outer : inner).forEach(name -> names.add(block + name));
            }
        }
        return names;
    }

    private static List<String> attention(int heads) {
        List<String> names = new ArrayList<>();
        for (String part : List.of("q", "k", "v")) {
            for (int head = 0; head < heads; head++) {
                names.add("attn." + part + "." + head + ".kernel");
                names.add("attn." + part + "." + head + ".bias");
            }
        }
        names.addAll(List.of("attn.o.kernel", "attn.o.bias"));
        return names;
    }
}
