package islr.weights.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.weights.Formats;
import islr.weights.TensorFile;
import islr.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One array a file.
class NpyTest {
    @TempDir
    Path folder;

    private Path npy(int version, String header, byte... data) throws IOException {
        int width = version == 1 ? 2 : 4;
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + width + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1)).put((byte) version).put((byte) 0);
        if (version == 1) {
            file.putShort((short) text.length);
        } else {
            file.putInt(text.length);
        }
        return Files.write(folder.resolve("x.npy"), file.put(text).put(data).array());
    }

    private static String header(String descr, String fortran, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyVersionIsRead(int version) throws IOException {
        Path file = npy(version, header("<i2", "False", "(2, 3)"), new byte[] {1, 0, 2, 0, 3, 0, 4, 0, 5, 0, -1, -1});
        try (TensorFile open = Formats.open(file)) {
            assertThat(open.format()).isEqualTo("a NumPy array (.npy)");
            assertThat(open.infos()).containsOnlyKeys("arr_0");
            assertThat(open.infos().get("arr_0").shape()).hasToString("[2, 3]");
            assertThat(open.longs("arr_0")).containsExactly(1, 2, 3, 4, 5, -1);
            assertThat(open.tensor("arr_0").toArray()).containsExactly(1, 2, 3, 4, 5, -1);
        }
    }

    @Test
    void theOtherOrderOfBytesAndOfAxesIsTurned() throws IOException {
        Path file = npy(1, header(">i2", "True", "(2, 3)"), new byte[] {0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6});
        try (TensorFile open = Formats.open(file)) {
            assertThat(open.tensor("arr_0").toArray()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(open.infos().get("arr_0").note()).isEqualTo("big-endian, Fortran order");
        }
    }

    /// Python 2 wrote long numbers with an L, and any program may write other spaces and quotes.
    @Test
    void theNotationMayDiffer() throws IOException {
        Path file = npy(1, " {\"shape\":(2L ,),\"fortran_order\":False , 'descr' : '|u1'}", new byte[] {7, -1});
        try (TensorFile open = Formats.open(file)) {
            assertThat(open.tensor("arr_0").toArray()).containsExactly(7, 255);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', quoteCharacter = '~', textBlock = """
            {'descr': '|O', 'fortran_order': False, 'shape': (2,)}         = holds Python objects, that is, a pickle
            {'descr': '<c8', 'fortran_order': False, 'shape': (2,)}        = holds complex numbers; only arrays of whole
            {'descr': '|V4', 'fortran_order': False, 'shape': (2,)}        = holds records or bytes of an unknown type
            {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()} = holds records of several fields
            {'descr': '<f16', 'fortran_order': False, 'shape': (2,)}       = of the type '<f16'
            {'descr': '<M8[s]', 'fortran_order': False, 'shape': (2,)}     = of the type '<M8[s]'
            {'descr': '<f4', 'fortran_order': False, 'shape': (3,)}        = F32 [3] needs 12 bytes, 8 follow its header
            {'descr': '<f4', 'fortran_order': False, 'shape': (1,)}        = F32 [1] needs 4 bytes, 8 follow its header
            {'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536)} = more than the 2^31 numbers of a Java array
            {'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999,)} = has a header that is not NumPy's
            {'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}       = has a header that is not NumPy's at character 51
            {'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}            = has a header that is not NumPy's
            {'descr': '<f4', 'fortran_order': False}                       = has a header that is not NumPy's
            {'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}= has a header that is not NumPy's
            {'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)} = has a header that is not NumPy's
            {'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x      = has a header that is not NumPy's
            {'descr': '', 'fortran_order': False, 'shape': (2,)}           = has a header that is not NumPy's
            __import__('os').system('true')                                = has a header that is not NumPy's
            """)
    void aHeaderThatIsWrongOrOfNoNumbersIsRefusedInOneSentence(String header, String message) throws IOException {
        Path file = npy(1, header, new byte[8]);
        assertThatThrownBy(() -> Formats.read(file)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": this NumPy array").hasMessageContaining(message);
    }

    @Test
    void lengthsAndVersionsThatCannotBeAreRefused() throws IOException {
        assertThatThrownBy(() -> Formats.read(npy(4, "{}")))
                .hasMessageContaining("is of version 4 of the .npy format; 1 to 3 are read");
        byte[] long2 = Files.readAllBytes(npy(2, "{}"));
        ByteBuffer.wrap(long2).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -1);
        assertThatThrownBy(() -> Formats.read(Files.write(folder.resolve("long.npy"), long2)))
                .hasMessageContaining("has a header of 4,294,967,295 bytes; 10,000 are read");
    }
}
