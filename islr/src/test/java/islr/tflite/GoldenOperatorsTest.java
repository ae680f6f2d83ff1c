package islr.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Workspace;
import islr.tensor.kernel.KernelProvider;
import islr.tflite.op.Operators;
import islr.tflite.value.Value;
import islr.weights.TensorFile;
import islr.weights.numpy.Npz;
import islr.weights.tflite.TfliteFile;
import islr.weights.tflite.TfliteModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operator against TensorFlow's interpreter, in the graphs of `tools/golden/tflite_operators.py` and
/// `tflite_systems.py`.
class GoldenOperatorsTest {
    private static final float TOLERANCE = 5e-6f;

    static List<Path> graphs() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(Path.of(GoldenOperatorsTest.class.getResource("golden").toURI()))) {
            return files.filter(file -> file.toString().endsWith(".tflite")).sorted().toList();
        }
    }

    private static TfliteGraph open(Path graph) throws IOException {
        return TfliteGraph.open(graph);
    }

    private static TensorFile answers(Path graph) throws IOException {
        return Npz.open(graph.resolveSibling(graph.getFileName().toString().replace(".tflite", ".npz")));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void aGraphComputesWhatTensorFlowComputes(Path file) throws IOException {
        TfliteGraph graph = open(file);
        try (TensorFile answers = answers(file); Parallel three = Parallel.threads(3)) {
            List<Value> expected = Answers.values(answers, "out");
            Value[] in = Answers.values(answers, "in").toArray(Value[]::new);
            check(file, graph.run(Compute.cpu(), in), expected);
            // What was known after the first run must not be another one, whatever the memory and the threads.
            Workspace workspace = Workspace.poisoned();
            Compute compute = new Compute(KernelProvider.best(), three, workspace);
            Value[] moved = Stream.of(in).map(Answers::moved).toArray(Value[]::new);
            for (int i = 0; i < 3; i++) {
                workspace.reset();
                check(file, graph.run(compute, moved), expected);
            }
        }
    }

    private static void check(Path file, Value[] actual, List<Value> expected) throws IOException {
        assertThat(actual).hasSameSizeAs(expected);
        List<String> names = producers(file);
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < actual.length; i++) {
            int number = i;
            all.check(() -> Answers.assertSame(file.getFileName() + ", output " + number + " of " + names.get(number),
                    actual[number], expected.get(number), TOLERANCE));
        }
        all.assertAll();
    }

    /// The operators of the outputs.
    private static List<String> producers(Path file) throws IOException {
        try (TfliteFile open = TfliteFile.open(file)) {
            TfliteModel.SubGraph graph = open.model().subGraphs().getFirst();
            return graph.outputs().stream().map(output -> graph.operators().stream()
                    .filter(operator -> operator.outputs().contains(output))
                    .map(operator -> open.model().operatorCodes().get(operator.code()).name()
                            + operator.inputs().stream().map(i -> i < 0 ? "" : graph.tensors().get(i).name()).toList())
                    .findFirst().orElse("?")).toList();
        }
    }

    @Test
    void everyOperatorIsInOneOfTheGraphs() throws IOException, URISyntaxException {
        Set<String> untested = new TreeSet<>(Operators.names());
        for (Path file : graphs()) {
            try (TfliteFile open = TfliteFile.open(file)) {
                open.model().operatorCodes().forEach(code -> untested.remove(code.name()));
            }
        }
        assertThat(untested).isEmpty();
    }
}
