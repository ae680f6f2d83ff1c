package islr.weights.torch;

import islr.weights.WeightsException;
import islr.weights.internal.Room;
import islr.weights.internal.ZipArchive;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// The storages of an archive: its entries `data/0`, `data/1`, and so on. PyTorch stores them as they are; if another
/// program has compressed them, each is inflated once.
final class ArchiveStorages implements StoredTensor.Storages {
    private final ZipArchive archive;
    private final String folder;
    private final boolean bigEndian;
    private final Map<String, MemorySegment> inflated = new HashMap<>();
    private long inflatedBytes;

    ArchiveStorages(ZipArchive archive, String folder) throws WeightsException {
        this.archive = archive;
        this.folder = folder;
        ZipArchive.Entry order = archive.entries().get(folder + "byteorder");
        String said = order == null ? "little" : archive.text(order);
        if (!said.equals("little") && !said.equals("big")) {
            throw new WeightsException(archive.source(), "its byte order is said to be " + OneLine.quoted(said)
                    + "; the file is damaged or badly written, get it again from its source");
        }
        this.bigEndian = said.equals("big");
    }

    @Override
    public boolean isBigEndian() {
        return bigEndian;
    }

    @Override
    public MemorySegment bytes(Py.Storage storage) throws WeightsException {
        ZipArchive.Entry entry = archive.entry(folder + "data/" + storage.key());
        long width = storage.dtype() == null ? 1 : storage.dtype().bytes();
        if (entry.size() % width != 0 || entry.size() / width != storage.count()) {
            throw new WeightsException(archive.source(),
                    "storage " + OneLine.quoted(storage.key()) + " is said to have " + Counts.of(storage.count())
                            + " numbers of " + width + " bytes, its entry has " + Counts.bytes(entry.size())
                            + "; the file is damaged or badly written, get it again from its source");
        }
        if (entry.isStored()) {
            return archive.bytes(entry, Long.MAX_VALUE);
        }
        MemorySegment bytes = inflated.get(entry.name());
        if (bytes == null) {
            inflatedBytes += entry.size();
            Room.requireCopy(archive.source(), inflatedBytes);
            bytes = archive.bytes(entry, Long.MAX_VALUE);
            inflated.put(entry.name(), bytes);
        }
        return bytes;
    }
}
