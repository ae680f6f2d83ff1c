package islr.weights;

import islr.weights.internal.ZipArchive;
import islr.weights.keras.Keras;
import islr.weights.numpy.Npz;
import islr.weights.text.Counts;
import islr.weights.torch.Torch;
import java.nio.file.Path;
import java.util.Set;

/// The formats that are zip archives. The names of the entries say which one it is; the order of the entries, which
/// the first bytes of the file would show, is free.
final class ZipFormats {
    private ZipFormats() {}

    static TensorFile open(Path file) throws WeightsException {
        return ZipArchive.open(file, archive -> {
            Set<String> names = archive.entries().keySet();
            if (Torch.fits(archive)) {
                return Torch.of(archive);
            }
            if (isKeras(names)) {
                return Libraries.need(archive.source(), Libraries.HDF5, () -> Keras.of(archive));
            }
            if (Npz.fits(archive)) {
                return Npz.of(archive);
            }
            throw new WeightsException(archive.source(),
                    "this is a zip archive of " + Counts.of(names.size()) + (names.size() == 1 ? " file" : " files")
                            + ", but none of PyTorch, Keras or NumPy; unpack it and name the file with the weights");
        });
    }

    /// Asked here and not of its package, whose classes need a library.
    private static boolean isKeras(Set<String> names) {
        return names.contains("config.json") && (names.contains("model.weights.h5") || names.contains("metadata.json"));
    }
}
