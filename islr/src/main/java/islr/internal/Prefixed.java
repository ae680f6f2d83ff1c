package islr.internal;

import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Several maps of tensors in one, told apart by what their names begin with.
public final class Prefixed {

    private Prefixed() {}

    /// Puts all of `part` into `all`, each name behind the prefix.
    public static void put(Map<String, Tensor> all, String prefix, Map<String, Tensor> part) {
        part.forEach((name, tensor) -> all.put(prefix + name, tensor));
    }

    /// The inverse of [#put]: what `all` has under the prefix, by the names without it.
    public static SequencedMap<String, Tensor> get(Map<String, Tensor> all, String prefix) {
        SequencedMap<String, Tensor> part = new LinkedHashMap<>();
        all.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), tensor);
            }
        });
        return part;
    }
}
