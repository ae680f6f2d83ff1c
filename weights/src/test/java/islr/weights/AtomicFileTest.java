package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Tensor;
import islr.weights.files.Durable;
import islr.weights.files.Killed;
import islr.weights.files.RecordedFiles;
import islr.weights.files.Step;
import islr.weights.onnx.Axis;
import islr.weights.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final byte[] OLD = random(1_700);
    private static final byte[] NEW = random(2_300);
    private static final String PART = ".islr-*.part";

    @TempDir
    private Path real;
    private final RecordedFiles files = new RecordedFiles();
    private Path file;

    @BeforeEach
    void writeTheOldOne() throws IOException {
        Files.write(real.resolve("file"), OLD);
        file = files.in(real).resolve("file");
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private void write() throws WeightsException {
        AtomicFile.write(file, out -> AtomicFile.writeFully(out, ByteBuffer.wrap(NEW)));
    }

    private byte[] content() throws IOException {
        return Files.readAllBytes(real.resolve("file"));
    }

    private List<Path> inFolder() throws IOException {
        try (Stream<Path> all = Files.list(real)) {
            return all.toList();
        }
    }

    @Test
    void bytesAreForcedThenMovedInOneStepAndThenTheFolderIsForced() throws IOException {
        write();
        assertThat(files.steps()).map(Step::toString).containsExactly("OPEN " + PART, "WRITE " + PART, "WRITE " + PART,
                "WRITE " + PART, "FORCE " + PART, "MOVE " + PART + " to file", "FORCE " + real.getFileName());
        Durable.assertDurable(files.steps(), List.of("file"));
        assertThat(content()).isEqualTo(NEW);
    }

    /// Step 5 moves. A folder that cannot be forced is no failure: the file is complete.
    @Test
    void whateverFailsTheOldFileIsWholeAndNothingElseIsLeft() throws IOException {
        for (int step = 0; step < 6; step++) {
            files.failingAt(step);
            String failing = List.of("OPEN", "WRITE", "WRITE", "WRITE", "FORCE", "MOVE").get(step);
            assertThatThrownBy(this::write).isInstanceOf(WeightsException.class)
                    .hasMessage(file + ": cannot be written: no " + failing);
            assertThat(content()).isEqualTo(OLD);
            assertThat(inFolder()).containsExactly(real.resolve("file"));
        }
        files.failingAt(6);
        write();
        assertThat(content()).isEqualTo(NEW);
        assertThat(inFolder()).containsExactly(real.resolve("file"));
    }

    @Test
    void whatFailsFirstIsReportedEvenIfTheNewFileCannotBeRemoved() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
            AtomicFile.writeFully(out, ByteBuffer.wrap(NEW));
            // The step that follows is the removal.
            files.failingAt(0);
            throw new IOException("the disk is full");
        })).hasMessage(file + ": cannot be written: the disk is full");
        assertThat(content()).isEqualTo(OLD);
    }

    @Test
    void wheneverTheProgramEndsTheFileIsTheWholeOldOneOrTheWholeNewOne() throws IOException {
        for (int step = 0; step < 7; step++) {
            files.killedAt(step);
            assertThatThrownBy(this::write).isInstanceOf(Killed.class);
            assertThat(content()).isEqualTo(step < 6 ? OLD : NEW);
        }
    }

    @Test
    void checkpointsAndGraphsAreWrittenInThisWay() throws IOException {
        Tensor x = Tensor.randn(new Random(3), 17, 33);
        Safetensors.write(files.in(real).resolve("m.safetensors"), new Checkpoint(Map.of("x", x), Map.of("a", "b")));
        OnnxGraph graph = new OnnxGraph("g");
        String in = graph.input("in", Axis.any("n"), Axis.of(17));
        graph.output("out", graph.node("MatMul", List.of(in, graph.initializer("x", x))), Axis.any("n"), Axis.of(33));
        graph.write(files.in(real).resolve("m.onnx"));
        Durable.assertDurable(files.steps(), List.of("m.safetensors", "m.onnx"));
        // Each is larger than a single write of this file system.
        assertThat(files.steps()).filteredOn(step -> step.kind() == Step.Kind.WRITE).hasSizeGreaterThan(4);
        assertThat(Safetensors.read(files.in(real).resolve("m.safetensors")).tensor("x").toArray())
                .isEqualTo(x.toArray());
    }
}
