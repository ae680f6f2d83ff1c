package islr.tflite.value;

/// A place that keeps a value while a graph runs. Every run begins with empty ones.
public final class Variable {
    private Value value;

    /// What was assigned last.
    ///
    /// @throws IllegalArgumentException if nothing was
    public Value get() {
        if (value == null) {
            throw new IllegalArgumentException("a variable is read before anything is assigned to it");
        }
        return value;
    }

    /// Whether anything was assigned.
    public boolean isSet() {
        return value != null;
    }

    /// Keeps a copy.
    ///
    /// @throws IllegalArgumentException if it is a variable
    public void set(Value other) {
        if (!other.isFloat() && !other.isWhole() && !other.isFlags()) {
            throw new IllegalArgumentException("a variable cannot keep " + other);
        }
        value = other.kept();
    }
}
