package islr.system;

import static org.assertj.core.api.Assertions.assertThat;

import islr.tensor.Tensor;
import islr.weights.onnx.Axis;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.run.OnnxFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// What the tests of the systems' ONNX graphs share.
public final class OnnxGraphs {
    private OnnxGraphs() {}

    /// Every node reads what was there before it, and all that is made is read.
    public static void assertWellFormed(OnnxGraph graph) {
        Set<String> made = new HashSet<>(graph.inputs().keySet());
        made.addAll(graph.weights().keySet());
        made.addAll(graph.constantNames());
        Set<String> read = new HashSet<>(graph.outputs().keySet());
        for (OnnxGraph.Node node : graph.nodes()) {
            assertThat(made).containsAll(node.inputs());
            read.addAll(node.inputs());
            node.outputs().forEach(result -> assertThat(made.add(result)).isTrue());
        }
        made.removeAll(read);
        assertThat(made).as("unused").isEmpty();
    }

    /// The graph as it is read from the file that it was written to.
    public static OnnxFile written(OnnxGraph graph) {
        try {
            Path file = Files.createTempFile("islr", ".onnx");
            try {
                graph.write(file);
                return OnnxFile.read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `frames batch 64 66 3` for every value.
    public static List<String> axes(Map<String, List<Axis>> values) {
        return values.entrySet().stream().map(each -> {
            StringBuilder text = new StringBuilder(each.getKey());
            for (Axis axis : each.getValue()) {
                text.append(' ').append(axis.symbol().isEmpty() ? Integer.toString(axis.size()) : axis.symbol());
            }
            return text.toString();
        }).toList();
    }

    /// The numbers of a weight of the graph.
    public static FloatBuffer numbers(OnnxGraph graph, String name) {
        return FloatBuffer.wrap(graph.weights().get(name).toArray());
    }

    /// Random tensors for a model.
    public record Tensors(Random random, Map<String, Tensor> tensors) {
        public static Tensors random(long seed) {
            return new Tensors(new Random(seed), new LinkedHashMap<>());
        }

        public Tensors add(String name, int... sizes) {
            tensors.put(name, Tensor.randn(random, sizes));
            return this;
        }
    }
}
