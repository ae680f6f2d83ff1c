package islr.weights;

import islr.tensor.Tensor;
import islr.weights.internal.Texts;
import islr.weights.text.Nearest;
import islr.weights.text.OneLine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Named tensors and named texts: the content of one file. The maps keep their order and cannot be changed.
///
/// @param source what messages call this checkpoint: the name of its file
/// @param tensors the numbers, by the name of the parameter, in the order of the file
/// @param metadata everything else that a recogniser needs, as text
public record Checkpoint(String source, Map<String, Tensor> tensors, Map<String, String> metadata) {
    /// @throws IllegalArgumentException if a name or a text cannot be written to a file
    public Checkpoint {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(tensors, "tensors");
        Objects.requireNonNull(metadata, "metadata");
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors.forEach((name, tensor) -> {
            requireText(name);
            Objects.requireNonNull(tensor, () -> "checkpoint: the tensor " + OneLine.quoted(name) + " is null");
        });
        metadata.forEach((key, value) -> {
            requireText(key);
            requireText(value);
        });
        if (tensors.containsKey(Texts.METADATA)) {
            throw new IllegalArgumentException("checkpoint: no tensor may be called " + Texts.METADATA);
        }
    }

    /// A checkpoint that does not come from a file.
    public Checkpoint(Map<String, Tensor> tensors, Map<String, String> metadata) {
        this("checkpoint", tensors, metadata);
    }

    /// The same checkpoint with other tensors, for example those that a [NameMap] makes of the present ones.
    public Checkpoint withTensors(Map<String, Tensor> other) {
        Objects.requireNonNull(other, "other");
        return new Checkpoint(source, other, metadata);
    }

    /// The same with every tensor as float32.
    public Checkpoint widened() {
        Map<String, Tensor> wide = new LinkedHashMap<>(tensors);
        wide.replaceAll((name, tensor) -> tensor.widened());
        return withTensors(wide);
    }

    /// A tensor that must be present.
    public Tensor tensor(String name) throws WeightsException {
        Objects.requireNonNull(name, "name");
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new WeightsException(source,
                    "there is no tensor " + OneLine.quoted(name) + Nearest.hint(name, tensors.keySet()));
        }
        return tensor;
    }

    /// A text that must be present.
    public String text(String key) throws WeightsException {
        Objects.requireNonNull(key, "key");
        String text = metadata.get(key);
        if (text == null) {
            throw new WeightsException(source,
                    "its metadata has no entry " + OneLine.quoted(key) + Nearest.hint(key, metadata.keySet()));
        }
        return text;
    }

    private static void requireText(String text) {
        Objects.requireNonNull(text, "checkpoint: a name or a text is null");
        if (!Texts.isText(text)) {
            throw new IllegalArgumentException("checkpoint: " + OneLine.quoted(text)
                    + " holds half of a character and cannot be written as UTF-8");
        }
    }
}
