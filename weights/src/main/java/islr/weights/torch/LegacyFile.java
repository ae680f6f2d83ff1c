package islr.weights.torch;

import islr.weights.WeightsException;
import islr.weights.internal.MappedFile;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The format of before PyTorch 1.6: five pickles (a magic number, a version, facts about the machine, what was saved,
/// the keys of the storages), then the storages in the order of the keys, each with the number of its numbers before
/// it.
final class LegacyFile implements StoredTensor.Storages {
    private static final long VERSION = 1001;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MappedFile file;
    private final Object saved;
    private final Map<String, MemorySegment> storages = new HashMap<>();

    private LegacyFile(MappedFile file, Object saved) {
        this.file = file;
        this.saved = saved;
    }

    static LegacyFile read(MappedFile file) throws WeightsException {
        ByteBuffer bytes = file.all().asSlice(0, Math.min(file.size(), Torch.MOST_PICKLE)).asByteBuffer();
        Unpickler pickles = new Unpickler(file.source(), "this Python pickle", bytes);
        if (!Unpickler.isMagic(pickles.next())) {
            throw new WeightsException(file.source(), "this is a Python pickle, but none that torch.save wrote; write "
                    + "the weights with torch.save or safetensors.numpy.save_file");
        }
        if (!pickles.next().equals(VERSION)) {
            throw new WeightsException(file.source(),
                    "this PyTorch file is of an unknown version; load it in PyTorch " + "and save it again");
        }
        pickles.next();
        LegacyFile legacy = new LegacyFile(file, pickles.next());
        Map<String, Py.Storage> described = pickles.storages();
        if (!(pickles.next() instanceof List<?> keys)) {
            throw legacy.bad("it has no list of its storages");
        }
        legacy.place(keys, described, bytes.position());
        return legacy;
    }

    private void place(List<?> keys, Map<String, Py.Storage> described, long from) throws WeightsException {
        long at = from;
        for (Object key : keys) {
            Py.Storage storage = key instanceof String name ? described.get(name) : null;
            if (storage == null || storage.dtype() == null || storages.containsKey(storage.key())) {
                throw bad("its list of storages names one that no tensor uses, or one twice");
            }
            long width = storage.dtype().bytes();
            long count = file.holds(at, Long.BYTES) ? file.all().get(LONG, at) : -1;
            at += Long.BYTES;
            if (count != storage.count() || count > file.size() || !file.holds(at, count * width)) {
                throw bad("storage " + OneLine.quoted(storage.key()) + " should have " + Counts.of(storage.count())
                        + " numbers of " + width + " bytes from byte " + Counts.of(at) + ", and has not");
            }
            storages.put(storage.key(), file.all().asSlice(at, count * width));
            at += count * width;
        }
        if (at != file.size()) {
            throw bad("something follows its storages");
        }
    }

    private WeightsException bad(String problem) {
        return new WeightsException(file.source(),
                "this PyTorch file is truncated or damaged: " + problem + "; get it again from its source");
    }

    Object saved() {
        return saved;
    }

    /// Whatever machine wrote it.
    @Override
    public boolean isBigEndian() {
        return false;
    }

    @Override
    public MemorySegment bytes(Py.Storage storage) throws WeightsException {
        MemorySegment bytes = storages.get(storage.key());
        if (bytes == null || bytes.byteSize() != storage.count() * storage.dtype().bytes()) {
            throw bad("storage " + OneLine.quoted(storage.key()) + " is not in it");
        }
        return bytes;
    }
}
