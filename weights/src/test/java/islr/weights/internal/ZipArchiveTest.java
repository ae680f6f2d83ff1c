package islr.weights.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.weights.Formats;
import islr.weights.WeightsException;
import islr.weights.torch.PickleBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives that lie, in a number of their directory each.
class ZipArchiveTest {
    private static final byte[] DATA = "{'descr': '<f4', 'fortran_order': False, 'shape': ()}"
            .getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    /// An array of zeros.
    private static byte[] zeros(int count) {
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + count + ",)}";
        ByteBuffer array = ByteBuffer.allocate(10 + header.length() + count).order(ByteOrder.LITTLE_ENDIAN);
        return array.put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private void assertRefused(byte[] zip, String message) throws IOException {
        Path file = Files.write(folder.resolve("m.npz"), zip);
        assertThatThrownBy(() -> Formats.read(file)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContaining(message);
    }

    private static int central(byte[] zip, int entry) {
        int at = zip.length - 22;
        int found = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 16);
        for (int i = 0; i < entry; i++) {
            ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
            found += 46 + bytes.getShort(found + 28) + bytes.getShort(found + 30) + bytes.getShort(found + 32);
        }
        return found;
    }

    /// A copy with another number in the directory's record of an entry.
    private static byte[] with(byte[] zip, int entry, int field, long number, int bytes) {
        byte[] changed = zip.clone();
        System.arraycopy(PickleBytes.le(bytes, number), 0, changed, central(zip, entry) + field, bytes);
        return changed;
    }

    @Test
    void fewBytesThatBecomeManyAreRefused() throws IOException {
        byte[] bomb = PickleBytes.zipped(ZipEntry.DEFLATED, "a.npy", zeros(90_000_000));
        assertThat(bomb.length).isLessThan(100_000);
        assertRefused(bomb, "its tensors would take 343 MB, more than 40 times the file");
        assertRefused(with(bomb, 0, 24, 0x7FFFFFFFL, 4), "is said to be 2,147,483,647 bytes when unpacked, which");
        byte[] pickle = PickleBytes.zipped(ZipEntry.DEFLATED, "m/data.pkl", new byte[10_000]);
        assertRefused(with(pickle, 0, 24, 9_999, 4), "does not become the 9,999 bytes that the archive says");
        assertRefused(with(pickle, 0, 24, 10_001, 4), "does not become the 10,001 bytes that the archive says");
        assertRefused(with(pickle, 0, 24, 30_000_000, 4), "is said to be 30,000,000 bytes when unpacked, which");
        byte[] large = PickleBytes.zipped(ZipEntry.DEFLATED, "m/data.pkl", new byte[40_000_000]);
        assertRefused(large, "the entry 'm/data.pkl' has 40,000,000 bytes, more than the 33,554,432 that it may have");
    }

    @Test
    void entriesThatShareBytesAreRefused() throws IOException {
        byte[] two = PickleBytes.zip("a.npy", zeros(100), "b.npy", zeros(100));
        assertThat(Formats.read(Files.write(folder.resolve("two.npz"), two)).tensors()).hasSize(2);
        byte[] grown = with(with(two, 0, 20, 200, 4), 0, 24, 200, 4);
        assertRefused(grown, "the entries 'a.npy' and 'b.npy' overlap");
        assertRefused(with(two, 1, 42, 0, 4), "the entry 'b.npy' is called otherwise in its own place");
    }

    @Test
    void placesAndSizesOutsideOfTheArchiveAreRefused() throws IOException {
        byte[] zip = PickleBytes.zip("a.npy", zeros(100));
        assertRefused(with(zip, 0, 42, 0x7FFFFFF0, 4), "the entry 'a.npy' is not where its directory says");
        assertRefused(with(zip, 0, 42, 0xFFFFFFFFL, 4), "the entry 'a.npy' is not where its directory says");
        assertRefused(with(zip, 0, 20, 0x7FFFFFF0, 4), "is said to have 2,147,483,632 bytes from byte");
        assertRefused(with(zip, 0, 24, 5, 4), "is stored, yet said to have");
        assertRefused(with(zip, 0, 10, 12, 2), "is packed by method 12, which is not read here");
        assertRefused(with(zip, 0, 8, 1, 2), "is protected by a password");
        assertRefused(with(zip, 0, 28, 0xFFFF, 2), "its directory ends inside an entry");
        assertRefused(with(zip, 0, 16, 7, 4), "does not have the check sum that the archive says");
        byte[] far = zip.clone();
        System.arraycopy(PickleBytes.le(4, 0x7FFFFFFF), 0, far, zip.length - 6, 4);
        assertRefused(far, "its directory is said to have");
        assertRefused(java.util.Arrays.copyOf(zip, zip.length - 1), "has no directory at its end");
    }

    /// The JDK's writer refuses two entries of a name, so one is renamed afterwards.
    @Test
    void twoEntriesOfANameAreRefused() throws IOException {
        String text = new String(PickleBytes.zip("a.npy", zeros(1), "b.npy", zeros(1)), StandardCharsets.ISO_8859_1);
        assertRefused(text.replace("b.npy", "a.npy").getBytes(StandardCharsets.ISO_8859_1),
                "it has two entries 'a.npy'");
    }

    @Test
    void anArchiveInAnArchiveIsNotLookedInto() throws IOException {
        byte[] inner = PickleBytes.zip("a.npy", zeros(3));
        assertRefused(PickleBytes.zip("inner.npz", inner), "this is a zip archive of 1 file, but none of PyTorch");
        assertRefused(PickleBytes.zip("inner.npy", inner), "the array 'inner' does not begin as an .npy array does");
    }

    /// A comment behind the directory, and directories as entries, are allowed.
    @Test
    void whatTheFormatAllowsIsRead() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        byte[] plain = PickleBytes.zip("folder/", new byte[0], "folder/a.npy", zeros(2));
        zip.write(plain, 0, plain.length - 2);
        zip.writeBytes(PickleBytes.le(2, DATA.length));
        zip.writeBytes(DATA);
        Path file = Files.write(folder.resolve("m.npz"), zip.toByteArray());
        assertThat(Formats.read(file).tensors()).containsOnlyKeys("folder/a");
    }
}
