package islr.weights.keras;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small HDF5 files: those of `hdf5.py`, which h5py wrote in Keras's layouts, and one that jHDF writes.
public final class HdfBytes {
    private HdfBytes() {}

    /// A whole model of Keras 2, with the optimiser's state.
    public static byte[] keras2() {
        return resource("keras2.h5");
    }

    /// Weights of Keras 3.
    public static byte[] keras3() {
        return resource("keras3.weights.h5");
    }

    /// Datasets in chunks, compressed, of all dtypes, of the old and the new layout of HDF5.
    public static byte[] dtypes() {
        return resource("dtypes.h5");
    }

    private static byte[] resource(String name) {
        try (InputStream in = HdfBytes.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param folder for the file on the way
    public static byte[] written(Path folder) throws IOException {
        Path file = folder.resolve("written.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            WritableGroup group = hdf.putGroup("layer");
            group.putDataset("kernel", new float[][] {{1, 2, 3}, {4, 5, 6}});
            group.putDataset("count", new int[] {7, 8});
            hdf.putAttribute("keras_version", "3.15.1");
        }
        return Files.readAllBytes(file);
    }
}
