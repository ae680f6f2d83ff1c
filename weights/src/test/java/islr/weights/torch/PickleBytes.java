package islr.weights.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Pickles put together instruction by instruction, and the files that they are in.
public final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// Begins a pickle of protocol 2.
    public PickleBytes() {
        op(0x80, 2);
    }

    /// Any instructions and operands.
    public PickleBytes op(int... bytes) {
        for (int each : bytes) {
            out.write(each);
        }
        return this;
    }

    public PickleBytes op(char instruction) {
        return op((int) instruction);
    }

    public PickleBytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return op('X').raw(le(4, utf8.length)).raw(utf8);
    }

    public PickleBytes whole(long number) {
        return number >= 0 && number < 256 ? op('K', (int) number) : op(0x8a, 8).raw(le(8, number));
    }

    public PickleBytes real(double number) {
        return op('G').raw(ByteBuffer.allocate(8).putDouble(number).array());
    }

    public PickleBytes global(String module, String name) {
        return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public PickleBytes tuple(long... numbers) {
        op('(');
        for (long each : numbers) {
            whole(each);
        }
        return op('t');
    }

    /// A storage, as the archive names it.
    public PickleBytes storage(String type, String key, long count) {
        return op('(').text("storage").global("torch", type).text(key).text("cpu").whole(count).op('t').op('Q');
    }

    /// The same of the old format, which has one thing more.
    public PickleBytes oldStorage(String type, String key, long count) {
        return op('(').text("storage").global("torch", type).text(key).text("cpu").whole(count).op('N').op('t').op('Q');
    }

    /// A tensor of the storage that was put on the stack behind a call's function and mark.
    public PickleBytes tensor(PickleBytes storage, long offset, long[] sizes, long... strides) {
        return global("torch._utils", "_rebuild_tensor_v2").op('(').raw(storage.body()).whole(offset).tuple(sizes)
                .tuple(strides).op(0x89).dict().op('t').op('R');
    }

    /// An empty ordered dictionary.
    public PickleBytes dict() {
        return global("collections", "OrderedDict").op(')').op('R');
    }

    /// The instructions without the protocol before and the stop behind.
    public byte[] body() {
        byte[] all = out.toByteArray();
        return java.util.Arrays.copyOfRange(all, 2, all.length);
    }

    /// The whole pickle.
    public byte[] done() {
        return new PickleBytes().raw(body()).op('.').out.toByteArray();
    }

    public static byte[] le(int bytes, long number) {
        return java.util.Arrays.copyOf(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array(),
                bytes);
    }

    /// A zip archive of stored entries, as PyTorch writes it; names and contents in turn.
    public static byte[] zip(Object... entries) {
        return zipped(ZipEntry.STORED, entries);
    }

    /// @param method of all entries
    public static byte[] zipped(int method, Object... entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < entries.length; i += 2) {
                byte[] content = (byte[]) entries[i + 1];
                ZipEntry entry = new ZipEntry((String) entries[i]);
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(content);
                    entry.setSize(content.length);
                    entry.setCompressedSize(content.length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /// An old file: the five pickles, then the storages.
    ///
    /// @param saved what was saved
    /// @param keys the list of keys
    public static byte[] old(byte[] saved, byte[] keys, byte... storages) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] magic = {(byte) 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19};
        file.writeBytes(new PickleBytes().op(0x8a, 10).raw(magic).done());
        file.writeBytes(new PickleBytes().op('M').raw(le(2, 1001)).done());
        file.writeBytes(new PickleBytes().op('}').text("little_endian").op(0x88).op('s').done());
        file.writeBytes(saved);
        file.writeBytes(keys);
        file.writeBytes(storages);
        return file.toByteArray();
    }
}
