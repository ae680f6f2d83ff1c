package islr.weights.torch;

/// What is wrong with a pickle: the end of a sentence. The [Unpickler] puts file and place before it.
final class PickleException extends Exception {
    PickleException(String problem) {
        super(problem);
    }
}
