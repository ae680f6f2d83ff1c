package islr.weights.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.WeightsException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxGraphTest {
    @TempDir
    Path folder;

    @Test
    void aModelNamesItsVersionsAndItsGraph() throws IOException {
        ProtobufReader model = written(doubled());
        assertThat(model.all(1)).containsExactly(10L);
        assertThat(model.text(2)).isEqualTo("islr");
        assertThat(model.message(8).all(2)).containsExactly(20L);
        assertThat(model.message(7).text(2)).isEqualTo("doubled");
    }

    @Test
    void inputsAndOutputsSayTheirSizesOrTheNameOfASize() throws IOException {
        ProtobufReader graph = written(doubled()).message(7);
        for (ProtobufReader value : List.of(graph.message(11), graph.message(12))) {
            ProtobufReader tensor = value.message(2).message(1);
            assertThat(tensor.all(1)).as("float32").containsExactly(1L);
            List<ProtobufReader> axes = tensor.message(2).messages(1);
            assertThat(axes).hasSize(2);
            assertThat(axes.getFirst().texts(2)).containsExactly("rows");
            assertThat(axes.getFirst().all(1)).isEmpty();
            assertThat(axes.getLast().all(1)).containsExactly(3L);
        }
        assertThat(graph.message(11).text(1)).isEqualTo("x");
        assertThat(graph.message(12).text(1)).isEqualTo("y");
    }

    @Test
    void nodesStandInTheirOrderAndTheLastOnesResultHasTheOutputsName() throws IOException {
        List<ProtobufReader> nodes = written(doubled()).message(7).messages(1);
        assertThat(nodes).hasSize(2);
        assertThat(nodes.getFirst().text(4)).isEqualTo("Gemm");
        assertThat(nodes.getFirst().texts(1)).containsExactly("x", "w");
        assertThat(nodes.getLast().text(4)).isEqualTo("Mul");
        assertThat(nodes.getLast().texts(1)).containsExactly(nodes.getFirst().text(2), "2.0");
        assertThat(nodes.getLast().texts(2)).containsExactly("y");
    }

    @Test
    void attributesSayTheirKind() throws IOException {
        OnnxGraph graph = new OnnxGraph("attributes");
        graph.output("y",
                graph.node("Any", List.of(graph.input("x")), Attribute.integer("axis", -1),
                        Attribute.real("epsilon", 0.5f), Attribute.text("approximate", "none"),
                        Attribute.integers("perm", 1, 0)));
        List<ProtobufReader> attributes = written(graph).message(7).message(1).messages(5);
        assertThat(attributes).map(attribute -> attribute.text(1)).containsExactly("axis", "epsilon", "approximate",
                "perm");
        assertThat(attributes).map(attribute -> attribute.all(20).getFirst()).containsExactly(2L, 1L, 3L, 7L);
        assertThat(attributes.get(0).all(3)).containsExactly(-1L);
        assertThat(attributes.get(1).all(2)).containsExactly(0.5f);
        assertThat(attributes.get(2).text(4)).isEqualTo("none");
        assertThat(attributes.get(3).all(8)).containsExactly(1L, 0L);
    }

    @Test
    void initializersHoldTheirNumbersAndShape() throws IOException {
        OnnxGraph graph = new OnnxGraph("numbers");
        graph.initializer("w", Tensor.of(Shape.of(2, 1), 0.5f, -3));
        graph.integers(7, -1);
        List<ProtobufReader> tensors = written(graph).message(7).messages(5);
        assertThat(tensors.getFirst().text(8)).isEqualTo("w");
        assertThat(tensors.getFirst().all(1)).containsExactly(2L, 1L);
        assertThat(tensors.getFirst().all(2)).as("float32").containsExactly(1L);
        assertThat(tensors.getFirst().data(9).asFloatBuffer()).isEqualTo(FloatBuffer.wrap(new float[] {0.5f, -3}));
        assertThat(tensors.getLast().all(1)).containsExactly(2L);
        assertThat(tensors.getLast().all(2)).as("int64").containsExactly(7L);
        assertThat(tensors.getLast().data(9).asLongBuffer()).isEqualTo(LongBuffer.wrap(new long[] {7, -1}));
    }

    @Test
    void theSameConstantIsKeptOnceAndAWholeNumberIsNoReal() throws IOException {
        OnnxGraph graph = new OnnxGraph("constants");
        assertThat(graph.integers(0)).isEqualTo(graph.integers(0)).isNotEqualTo(graph.real(0));
        assertThat(graph.real(0)).isEqualTo(graph.real(0));
        assertThat(written(graph).message(7).messages(5)).hasSize(2);
    }

    @Test
    void anOperationWithSeveralResultsNamesEach() {
        OnnxGraph graph = new OnnxGraph("split");
        List<String> parts = graph.node("Split", 3, List.of(graph.input("x")));
        assertThat(parts).hasSize(3).doesNotHaveDuplicates();
        assertThat(graph.node("Add", List.of(parts.getFirst(), parts.getLast()))).isNotIn(parts);
    }

    @Test
    void aValueMustBeThereBeforeItIsUsedAndHaveANameOfItsOwn() {
        OnnxGraph graph = doubled();
        assertThatThrownBy(() -> graph.node("Add", List.of("x", "z")))
                .hasMessage("onnx: Add: there is no value 'z' before it");
        assertThatThrownBy(() -> graph.output("z", "nothing"))
                .hasMessage("onnx: output 'z': there is no value 'nothing' before it");
        assertThatThrownBy(() -> graph.output("z", "x")).hasMessageContaining("'x' is no node's result");
        assertThatThrownBy(() -> graph.initializer("x", Tensor.zeros(1))).hasMessage("onnx: two values are called 'x'");
    }

    @Test
    void aNewFileTakesThePlaceOfTheOldAndNothingElseIsLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("m.onnx"), "an older and longer file".repeat(100));
        doubled().write(file);
        assertThat(ProtobufReader.of(file).message(7).text(2)).isEqualTo("doubled");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void whenWritingFailsTheOldFileStaysAndNothingElseIsLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("m.onnx"), "old");
        // An interrupted thread cannot use a file channel: the writer fails after it has opened its new file, as on a
        // full disk.
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> doubled().write(file)).isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith(file + ": cannot be written: ");
        } finally {
            Thread.interrupted();
        }
        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    /// `y = 2·x·w`
    private static OnnxGraph doubled() {
        OnnxGraph graph = new OnnxGraph("doubled");
        String x = graph.input("x", Axis.any("rows"), Axis.of(3));
        String product = graph.node("Gemm", List.of(x, graph.initializer("w", Tensor.zeros(3, 3))));
        String y = graph.node("Mul", List.of(product, graph.real(2)));
        graph.output("y", y, Axis.any("rows"), Axis.of(3));
        return graph;
    }

    private ProtobufReader written(OnnxGraph graph) throws IOException {
        Path file = folder.resolve("written.onnx");
        graph.write(file);
        return ProtobufReader.of(file);
    }
}
