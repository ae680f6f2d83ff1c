package islr.weights;

import java.io.IOException;

/// A checkpoint that cannot be read, written or used. The message is one line for a person: what, where, and what to do
/// about it.
public class WeightsException extends IOException {
    /// @param place what the problem is in: a file's name, or a step such as `load`
    /// @param problem the rest of the sentence
    public WeightsException(String place, String problem) {
        this(place, problem, null);
    }

    public WeightsException(String place, String problem, Throwable cause) {
        super(place + ": " + problem, cause);
    }
}
