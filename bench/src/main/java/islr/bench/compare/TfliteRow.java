package islr.bench.compare;

import islr.recognize.ModelFile;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// GISLR-64 over clips as long as real ones against TFLite with weights of eight bits, made from the same checkpoint by
/// `tools/golden/gislr64_tflite.py`. Its answers are compared there with ours, loosely: it rounds weights and
/// activations.
///
/// @param checkpoint GISLR-64
/// @param file where to write the clips
record TfliteRow(Subject subject, Path checkpoint, Path file) {
    private static final String WHOM = "TFLite int8, dynamic range, padded";
    private static final String GOAL = "≤ 1.0";
    private static final int COMPARED = 10;
    private static final int PASSES = 3;

    /// Ours is timed before and after theirs, so that a change of the machine's mood does not fall on one alone.
    Row row(Optional<Python> python, List<Subject.Question> clips) throws Exception {
        try (Subject.Ours ours = subject.ours(1)) {
            return row(python, clips, ours, "gislr-64");
        }
    }

    /// The same for a model whose weights were rounded.
    Row row(Optional<Python> python, List<Subject.Question> clips, ModelFile rounded, String how) throws Exception {
        try (Subject.Ours ours = subject.ours(rounded.model(), 1)) {
            return row(python, clips, ours, "gislr-64, " + how);
        }
    }

    private Row row(Optional<Python> python, List<Subject.Question> clips, Subject.Ours ours, String whose)
            throws Exception {
        String what = whose + ", frame counts of " + clips.size() + " real clips, one thread";
        double[] times = new double[2 * PASSES];
        write(ours, clips);
        passes(ours, clips, times, 0);
        double theirs;
        try {
            theirs = Python.ask(python, "tflite", checkpoint.toString(), file.toString());
        } catch (IOException e) {
            return Row.missing(what, WHOM,
                    String.format(Locale.ROOT, "%.2f ms : %s", times[PASSES / 2] / clips.size(), e.getMessage()), GOAL);
        }
        passes(ours, clips, times, PASSES);
        return Row.times(what, WHOM, new Turns.Medians(Turns.median(times) / clips.size(), theirs), GOAL);
    }

    private static void passes(Subject.Ours ours, List<Subject.Question> clips, double[] times, int from)
            throws Exception {
        clips.forEach(ours::logits);
        for (int i = from; i < from + PASSES; i++) {
            times[i] = Turns.time(() -> clips.forEach(ours::logits));
        }
    }

    /// `frames` [n, S, C, 3], `index` [n, S], and `logits` of the first few.
    private void write(Subject.Ours ours, List<Subject.Question> clips) throws IOException {
        Map<String, Tensor> named = new LinkedHashMap<>();
        NetworkPeer.Input[] first = clips.getFirst().inputs();
        for (int i = 0; i < first.length; i++) {
            int input = i;
            named.put(first[i].name(),
                    stacked(clips.stream().map(clip -> clip.inputs()[input].values()).toList(), first[i].shape()));
        }
        List<float[]> logits = clips.subList(0, COMPARED).stream().map(ours::logits).toList();
        named.put("logits", stacked(logits, 1, logits.getFirst().length));
        Safetensors.write(file, new Checkpoint(named, Map.of()));
    }

    /// @param shape of a part, [1, …]
    private static Tensor stacked(List<float[]> parts, long... shape) {
        int[] sizes = LongStream.of(shape).mapToInt(Math::toIntExact).toArray();
        int size = Shape.of(sizes).size();
        sizes[0] = parts.size();
        Tensor x = Tensor.zeros(sizes);
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, x.array(), i * size, size);
        }
        return x;
    }
}
