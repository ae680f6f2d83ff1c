package islr.weights;

/// Libraries that only one format needs: optional dependencies, which not every program brings along.
final class Libraries {
    static final String HDF5 = "io.jhdf:jhdf";
    static final String FLATBUFFERS = "com.google.flatbuffers:flatbuffers-java";

    private Libraries() {}

    /// What uses the library.
    @FunctionalInterface
    interface Use {
        TensorFile open() throws WeightsException;
    }

    /// @throws WeightsException if the library is not on the class path
    static TensorFile need(String source, String library, Use use) throws WeightsException {
        try {
            return use.open();
        } catch (NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new WeightsException(source, "to read this file, the library " + library
                    + " must be on the class path; add that dependency, or save the weights as safetensors", e);
        }
    }
}
