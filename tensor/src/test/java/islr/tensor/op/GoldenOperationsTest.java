package islr.tensor.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.ScalarKernels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every operation against PyTorch: results and gradients of the files that `tools/golden/operations.py` wrote.
///
/// A number may be off by five times what PyTorch's own float32 result is off from float64 (the file says how much),
/// and by 2e-6 at least, both relative to the largest number of its tensor.
class GoldenOperationsTest {

    private static List<GoldenFile> files() throws Exception {
        Path folder = Path.of(GoldenOperationsTest.class.getResource("/islr/tensor/golden").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".safetensors")).sorted().map(GoldenFile::read).toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> resultsAndGradientsArePyTorchs() throws Exception {
        return files().stream().map(file -> dynamicTest(file.name(), () -> compare(Compute.cpu(), file)));
    }

    @TestFactory
    Stream<DynamicTest> resultsAndGradientsOfTheScalarKernelsArePyTorchs() throws Exception {
        return files().stream()
                .map(file -> dynamicTest(file.name(), () -> compare(Compute.cpu().with(new ScalarKernels()), file)));
    }

    @Test
    void everyKindOfOperationHasAFile() throws Exception {
        List<String> kinds = files().stream().map(f -> f.text("operation")).distinct().sorted().toList();
        assertEquals(List.of("add", "attention", "cat", "conv1d", "cross_entropy", "div", "embedding", "gelu", "glu",
                "grouped_linear", "index_select", "layer_norm", "linear", "log_softmax", "masked_softmax", "matmul",
                "max", "mean", "mul", "permute", "relu", "scatter_add", "sigmoid", "silu", "slice",
                "soft_cross_entropy", "softmax", "sum", "tanh", "var", "where"), kinds);
    }

    @Test
    void aResultThatIsSlightlyOffIsNoticed() throws Exception {
        GoldenFile file = files().getFirst();
        Map<String, Tensor> changed = new HashMap<>(file.tensors());
        Tensor y = file.get("y").copy();
        y.array()[3] *= 1.0001f;
        changed.put("y", y);
        assertThrows(AssertionError.class,
                () -> compare(Compute.cpu(), new GoldenFile(file.name(), file.settings(), changed)));
    }

    private static void compare(Compute c, GoldenFile file) {
        double tolerance = Math.max(2e-6, 5 * Double.parseDouble(file.text("float32_error")));
        Map<String, Tensor> parameters = new HashMap<>();
        file.tensors().forEach((name, x) -> {
            if (file.has("d_" + name) || name.startsWith("param.")) {
                parameters.put(name, x.copy().parameter());
            }
        });
        Tensor[] y = new Tensor[1];
        Gradients gradients = Tape.record(c, () -> {
            y[0] = apply(c, file, parameters);
            return y[0].multiply(c, file.get("dy")).sum(c);
        });
        Same.near(tolerance, file.get("y"), y[0], "y");
        assertTrue(!parameters.isEmpty(), "nothing to differentiate");
        parameters.forEach((name, parameter) -> {
            String gradient = name.startsWith("param.") ? "grad." + name.substring(6) : "d_" + name;
            Same.near(tolerance, file.get(gradient), gradients.of(parameter), gradient);
        });
    }

    private static Tensor apply(Compute c, GoldenFile file, Map<String, Tensor> in) {
        Tensor x = in.get("x");
        Tensor a = in.get("a");
        Tensor b = in.get("b");
        String operation = file.text("operation");
        return switch (operation) {
            case "add" -> a.add(c, b);
            case "mul" -> a.multiply(c, b);
            case "div" -> a.divide(c, b);
            case "where" -> a.where(c, file.get("condition"), b);
            case "matmul" -> a.matmul(c, b, file.flag("transpose_a"), file.flag("transpose_b"));
            case "linear" -> x.linear(c, in.get("param.weight"), in.get("param.bias"));
            case "grouped_linear" ->
                    c.run(new GroupedLinear(x, in.get("param.weight"), in.get("param.bias"), file.number("groups")));
            case "relu" -> x.relu(c);
            case "gelu" -> x.gelu(c);
            case "silu" -> x.silu(c);
            case "sigmoid" -> x.sigmoid(c);
            case "tanh" -> x.tanh(c);
            case "softmax" -> x.softmax(c);
            case "log_softmax" -> x.logSoftmax(c);
            case "masked_softmax" -> c.run(new Softmax.Masked(x, new Mask.KeyPadding(booleans(file.ints("key_mask")))));
            case "layer_norm" -> x.layerNorm(c, in.get("param.weight"), in.get("param.bias"), file.real("eps"));
            case "attention" -> {
                Heads heads = new Heads(in.get("q").shape().columns(), file.number("heads"),
                        Segments.ofLengths(file.ints("lengths")), Segments.ofLengths(file.ints("kv_lengths")));
                Mask mask = file.flag("causal") ? Mask.causal() : Mask.none();
                yield c.run(new Attention(in.get("q"), in.get("k"), in.get("v"), in.get("scores"), heads,
                        file.real("scale"), mask, Attention.Dropout.NONE));
            }
            case "conv1d" -> convolution(c, file, x, in.get("param.weight"), in.get("param.bias"));
            case "sum", "mean", "max", "var" -> reduction(c, file, x);
            case "embedding" -> {
                Tensor weight = in.get("param.weight");
                yield weight.gather(c, file.ints("indices")).reshape(c, file.get("y").shape().toArray());
            }
            case "index_select" -> select(c, x, file.number("axis"), file.ints("indices"));
            case "scatter_add" -> x.scatter(c, file.number("rows"), file.ints("indices"));
            case "cat" -> Tensor.concat(c, file.number("axis"), a, b, in.get("c"));
            case "slice" -> x.slice(c, file.number("axis"), file.number("start"), file.number("end"));
            case "permute" ->
                    x.permute(c, Stream.of(file.text("axes").split(",")).mapToInt(Integer::parseInt).toArray());
            case "cross_entropy" ->
                    c.run(new Losses.CrossEntropy(x, file.ints("target"), file.real("label_smoothing")));
            case "glu" -> x.glu(c);
            case "soft_cross_entropy" -> c.run(new Losses.SoftCrossEntropy(x, file.get("target"), 0));
            default -> throw new AssertionError("no test knows the operation '" + operation + "' of " + file.name());
        };
    }

