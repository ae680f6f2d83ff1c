package islr.weights.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.weights.Checkpoint;
import islr.weights.DType;
import islr.weights.Formats;
import islr.weights.TensorFile;
import islr.weights.WeightsException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that PyTorch wrote (`torch_files.py` shows their content), and files that are wrong in one place.
class TorchTest {
    private static final byte[] LITTLE = "little".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private static Path resource(String name) {
        try {
            return Path.of(TorchTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float grid(int row, int column) {
        return (6 * row + column) / 4f - 2;
    }

    @ParameterizedTest
    @ValueSource(strings = {"state.pt", "old.pt"})
    void everyTensorOfAStateDictIsRead(String name) throws IOException {
        try (TensorFile open = Formats.open(resource(name))) {
            float[] all = open.tensor("f32").toArray();
            assertThat(all).hasSize(24);
            for (int i = 0; i < 24; i++) {
                assertThat(all[i]).isEqualTo(grid(0, i));
            }
            assertThat(open.tensor("f64").toArray()).hasSize(12).startsWith(-2, -1.75f).endsWith(0.75f);
            assertThat(open.infos().get("f16").dtype()).isEqualTo(DType.F16);
            assertThat(open.tensor("f16").toArray()).containsExactly(-2, -1.75f, -1.5f, -1.25f, -1, -0.75f);
            assertThat(open.infos().get("bf16").dtype()).isEqualTo(DType.BF16);
            assertThat(open.tensor("bf16").toArray()).containsExactly(-1.75f, -0.25f, 1.25f, 2.75f);
            assertThat(open.longs("bool")).containsExactly(1, 0, 1);
            assertThat(open.longs("u8")).containsExactly(0, 1, 200);
            assertThat(open.tensor("scalar").item()).isEqualTo(3.5f);
            assertThat(open.tensor("nothing").shape()).hasToString("[0, 3]");
            for (String integer : new String[] {"i8", "i16", "i32", "i64"}) {
                assertThat(open.longs(integer)).as(integer).containsExactly(0, 1, -2);
            }
            assertThat(open.tensor("parameter").toArray()).containsExactly(2.5f, 2.75f, 3, 3.25f, 3.5f, 3.75f);
            assertThat(open.infos()).hasSize(16);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"state.pt", "old.pt"})
    void viewsOfASharedStorageAreReadByTheirStrides(String name) throws IOException {
        Checkpoint read = Formats.read(resource(name));
        float[] transposed = read.tensor("transposed").toArray();
        assertThat(read.tensor("transposed").shape()).hasToString("[6, 4]");
        for (int i = 0; i < 24; i++) {
            assertThat(transposed[i]).isEqualTo(grid(i % 4, i / 4));
        }
        assertThat(read.tensor("offset").toArray()).containsExactly(grid(1, 2), grid(1, 3), grid(1, 4), grid(2, 2),
                grid(2, 3), grid(2, 4));
        float[] repeated = read.tensor("repeated").toArray();
        for (int i = 0; i < 18; i++) {
            assertThat(repeated[i]).isEqualTo(grid(2, i % 6));
        }
    }

    @Test
    void ofATrainingTheModelIsTakenAndItsPrefixesAreRemoved() throws IOException {
        Checkpoint read = Formats.read(resource("checkpoint.pt"));
        assertThat(read.tensors()).containsOnlyKeys("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean",
                "1.running_var", "1.num_batches_tracked");
        assertThat(read.tensor("0.weight").toArray()).containsExactly(0, 0.125f, 0.25f, 0.375f, 0.5f, 0.625f);
        assertThat(read.tensor("0.bias").toArray()).containsExactly(1, 1.125f);
        assertThat(read.tensor("1.num_batches_tracked").item()).isEqualTo(1);
        assertThat(read.metadata()).containsOnly(Map.entry("epoch", "12"), Map.entry("best", "0.75"),
                Map.entry("arch", "tiny"), Map.entry("done", "true"));
    }

    @Test
    void whatHoldsCodeIsRefusedByName() {
        Path script = resource("script.pt");
        assertThatThrownBy(() -> Formats.read(script)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(script + ": this is a TorchScript program (torch.jit.save), which holds code; "
                        + "save the weights alone");
        Path module = resource("module.pt");
        assertThatThrownBy(() -> Formats.read(module)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(module + ": data.pkl, byte 2: it holds a whole module, not its weights: it "
                        + "asks for 'torch.nn.modules.container.Sequential'");
    }

    private Path archive(byte[] pickle, Object... more) throws IOException {
        Object[] entries = new Object[more.length + 4];
        entries[0] = "m/data.pkl";
        entries[1] = pickle;
        entries[2] = "m/byteorder";
        entries[3] = LITTLE;
        System.arraycopy(more, 0, entries, 4, more.length);
        return Files.write(folder.resolve("m.pt"), PickleBytes.zip(entries));
    }

    private static byte[] one(PickleBytes storage, long offset, long[] sizes, long... strides) {
        return new PickleBytes().op('}').text("x").tensor(storage, offset, sizes, strides).op('s').done();
    }

    private static PickleBytes floats(long count) {
        return new PickleBytes().storage("FloatStorage", "0", count);
    }

    private void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> Formats.read(file)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContaining(message);
    }

    @Test
    void aTensorThatLeadsOutOfItsStorageIsRefused() throws IOException {
        byte[] six = new byte[24];
        assertThat(Formats.read(archive(one(floats(6), 0, new long[] {2, 3}, 3, 1), "m/data/0", six)).tensors())
                .hasSize(1);
        assertRefused(archive(one(floats(6), 1, new long[] {2, 3}, 3, 1), "m/data/0", six),
                "tensor 'x' [2, 3] reaches to number 6 of a storage of 6");
        assertRefused(archive(one(floats(6), 0, new long[] {2, 3}, 4, 1), "m/data/0", six), "reaches to number 6");
        assertRefused(archive(one(floats(6), -1, new long[] {2, 3}, 3, 1), "m/data/0", six), "reaches to number 4");
        assertRefused(archive(one(floats(6), 0, new long[] {2, 3}, -3, 1), "m/data/0", six), "has the strides [-3, 1]");
        assertRefused(archive(one(floats(6), 0, new long[] {2, -3}, 3, 1), "m/data/0", six), "has the shape [2, -3]");
        assertRefused(archive(one(floats(6), Long.MAX_VALUE, new long[] {2}, 3), "m/data/0", six), "reaches to number");
        assertRefused(archive(one(floats(6), 0, new long[] {1L << 32, 1L << 32}, 0, 0), "m/data/0", six),
                "has the shape [4294967296, 4294967296]");
        assertRefused(archive(one(floats(6), 0, new long[] {2}, 1L << 62), "m/data/0", six), "has the strides");
        assertRefused(archive(one(floats(6), 0, new long[] {2, 3}, 1), "m/data/0", six), "has 2 axes and 1 strides");
        assertRefused(archive(one(floats(6), 0, new long[] {6}, 1), "m/data/0", new byte[20]),
                "storage '0' is said to have 6 numbers of 4 bytes, its entry has 20 bytes");
        assertRefused(archive(one(floats(6), 0, new long[] {6}, 1), "m/data/1", six),
                "the archive has no entry 'm/data/0'");
    }

    /// Few bytes that say they are many.
    @Test
    void aNumberThatStandsForMillionsIsRefused() throws IOException {
        assertRefused(archive(one(floats(1), 0, new long[] {30_000, 30_000}, 0, 0), "m/data/0", new byte[4]),
                "its tensors would take 3,433 MB, more than 40 times the file");
    }

    @Test
    void theOtherOrderOfBytesIsTurned() throws IOException {
        byte[] pickle = new PickleBytes().op('}').text("x")
                .tensor(new PickleBytes().storage("ShortStorage", "0", 2), 0, new long[] {2}, 1).op('s').done();
        Path file = Files.write(folder.resolve("big.pt"), PickleBytes.zip("m/data.pkl", pickle, "m/byteorder",
                "big".getBytes(StandardCharsets.US_ASCII), "m/data/0", new byte[] {1, 2, 0, 3}));
        assertThat(Formats.read(file).tensor("x").toArray()).containsExactly(258, 3);
    }

    /// As some tools pack an archive again.
    @Test
    void compressedStoragesAreRead() throws IOException {
        Path file = Files.write(folder.resolve("m.pt"), PickleBytes.zipped(ZipEntry.DEFLATED, "data.pkl",
                one(floats(6), 0, new long[] {6}, 1), "data/0", new byte[24]));
        assertThat(Formats.read(file).tensor("x").toArray()).containsOnly(0f).hasSize(6);
    }

    @Test
    void namesOfNestedDictionariesAndListsAreJoined() throws IOException {
        PickleBytes x = new PickleBytes().tensor(floats(1), 0, new long[0]);
        byte[] pickle = new PickleBytes().op('}').op('(').text("encoder").op('}').op('(').text("layers").op(']').op('(')
                .raw(x.body()).raw(x.body()).op('e').op('u').text("head").raw(x.body()).text("optimizer").op('}')
                .text("m").raw(x.body()).op('s').text("size").whole(3).op('u').done();
        Checkpoint read = Formats.read(archive(pickle, "m/data/0", new byte[4]));
        assertThat(read.tensors().keySet()).containsExactly("encoder.layers.0", "encoder.layers.1", "head");
        assertThat(read.metadata()).containsOnly(Map.entry("size", "3"));
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatHoldsItselfOrTheSameAgainAndAgainIsRefused() throws IOException {
        byte[] cycle = new PickleBytes().op('}').op('q', 0).text("a").op('h', 0).op('s').done();
        assertRefused(archive(cycle), "'a' holds itself");
        PickleBytes twice = new PickleBytes().op(']').text("x").op('a');
        for (int i = 0; i < 30; i++) {
            twice.op('q', i).op('0').op(']').op('(').op('h', i).op('h', i).op('e');
        }
        assertRefused(archive(twice.done()), "holds more than 1,000,000 values, some of them again and again");
        PickleBytes deep = new PickleBytes().op(']').text("x").op('a');
        for (int i = 0; i < 200; i++) {
            deep.op(0x85);
        }
        assertRefused(archive(deep.done()), "is more than 32 dictionaries deep");
        assertRefused(archive(new PickleBytes().op('}').text("a").whole(1).op('s').done()),
                "there is no tensor in it: what was saved is a dictionary; save model.state_dict()");
        byte[] same = new PickleBytes().op('}').op('(').text("1").tensor(floats(1), 0, new long[0]).whole(1)
                .tensor(floats(1), 0, new long[0]).op('u').done();
        assertRefused(archive(same, "m/data/0", new byte[4]), "two tensors are called '1'");
    }

    @Test
    void anOldFileThatIsCutOffOrLiesAboutItsStoragesIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(resource("old.pt"));
        for (int length = 10; length < whole.length; length += 1 + length / 20) {
            Path file = Files.write(folder.resolve("cut.pt"), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Formats.read(file)).as("%d bytes", length).isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith(file + ": ");
        }
        byte[] longer = java.util.Arrays.copyOf(whole, whole.length + 1);
        assertRefused(Files.write(folder.resolve("longer.pt"), longer), "something follows its storages");
        assertRefused(Files.write(folder.resolve("plain.pkl"), new PickleBytes().whole(3).done()),
                "this is a Python pickle, but none that torch.save wrote");
    }
}
