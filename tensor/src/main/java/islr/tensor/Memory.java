package islr.tensor;

/// Where the results of operations live: on the Java heap, or in a [Workspace] that is reset after every prediction.
public interface Memory {
    /// A tensor of unspecified contents: the caller writes every number.
    Tensor allocate(Shape shape);

    /// An array of exactly `n` numbers, of unspecified contents, for numbers that are not a tensor: masks,
    /// multiplicities.
    default float[] array(int n) {
        return new float[n];
    }

    /// Memory that the garbage collector frees; results live as long as they are referenced.
    static Memory heap() {
        return shape -> Tensor.of(shape, new float[shape.size()]);
    }
}
