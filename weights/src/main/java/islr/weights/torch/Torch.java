package islr.weights.torch;

import islr.weights.TensorFile;
import islr.weights.WeightsException;
import islr.weights.internal.DataFile;
import islr.weights.internal.MappedFile;
import islr.weights.internal.ZipArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Opens what `torch.save` wrote: the zip archive of PyTorch 1.6 and newer, or the row of pickles of older ones. The
/// storages are mapped, and copied when a tensor is asked for.
///
/// Of a dictionary that a training has saved, only the model's state is taken; see the README.
public final class Torch {
    /// What the archive's folder holds beside the storages.
    static final String PICKLE = "data.pkl";
    /// Pickles of real models have some ten thousand bytes.
    static final int MOST_PICKLE = 32 << 20;

    private Torch() {}

    /// Opens a file of the older kind. Archives are opened by [#of], once it is known that they are PyTorch's.
    ///
    /// @return the file, whose tensors are copied when they are asked for
    /// @throws WeightsException if there is no such file, or it is not what `torch.save` writes of a state dict
    public static TensorFile open(Path path) throws WeightsException {
        return MappedFile.open(path, "a PyTorch file", file -> {
            LegacyFile legacy = LegacyFile.read(file);
            return file(file.source(), "a PyTorch file of before 1.6", file.size(), legacy.saved(), legacy,
                    file::close);
        });
    }

    /// Whether an archive is one of PyTorch's: it has a `data.pkl`, at its top or in its only folder.
    public static boolean fits(ZipArchive archive) {
        return pickle(archive).isPresent();
    }

    private static Optional<String> pickle(ZipArchive archive) {
        return archive.entries().keySet().stream().filter(name -> name.equals(PICKLE)
                || name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/')).findFirst();
    }

    /// The same as [#open] for an archive that is open; it is closed with the file.
    public static TensorFile of(ZipArchive archive) throws WeightsException {
        String pickle = pickle(Objects.requireNonNull(archive, "archive")).orElseThrow();
        String folder = pickle.substring(0, pickle.length() - PICKLE.length());
        if (archive.entries().containsKey(folder + "constants.pkl")
                || archive.entries().keySet().stream().anyMatch(name -> name.startsWith(folder + "code/"))) {
            throw new WeightsException(archive.source(), "this is a TorchScript program (torch.jit.save), which holds "
                    + "code; save the weights alone, with torch.save(torch.jit.load(…).state_dict(), …)");
        }
        Object saved = new Unpickler(archive.source(), PICKLE,
                archive.bytes(archive.entry(pickle), MOST_PICKLE).asByteBuffer()).next();
        return file(archive.source(), "a PyTorch archive", archive.size(), saved, new ArchiveStorages(archive, folder),
                archive::close);
    }

    private static TensorFile file(String source, String format, long size, Object saved,
            StoredTensor.Storages storages, Runnable closer) throws WeightsException {
        StateDict dict = StateDict.of(source, saved);
        List<StoredTensor> tensors = new ArrayList<>();
        for (Map.Entry<String, Py.Strided> each : dict.tensors().entrySet()) {
            tensors.add(new StoredTensor(source, each.getKey(), each.getValue(), storages));
        }
        return new DataFile(source, format, size, tensors, dict.metadata(), closer);
    }
}
