package islr.weights.numpy;

import islr.weights.TensorFile;
import islr.weights.WeightsException;
import islr.weights.internal.DataFile;
import islr.weights.internal.MappedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Reads `.npy` files: one array each. The tensor is called `arr_0`, as `numpy.savez` calls an array without a name.
public final class Npy {
    private static final String NAME = "arr_0";

    private Npy() {}

    /// Opens a file.
    ///
    /// @return the file with its one tensor, which is mapped and copied when it is asked for
    /// @throws WeightsException if there is no such file, or it is not one complete array of numbers
    public static TensorFile open(Path path) throws WeightsException {
        return MappedFile.open(path, "a NumPy array (.npy)", file -> {
            NpyHeader header = NpyHeader.parse(file.source(), "this NumPy array", file.all());
            NpyArray array = new NpyArray(file.source(), "this NumPy array", NAME, header, file.size(), file::all);
            return new DataFile(file.source(), "a NumPy array (.npy)", file.size(), List.of(array), Map.of(),
                    file::close);
        });
    }
}
