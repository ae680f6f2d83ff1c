package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.internal.Texts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Property(tries = 200)
    void whatIsWrittenIsReadBackBitForBitAndInOrder(@ForAll("checkpoints") Checkpoint checkpoint) throws IOException {
        Path file = Files.createTempFile("round-trip", ".safetensors");
        try {
            Safetensors.write(file, checkpoint);
            Checkpoint read = Safetensors.read(file);

            assertThat(read.metadata()).containsExactlyEntriesOf(checkpoint.metadata());
            assertThat(new ArrayList<>(read.tensors().keySet()))
                    .isEqualTo(new ArrayList<>(checkpoint.tensors().keySet()));
            checkpoint.tensors().forEach((name, tensor) -> Tensors.assertSameBits(read.tensors().get(name), tensor));
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<Checkpoint> checkpoints() {
        Arbitrary<String> text = Arbitraries.strings().all().ofMaxLength(12).filter(Texts::isText);
        Arbitrary<String> name = text.filter(each -> !each.equals(Texts.METADATA));
        Arbitrary<Shape> shape = Arbitraries.integers().between(0, 4).array(int[].class).ofMaxSize(4).map(Shape::of);
        Arbitrary<Tensor> tensor = Combinators.combine(shape, Arbitraries.randoms()).as(Tensors::anyBits);
        return Combinators
                .combine(Arbitraries.maps(name, tensor).ofMaxSize(6), Arbitraries.maps(text, text).ofMaxSize(4))
                .as((tensors, metadata) -> new Checkpoint(tensors, metadata));
    }

    @Test
    void aTensorLargerThanTheWritersBufferIsWrittenWhole() throws IOException {
        Tensor large = Tensor.randn(new Random(1), 700, 1001);
        Path file = folder.resolve("large.safetensors");
        Safetensors.write(file, new Checkpoint(Map.of("large", large), Map.of()));
        Tensors.assertSameBits(Safetensors.read(file).tensor("large"), large);
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", Tensor.of(Shape.of(2), 1, -2));
        tensors.put("a", Tensor.scalar(0.5f));
        Path file = folder.resolve("m.safetensors");
        Safetensors.write(file, new Checkpoint(tensors, Map.of("preset", "gislr-64")));

        String header = """
                {"__metadata__":{"preset":"gislr-64"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
                "a":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""";
        byte[] json = (header + " ".repeat(-header.length() & 7)).getBytes(StandardCharsets.UTF_8);
        byte[] data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).putFloat(-2).putFloat(0.5f)
                .array();
        assertThat(json.length % 8).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(SafetensorsBytes.file(json.length, json, data));
    }

    @Test
    void equalCheckpointsGiveEqualBytes() throws IOException {
        Path first = folder.resolve("1.safetensors");
        Path second = folder.resolve("2.safetensors");
        Safetensors.write(first, new Checkpoint(Map.of("w", Tensor.randn(new Random(3), 5, 7)), Map.of("k", "v")));
        Safetensors.write(second, Safetensors.read(first));
        assertThat(second).hasSameBinaryContentAs(first);
    }

    /// Of every kind, and not in the order of their bytes.
    @Test
    void otherMetadataLeaveTheTensorsAsTheyAre() throws IOException {
        String entries = """
                "half":{"dtype":"F16","shape":[3],"data_offsets":[17,23]},\
                "long":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},\
                "byte":{"dtype":"U8","shape":[1,1],"data_offsets":[16,17]}}""";
        byte[] data = new byte[23];
        new Random(5).nextBytes(data);
        Path file = SafetensorsBytes.write(folder,
                SafetensorsBytes.file("{\"__metadata__\":{\"z\":\"1\",\"a\":\"2\"}," + entries, data));
        Map<String, String> metadata = new LinkedHashMap<>(Map.of("temperature", "1.75"));
        metadata.put("a", "“2”");
        Safetensors.replaceMetadata(file, metadata);
        String header = "{\"__metadata__\":{\"temperature\":\"1.75\",\"a\":\"“2”\"}," + entries;
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, json.length + (-json.length & 7));
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        assertThat(Files.readAllBytes(file)).isEqualTo(SafetensorsBytes.file(padded.length, padded, data));
        assertThat(filesIn(folder)).containsExactly(file.getFileName().toString());
        Safetensors.replaceMetadata(file, Map.of());
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.metadata()).isEmpty();
            assertThat(read.entries().keySet()).containsExactly("half", "long", "byte");
        }
    }

    @Test
    void anEmptyCheckpointIsAFileToo() throws IOException {
        Path file = folder.resolve("empty.safetensors");
        Safetensors.write(file, new Checkpoint(Map.of(), Map.of()));
        assertThat(Safetensors.read(file).tensors()).isEmpty();
    }

    /// The safetensors library reads such a file, too.
    @Test
    void nullAsMetadataMeansNone() throws IOException {
        Path file = SafetensorsBytes.write(folder, SafetensorsBytes.file(
                "{\"__metadata__\": null, \"x\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}",
                new byte[] {0, 0, (byte) 192, 63}));
        Checkpoint read = Safetensors.read(file);
        assertThat(read.metadata()).isEmpty();
        assertThat(read.tensor("x").get(0)).isEqualTo(1.5f);
    }

    @Test
    void aNewFileTakesThePlaceOfTheOldAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("m.safetensors");
        Safetensors.write(file, new Checkpoint(Map.of("x", Tensor.zeros(1000)), Map.of()));
        Safetensors.write(file, new Checkpoint(Map.of("y", Tensor.zeros(3)), Map.of()));
        assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("y");
        assertThat(filesIn(folder)).containsExactly("m.safetensors");
    }

    @Test
    void throughALinkTheFileBehindItIsReplaced() throws IOException {
        Path file = folder.resolve("run-7.safetensors");
        Path link = folder.resolve("latest.safetensors");
        Safetensors.write(file, new Checkpoint(Map.of(), Map.of("epoch", "1")));
        try {
            Files.createSymbolicLink(link, file.getFileName());
        } catch (IOException | UnsupportedOperationException e) {
            Assumptions.abort("this system makes no symbolic links");
        }
        Safetensors.write(link, new Checkpoint(Map.of(), Map.of("epoch", "2")));
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Safetensors.read(file).text("epoch")).isEqualTo("2");
    }

    @Test
    void whenWritingFailsTheOldFileStaysAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("m.safetensors");
        Safetensors.write(file, new Checkpoint(Map.of("old", Tensor.zeros(3)), Map.of()));
        // An interrupted thread cannot use a file channel: the writer fails after it has opened its new file, as on a
        // full disk.
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Safetensors.write(file, new Checkpoint(Map.of("new", Tensor.zeros(3)), Map.of())))
                    .isInstanceOf(WeightsException.class).hasMessageStartingWith(file + ": cannot be written: ");
        } finally {
            Thread.interrupted();
        }
        assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("old");
        assertThat(filesIn(folder)).containsExactly("m.safetensors");
    }

    @Test
    void whereNoFileCanBeWrittenTheReasonIsSaid() throws IOException {
        Checkpoint checkpoint = new Checkpoint(Map.of(), Map.of());
        assertThatThrownBy(() -> Safetensors.write(folder, checkpoint)).isInstanceOf(WeightsException.class)
                .hasMessageEndingWith(": cannot be written: this is a directory; give the name of a file in it");
        assertThatThrownBy(() -> Safetensors.write(folder.resolve("no/such/m.safetensors"), checkpoint))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(
                        folder.resolve("no/such/m.safetensors") + ": cannot be written: there is no folder ")
                .hasMessageEndingWith("such");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Safetensors.write(file.resolve("m.safetensors"), checkpoint))
                .isInstanceOf(WeightsException.class).hasMessage(file.resolve("m.safetensors")
                        + ": cannot be written: there is no folder " + file.toAbsolutePath());
    }

    @Test
    void anUnwritableFolderKeepsItsFile() throws IOException {
        Path file = folder.resolve("m.safetensors");
        Safetensors.write(file, new Checkpoint(Map.of(), Map.of("epoch", "1")));
        boolean closed = folder.toFile().setWritable(false) && !Files.isWritable(folder);
        try {
            Assumptions.assumeTrue(closed, "this user may write everywhere");
            assertThatThrownBy(() -> Safetensors.write(file, new Checkpoint(Map.of(), Map.of("epoch", "2"))))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith(file + ": cannot be written: no files may be made in the folder ");
        } finally {
            folder.toFile().setWritable(true);
        }
        assertThat(Safetensors.read(file).text("epoch")).isEqualTo("1");
    }

    @Test
    void whatNoFileCanHoldIsRefusedWhenTheCheckpointIsMade() {
        assertThatThrownBy(() -> new Checkpoint(Map.of("__metadata__", Tensor.zeros(1)), Map.of()))
                .hasMessageContaining("no tensor may be called");
        assertThatThrownBy(() -> new Checkpoint(Map.of("a\ud800", Tensor.zeros(1)), Map.of()))
                .hasMessageContaining("'a\\ud800' holds half of a character");
    }

    @Test
    void whatMustBeThereIsAskedForByName() {
        Checkpoint checkpoint = new Checkpoint("m.safetensors", Map.of("fc1.weight", Tensor.zeros(1)),
                Map.of("signs", "[]"));
        assertThatThrownBy(() -> checkpoint.text("sign"))
                .hasMessage("m.safetensors: its metadata has no entry 'sign'; the nearest name is 'signs'");
        assertThatThrownBy(() -> checkpoint.tensor("stats.pose.mean"))
                .hasMessage("m.safetensors: there is no tensor 'stats.pose.mean'");
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
