package islr.weights.internal;

import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.TensorFile;
import islr.weights.TensorInfo;
import islr.weights.WeightsException;
import islr.weights.text.Nearest;
import islr.weights.text.OneLine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A file whose tensors are known and can be fetched one by one. What differs between formats is in the
/// [TensorSource]s.
public class DataFile implements TensorFile {
    private final String source;
    private final String format;
    private final long fileBytes;
    private final Map<String, TensorSource> tensors = new LinkedHashMap<>();
    private final Map<String, TensorInfo> infos = new LinkedHashMap<>();
    private final Map<String, String> metadata;
    private final Runnable closer;

    /// @param fileBytes the size of the file: what it holds may not be out of all proportion to it
    /// @param closer lets the file go
    /// @throws WeightsException if a name occurs twice or cannot be a tensor's
    public DataFile(String source, String format, long fileBytes, Iterable<? extends TensorSource> tensors,
            Map<String, String> metadata, Runnable closer) throws WeightsException {
        this.source = source;
        this.format = format;
        this.fileBytes = fileBytes;
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        this.closer = closer;
        for (TensorSource each : tensors) {
            String name = each.info().name();
            if (!Texts.isTensorName(name)) {
                throw new WeightsException(source, "a tensor is called " + OneLine.quoted(name)
                        + ", which no file of ours can hold; rename it where the file was made");
            }
            if (this.tensors.put(name, each) != null) {
                throw new WeightsException(source, "the name " + OneLine.quoted(name)
                        + " occurs twice; the file is damaged or badly written, get it again from its source");
            }
            infos.put(name, each.info());
        }
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public Map<String, TensorInfo> infos() {
        return Collections.unmodifiableMap(infos);
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public Tensor tensor(String name) throws WeightsException {
        TensorSource tensor = find(name);
        try {
            return Tensor.of(tensor.info().shape(), tensor.floats());
        } catch (InternalError fault) {
            throw MappedFile.becameShorter(source, fault);
        }
    }

    @Override
    public long[] longs(String name) throws WeightsException {
        TensorSource tensor = find(name);
        Room.require(source, (long) tensor.info().shape().size() * Long.BYTES);
        try {
            return tensor.numbers().longs();
        } catch (InternalError fault) {
            throw MappedFile.becameShorter(source, fault);
        }
    }

    private TensorSource find(String name) throws WeightsException {
        Objects.requireNonNull(name, "name");
        TensorSource tensor = tensors.get(name);
        if (tensor == null) {
            throw new WeightsException(source,
                    "there is no tensor " + OneLine.quoted(name) + Nearest.hint(name, tensors.keySet()));
        }
        Room.require(source, fileBytes, (long) tensor.info().shape().size() * Float.BYTES);
        return tensor;
    }

    /// Refuses, beside what [TensorFile#checkpoint()] refuses, tensors that are out of proportion to the file.
    protected final void requireRoom() throws WeightsException {
        Room.require(source, fileBytes,
                infos.values().stream().mapToLong(info -> (long) info.shape().size() * Float.BYTES).sum());
    }

    @Override
    public Checkpoint checkpoint() throws WeightsException {
        requireRoom();
        return TensorFile.super.checkpoint();
    }

    @Override
    public void close() {
        closer.run();
    }
}
