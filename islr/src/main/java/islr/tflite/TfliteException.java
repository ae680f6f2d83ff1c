package islr.tflite;

/// A graph that cannot be run with what it was given. The message is one line for a person.
public class TfliteException extends IllegalArgumentException {
    /// @param message names the file, the operator, and what is wrong
    public TfliteException(String message, Throwable cause) {
        super(message, cause);
    }

    /// @param message names the file and what is wrong
    public TfliteException(String message) {
        this(message, null);
    }
}
