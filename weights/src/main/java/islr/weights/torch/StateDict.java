package islr.weights.torch;

import islr.weights.WeightsException;
import islr.weights.internal.Texts;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which tensors of what was saved are the model's, and what they are called.
///
/// A program saves `model.state_dict()`, a dictionary from names to tensors, or a dictionary that has one under
/// `state_dict`, `model_state_dict` or `model`, beside the state of the optimiser, the epoch and the like. In the
/// second case only that one is taken; plain values beside it become metadata. Names of nested dictionaries and lists
/// are joined with dots. The prefixes that `DataParallel` and `torch.compile` put before all names are removed.
final class StateDict {
    private static final List<String> MODELS = List.of("state_dict", "model_state_dict", "model");
    private static final List<String> PREFIXES = List.of("module.", "_orig_mod.");
    private static final int DEEPEST = 32;
    private static final int MOST_VALUES = 1_000_000;

    private final String source;
    private final Map<String, Py.Strided> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    /// The containers that we are inside of.
    private final Set<Object> inside = Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;

    private StateDict(String source) {
        this.source = source;
    }

    /// @param saved what was given to `torch.save`
    /// @throws WeightsException if there is no tensor in it, or it holds itself
    static StateDict of(String source, Object saved) throws WeightsException {
        StateDict dict = new StateDict(source);
        Object model = dict.model(saved);
        if (model instanceof Py.Strided tensor) {
            dict.tensors.put("tensor", tensor);
        } else {
            dict.walk("", model);
        }
        if (dict.tensors.isEmpty()) {
            throw new WeightsException(source,
                    "there is no tensor in it: what was saved is " + Py.kind(saved) + "; save model.state_dict()");
        }
        return dict;
    }

    Map<String, Py.Strided> tensors() throws WeightsException {
        Map<String, Py.Strided> named = tensors;
        for (boolean found = true; found;) {
            found = false;
            for (String prefix : PREFIXES) {
                if (named.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
                    Map<String, Py.Strided> shorter = new LinkedHashMap<>();
                    named.forEach((name, tensor) -> shorter.put(name.substring(prefix.length()), tensor));
                    named = shorter;
                    found = true;
                }
            }
        }
        return named;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private Object model(Object saved) throws WeightsException {
        if (!(saved instanceof Map<?, ?> dict)) {
            return saved;
        }
        for (String key : MODELS) {
            if (dict.get(key) instanceof Map<?, ?> model) {
                for (Map.Entry<?, ?> other : dict.entrySet()) {
                    note(String.valueOf(other.getKey()), other.getValue());
                }
                return model;
            }
        }
        return saved;
    }

    private void walk(String name, Object value) throws WeightsException {
        if (++values > MOST_VALUES) {
            throw new WeightsException(source, "it holds more than " + Counts.of(MOST_VALUES) + " values, some of them "
                    + "again and again; save model.state_dict()");
        }
        switch (value) {
            case Py.Strided tensor -> {
                if (tensors.put(name, tensor) != null) {
                    throw new WeightsException(source,
                            "two tensors are called " + OneLine.quoted(name) + "; rename one where the file was made");
                }
            }
            case Map<?, ?> dict -> {
                enter(name, dict);
                for (Map.Entry<?, ?> each : dict.entrySet()) {
                    String key = each.getKey() instanceof Py.None ? "None" : String.valueOf(each.getKey());
                    // A dictionary without a model of its own may still have an optimiser.
                    if (!name.isEmpty() || !key.startsWith("optim")) {
                        walk(name.isEmpty() ? key : name + "." + key, each.getValue());
                    }
                }
                inside.remove(dict);
            }
            case List<?> list -> walk(name, list, list);
            case Py.Tuple tuple -> walk(name, tuple, tuple.items());
            default -> note(name, value);
        }
    }

    private void walk(String name, Object container, List<?> items) throws WeightsException {
        enter(name, container);
        for (int i = 0; i < items.size(); i++) {
            walk(name.isEmpty() ? String.valueOf(i) : name + "." + i, items.get(i));
        }
        inside.remove(container);
    }

    private void enter(String name, Object container) throws WeightsException {
        if (!inside.add(container)) {
            throw new WeightsException(source,
                    OneLine.quoted(name) + " holds itself; no model does, save model.state_dict()");
        }
        if (inside.size() > DEEPEST) {
            throw new WeightsException(source,
                    OneLine.quoted(name) + " is more than " + DEEPEST + " dictionaries deep; save model.state_dict()");
        }
    }

    /// Keeps a plain value as text.
    private void note(String name, Object value) {
        boolean plain = value instanceof String || value instanceof Long || value instanceof Double
                || value instanceof Boolean;
        if (plain && Texts.isText(name) && Texts.isText(value.toString())) {
            metadata.put(name, value.toString());
        }
    }
}
