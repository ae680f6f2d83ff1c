package islr.nn.train;

import islr.tensor.Tensor;
import java.util.Map;
import java.util.Objects;

/// What a resume finds in a saved state.
public final class SavedNumbers {
    private SavedNumbers() {}

    /// @param what the message begins with
    /// @throws IllegalArgumentException if there is no tensor of this name, or it has another size
    static Tensor find(String what, Map<String, Tensor> state, String name, int size) {
        Tensor found = state.get(name);
        if (found == null || found.size() != size) {
            throw new IllegalArgumentException(what + ": '" + name + "' "
                    + (found == null ? "is missing" : "is " + found.shape()) + "; " + size + " numbers are needed");
        }
        return found;
    }

    /// Writes saved numbers into tensors.
    ///
    /// @param what the message begins with
    /// @param state saved tensors by name; others are passed over
    /// @param into the tensors that take their numbers
    /// @throws IllegalArgumentException if one is missing or has another size; then nothing is changed
    public static void restore(String what, Map<String, Tensor> state, Map<String, Tensor> into) {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(into, "into");
        into.forEach((name, tensor) -> find(what, state, name, tensor.size()));
        into.forEach((name, tensor) -> {
            System.arraycopy(state.get(name).toArray(), 0, tensor.array(), tensor.offset(), tensor.size());
            tensor.changed();
        });
    }
}
