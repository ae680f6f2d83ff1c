package islr.nn.train;

import islr.tensor.Tensor;
import java.util.Map;

/// What a resume finds in a saved state.
final class SavedNumbers {
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
}
