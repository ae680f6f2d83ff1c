package islr.weights.keras;

import com.fasterxml.jackson.core.JsonParser;
import io.jhdf.HdfFile;
import islr.weights.TensorFile;
import islr.weights.WeightsException;
import islr.weights.internal.DataFile;
import islr.weights.internal.Json;
import islr.weights.internal.MappedFile;
import islr.weights.internal.ZipArchive;
import islr.weights.text.Counts;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Opens Keras's HDF5 files and `.keras` archives. A tensor is called by its place, without `model_weights`:
/// `lstm/lstm/lstm_cell/kernel:0` in a file of Keras 2, `layers/dense/vars/0` in one of Keras 3.
public final class Keras {
    private static final String WEIGHTS = "model.weights.h5";
    private static final String CONFIG = "config.json";
    private static final String ABOUT = "metadata.json";
    private static final int MOST_JSON = 50_000_000;

    private Keras() {}

    /// Opens an HDF5 file.
    ///
    /// @return the file, whose tensors are copied when they are asked for
    /// @throws WeightsException if there is no such file, it is damaged, or it holds something other than numbers
    public static TensorFile open(Path path) throws WeightsException {
        return MappedFile.open(path, "an HDF5 file",
                file -> hdf(file.source(), "an HDF5 file (Keras's .h5)", file.all(), Map.of(), file::close));
    }

    /// The same as [#open] for an archive that is open; it is closed with the file.
    public static TensorFile of(ZipArchive archive) throws WeightsException {
        ZipArchive.Entry entry = Objects.requireNonNull(archive, "archive").entry(WEIGHTS);
        MemorySegment bytes = archive.checked(entry, Integer.MAX_VALUE);
        Map<String, String> metadata = metadata(archive);
        if (entry.isStored()) {
            return hdf(archive.source(), "a Keras archive (.keras)", bytes, metadata, archive::close);
        }
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try {
            MemorySegment outside = arena.allocate(Math.max(1, bytes.byteSize()), 8).asSlice(0, bytes.byteSize());
            outside.copyFrom(bytes);
            TensorFile file = hdf(archive.source(), "a Keras archive (.keras)", outside, metadata, () -> {
                arena.close();
                archive.close();
            });
            opened = true;
            return file;
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    private static Map<String, String> metadata(ZipArchive archive) throws WeightsException {
        Map<String, String> metadata = new LinkedHashMap<>();
        ZipArchive.Entry about = archive.entries().get(ABOUT);
        if (about != null) {
            try (JsonParser in = Json.parser(json(archive, about))) {
                in.nextToken();
                Json.readTexts(in, metadata);
            } catch (WeightsException e) {
                throw e;
            } catch (IOException e) {
                throw Json.refused(archive.source(), ABOUT, e);
            }
        }
        byte[] config = json(archive, archive.entry(CONFIG));
        try (JsonParser in = Json.parser(config)) {
            while (in.nextToken() != null) {
                in.skipChildren();
            }
        } catch (IOException e) {
            throw Json.refused(archive.source(), CONFIG, e);
        }
        metadata.put("model_config", new String(config, StandardCharsets.UTF_8));
        return metadata;
    }

    private static byte[] json(ZipArchive archive, ZipArchive.Entry entry) throws WeightsException {
        return archive.checked(entry, MOST_JSON).toArray(ValueLayout.JAVA_BYTE);
    }

    private static TensorFile hdf(String source, String format, MemorySegment bytes, Map<String, String> more,
            Runnable closer) throws WeightsException {
        if (bytes.byteSize() > Integer.MAX_VALUE) {
            throw new WeightsException(source, "an HDF5 file of " + Counts.bytes(bytes.byteSize()) + " is not read; "
                    + Counts.of(Integer.MAX_VALUE) + " are");
        }
        return Guard.call(source, () -> {
            HdfFile file = new HdfFile(new GuardedChannel(bytes));
            KerasLayout layout = KerasLayout.of(source, bytes.byteSize(), file);
            Map<String, String> metadata = new LinkedHashMap<>(layout.metadata());
            metadata.putAll(more);
            return new DataFile(source, format, bytes.byteSize(), layout.tensors(), metadata, closer);
        });
    }
}