    private static boolean[] booleans(int[] numbers) {
        boolean[] booleans = new boolean[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            booleans[i] = numbers[i] != 0;
        }
        return booleans;
    }

    private static Tensor convolution(Compute c, GoldenFile file, Tensor x, Tensor weight, Tensor bias) {
        var padding = new Conv1d.Padding(file.number("pad_left"), file.number("pad_right"));
        int kernel = file.number("kernel");
        int dilation = file.number("dilation");
        switch (file.text("padding")) {
            case "same" -> assertEquals(padding, Conv1d.Padding.same(kernel, dilation));
            case "causal" -> assertEquals(padding, Conv1d.Padding.causal(kernel, dilation));
            default -> assertEquals(padding, Conv1d.Padding.NONE);
        }
        assertEquals(file.flag("bias"), bias != null);
        Conv1d convolution = new Conv1d(x, weight, bias, Segments.ofLengths(file.ints("lengths")),
                file.number("stride"), dilation, file.number("groups"), padding);
        int[] lengths = file.ints("y_lengths");
        for (int s = 0; s < lengths.length; s++) {
            assertEquals(lengths[s], convolution.outputSegments().length(s), "rows of sequence " + s);
        }
        return c.run(convolution);
    }

    private static Tensor reduction(Compute c, GoldenFile file, Tensor x) {
        String operation = file.text("operation");
        if (file.text("axis").equals("segments")) {
            return segmentReduction(c, operation, file.flag("unbiased"), x, Segments.ofLengths(file.ints("lengths")));
        }
        int axis = file.number("axis");
        return switch (operation) {
            case "sum" -> x.sum(c, axis);
            case "mean" -> x.mean(c, axis);
            case "max" -> x.max(c, axis);
            default -> x.variance(c, axis, file.flag("unbiased"));
        };
    }

    private static Tensor segmentReduction(Compute c, String operation, boolean unbiased, Tensor x, Segments segments) {
        return switch (operation) {
            case "sum" -> c.run(new Reductions.OfSegments(x, segments, null, false));
            case "mean" -> c.run(new Reductions.OfSegments(x, segments, null, true));
            case "max" -> c.run(new Reductions.MaxOfSegments(x, segments));
            default -> {
                List<Integer> sequences = new ArrayList<>();
                Tensor factors = Tensor.zeros(segments.count(), 1);
                for (int s = 0; s < segments.count(); s++) {
                    for (int row = segments.start(s); row < segments.end(s); row++) {
                        sequences.add(s);
                    }
                    factors.array()[s] = 1f / (segments.length(s) - (unbiased ? 1 : 0));
                }
                Tensor mean = c.run(new Reductions.OfSegments(x, segments, null, true));
                Tensor distance = x.subtract(c, mean.gather(c, sequences.stream().mapToInt(s -> s).toArray()));
                yield c.run(new Reductions.OfSegments(distance.square(c), segments, null, false)).multiply(c, factors);
            }
        };
    }

    /// `index_select` of PyTorch from what there is: rows can be gathered, so the axis comes to the front and the rest
    /// is one row.
    private static Tensor select(Compute c, Tensor x, int axis, int[] indices) {
        if (axis == 1) {
            return x.permute(c, 1, 0).gather(c, indices).permute(c, 1, 0);
        }
        Shape result = x.shape().with(0, indices.length);
        return x.reshape(c, x.shape().dim(0), -1).gather(c, indices).reshape(c, result.toArray());
    }
}
