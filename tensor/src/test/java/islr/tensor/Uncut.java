package islr.tensor;

/// The calling thread, which computes every range in one piece: the answer to whether cutting changes a result.
public final class Uncut {
    private Uncut() {}

    public static Parallel parallel() {
        return Parallel.uncut();
    }
}
