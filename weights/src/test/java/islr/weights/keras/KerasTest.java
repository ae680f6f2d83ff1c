package islr.weights.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.weights.Checkpoint;
import islr.weights.DType;
import islr.weights.Formats;
import islr.weights.TensorFile;
import islr.weights.WeightsException;
import islr.weights.torch.PickleBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HDF5 files in Keras's layouts (`hdf5.py` shows their content) and archives of them.
class KerasTest {
    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.h5"), bytes);
    }

    private static float[] counting(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i / 8f - 1;
        }
        return numbers;
    }

    @Test
    void aWholeModelOfKerasTwoIsReadInTheOrderOfItsAttributesWithoutItsOptimizer() throws IOException {
        try (TensorFile open = Formats.open(file(HdfBytes.keras2()))) {
            assertThat(open.format()).isEqualTo("an HDF5 file (Keras's .h5)");
            assertThat(open.infos().keySet()).containsExactly("lstm/lstm/cell/kernel:0", "lstm/lstm/cell/bias:0",
                    "dense/dense/kernel:0", "dense/dense/bias:0");
            assertThat(open.tensor("lstm/lstm/cell/kernel:0").shape()).hasToString("[3, 4]");
            assertThat(open.tensor("lstm/lstm/cell/kernel:0").toArray()).containsExactly(counting(12));
            assertThat(open.infos().get("dense/dense/kernel:0").dtype()).isEqualTo(DType.F16);
            assertThat(open.tensor("dense/dense/kernel:0").toArray()).containsExactly(counting(8));
            assertThat(open.infos().get("dense/dense/bias:0").dtype()).isEqualTo(DType.F64);
            assertThat(open.metadata()).containsOnly(Map.entry("keras_version", "2.6.0"),
                    Map.entry("backend", "tensorflow"), Map.entry("model_config", "{\"class_name\": \"Sequential\"}"));
        }
    }

    @Test
    void weightsOfKerasThreeAreReadWithTheNamesOfTheirLayers() throws IOException {
        Checkpoint read = Formats.read(file(HdfBytes.keras3()));
        assertThat(read.tensors().keySet()).containsExactly("layers/dense/vars/0", "layers/dense/vars/1");
        assertThat(read.tensor("layers/dense/vars/0").toArray()).containsExactly(counting(6));
        assertThat(read.metadata()).containsOnly(Map.entry("layers/dense/vars.name", "classifier"),
                Map.entry("layers/dropout/vars.name", "dropout"));
    }

    @Test
    void everyDtypeIsReadInOnePieceAndInCompressedChunks() throws IOException {
        try (TensorFile open = Formats.open(file(HdfBytes.dtypes()))) {
            for (String name : new String[] {"i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i2"}) {
                assertThat(open.longs(name)).as(name).containsExactly(0, 1, 2, 3, 100, 7);
                assertThat(open.longs(name + "-chunked")).as(name).containsExactly(0, 1, 2, 3, 100, 7);
                assertThat(open.infos().get(name + "-chunked").note()).isEqualTo("chunked");
            }
            for (String name : new String[] {"f2", "f4", "f8", ">f4"}) {
                assertThat(open.tensor(name).toArray()).as(name).containsExactly(0, 1, 2, 3, 100, 7);
                assertThat(open.tensor(name + "-chunked").toArray()).as(name).containsExactly(0, 1, 2, 3, 100, 7);
                assertThat(open.tensor(name).shape()).hasToString("[2, 3]");
            }
            assertThat(open.infos().get("f2").dtype()).isEqualTo(DType.F16);
            assertThat(open.infos().get("u4").dtype()).isEqualTo(DType.U32);
            assertThat(open.tensor("scalar").item()).isEqualTo(2.5f);
        }
    }

    /// The library makes no array for data that were never written, so what they are is said by their description.
    @Test
    void dataThatWereNeverWrittenAreTheirFillValue() throws IOException {
        try (TensorFile open = Formats.open(file(HdfBytes.dtypes()))) {
            assertThat(open.tensor("unwritten").toArray()).containsOnly(0.25f).hasSize(6);
            assertThat(open.tensor("unwritten-chunked").toArray()).containsOnly(0f).hasSize(6);
            assertThat(open.tensor("nothing").shape()).hasToString("[0, 3]");
            assertThat(open.infos()).hasSize(30).doesNotContainKeys("null", "soft");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void anArchiveIsReadWithWhatItsJsonSays(int method) throws IOException {
        Path file = file(archive(method, "{\"class_name\": \"Functional\"}", HdfBytes.keras3()));
        try (TensorFile open = Formats.open(file)) {
            assertThat(open.format()).isEqualTo("a Keras archive (.keras)");
            assertThat(open.tensor("layers/dense/vars/1").toArray()).containsExactly(counting(2));
            assertThat(open.metadata()).containsEntry("keras_version", "3.15.1").containsEntry("model_config",
                    "{\"class_name\": \"Functional\"}");
        }
    }

    private static byte[] archive(int method, String config, byte... weights) {
        return PickleBytes.zipped(method, "metadata.json",
                "{\"keras_version\": \"3.15.1\", \"date_saved\": \"x\"}".getBytes(StandardCharsets.UTF_8),
                "config.json", config.getBytes(StandardCharsets.UTF_8), "model.weights.h5", weights);
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Path file = file(bytes);
        assertThatThrownBy(() -> Formats.read(file)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContaining(message);
    }

    @Test
    void anArchiveThatLacksItsWeightsOrHasOtherOnesIsRefused() throws IOException {
        assertRefused(PickleBytes.zip("metadata.json", "{}".getBytes(StandardCharsets.UTF_8), "config.json",
                "{}".getBytes(StandardCharsets.UTF_8)), "the archive has no entry 'model.weights.h5'");
        assertRefused(archive(ZipEntry.STORED, "{", HdfBytes.keras3()), "config.json cannot be read: it is not valid");
        assertRefused(archive(ZipEntry.STORED, "{}", archive(ZipEntry.STORED, "{}", HdfBytes.keras3())),
                "this HDF5 file is truncated or damaged, or not one of Keras's");
        byte[] changed = archive(ZipEntry.STORED, "{}", HdfBytes.keras3());
        changed[changed.length / 2] ^= 1;
        assertRefused(changed, "the entry 'model.weights.h5' does not have the check sum that the archive says");
    }

    /// The order of the layers would be lost without notice.
    @Test
    void aWeightThatIsListedAndNotThereIsRefused() throws IOException {
        byte[] bytes = HdfBytes.keras2();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int listed = text.indexOf("lstm/cell/bias:0");
        bytes[listed] = 'x';
        assertRefused(bytes, "the layer 'lstm' lists the weight 'xstm/cell/bias:0', which is not in the file");
    }
}
