package islr.recognize;

import islr.data.Clip;
import islr.data.SignList;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.TfliteGraph;
import islr.tflite.value.Value;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import islr.weights.tflite.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A graph as it was handed in to the competition: all landmarks of a clip in, `[T, 543, 3]` with NaN where one is
/// missing, a score for each sign out.
///
/// Nothing in the file says whether the scores are probabilities or logits, and both were handed in. Here they are
/// probabilities if none is negative and their sum is 1 to within a thousandth; otherwise their softmax is taken. The
/// order of the signs is the same in both cases.
final class Submission implements Classifier {
    private static final float SUM_TOLERANCE = 1e-3f;

    private final TfliteGraph graph;
    private final SignList signs;
    /// Whether the input has an axis of one clip in front.
    private final boolean batched;
    private final int output;

    private Submission(TfliteGraph graph, SignList signs, boolean batched, int output) {
        this.graph = graph;
        this.signs = signs;
        this.batched = batched;
        this.output = output;
    }

    /// @throws IOException if the file is no graph that can be run, takes other inputs, or scores another number of
    ///     signs
    static Submission read(Path file, Optional<SignList> labels) throws IOException {
        TfliteGraph graph = TfliteGraph.open(file);
        String source = graph.source();
        List<TfliteGraph.Port> inputs = graph.inputs();
        boolean plain = inputs.size() == 1 && takes(inputs.getFirst(), -1, Skeleton.ROWS, Skeleton.AXES);
        boolean batched = inputs.size() == 1 && takes(inputs.getFirst(), 1, -1, Skeleton.ROWS, Skeleton.AXES);
        if (!plain && !batched) {
            throw new IOException(source + ": its input is not the landmarks of a clip, one FLOAT32 tensor [frames, "
                    + Skeleton.ROWS + ", " + Skeleton.AXES + "]; it takes " + list(inputs)
                    + "; convert the model with such an input");
        }
        if (!graph.alternatives().isEmpty()) {
            throw new IOException(source + ": it has the signatures "
                    + String.join(", ", graph.alternatives().stream().map(OneLine::quoted).toList())
                    + ", and which one is meant cannot be told; convert the model with one, or name it "
                    + "serving_default");
        }
        int output = output(graph);
        SignList signs = labels.orElseThrow(() -> new IOException(
                source + ": it has no list of signs; name a file that has one (--labels on the command line)"));
        List<Integer> scores = graph.outputs().get(output).shape();
        if (!scores.isEmpty() && scores.stream().allMatch(size -> size > 0)) {
            long count = scores.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
            if (count != signs.size()) {
                throw new IOException(source + ": " + otherCount(count, signs));
            }
        }
        return new Submission(graph, signs, batched, output);
    }

    private static String otherCount(long count, SignList signs) {
        return "it tells " + Counts.of(count) + " signs apart, but the list of signs given for it (--labels on the "
                + "command line) has " + Counts.of(signs.size());
    }

    private static String list(List<TfliteGraph.Port> ports) {
        return ports.isEmpty() ? "nothing" : String.join(", ", ports.stream().map(TfliteGraph.Port::toString).toList());
    }

    /// Whether a port takes floats of this shape; −1 is any number of frames.
    private static boolean takes(TfliteGraph.Port port, int... sizes) {
        boolean fits = port.type() == TensorType.FLOAT32 && port.shape().size() == sizes.length;
        for (int i = 0; fits && i < sizes.length; i++) {
            int size = port.shape().get(i);
            fits = size < 0 || size == sizes[i];
        }
        return fits;
    }

    /// The output of the scores: the one that the competition asked for, or the only one.
    private static int output(TfliteGraph graph) throws IOException {
        List<TfliteGraph.Port> outputs = graph.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            boolean floats = outputs.get(i).type() == TensorType.FLOAT32;
            if (floats && (outputs.size() == 1 || outputs.get(i).name().equals("outputs"))) {
                return i;
            }
        }
        throw new IOException(graph.source() + ": which output has the scores of the signs cannot be told; it has "
                + list(outputs) + "; convert the model with one FLOAT32 output, or name it 'outputs'");
    }

    @Override
    public SignList signs() {
        return signs;
    }

    @Override
    public SkeletonRows rows() {
        return SkeletonRows.ALL;
    }

    @Override
    public Scores scores(Compute c, Clip clip) {
        Clip all = clip.only(SkeletonRows.ALL);
        Shape shape = batched ? Shape.of(1, all.frames(), Skeleton.ROWS, Skeleton.AXES)
                : Shape.of(all.frames(), Skeleton.ROWS, Skeleton.AXES);
        Tensor scores = graph.run(c, Value.of(Tensor.of(shape, all.landmarks())))[output].floats();
        if (scores.size() != signs.size()) {
            throw new IllegalArgumentException(graph.source() + ": its output for this clip has the shape "
                    + scores.shape() + ", but the list of signs given for it (--labels on the command line) has "
                    + Counts.of(signs.size()) + "; a score for each sign is needed");
        }
        Tensor row = scores.view(0, Shape.of(signs.size()));
        return areProbabilities(row) ? new Scores(Optional.of(row), Optional.empty(), OptionalDouble.empty(), "")
                : new Scores(Optional.of(row.softmax(c)), Optional.of(row), OptionalDouble.empty(), "");
    }

    static boolean areProbabilities(Tensor scores) {
        double sum = 0;
        for (int i = 0; i < scores.size(); i++) {
            float score = scores.array()[scores.offset() + i];
            if (!(score >= 0)) {
                return false;
            }
            sum += score;
        }
        return Math.abs(sum - 1) <= SUM_TOLERANCE;
    }
}
