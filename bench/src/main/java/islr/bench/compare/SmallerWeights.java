package islr.bench.compare;

import islr.bench.Answers;
import islr.bench.Clips;
import islr.bench.Header;
import islr.data.ClipWriter;
import islr.recognize.ModelFile;
import islr.recognize.ModelHints;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.NarrowType;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/// GISLR-64 with bf16 and int8 weights beside itself with float32 ones, and beside TFLite with int8 weights.
public final class SmallerWeights implements AutoCloseable {
    private static final Path INFER = Path.of("islr/target/islr-infer.jar");
    private static final int DRAWS = 500;
    private static final int COLD_RUNS = 9;
    private static final double SECONDS = 12;
    /// Of the largest logit. A weight is off by up to 1/254 or 1/256, and about fifteen products follow each other.
    private static final double LARGEST_DIFFERENCE = 0.05;

    private final Path folder = Files.createTempDirectory("islr-bench");
    private final Subject subject = new Subject("gislr-64", folder);
    private final Path wide = folder.resolve("gislr-64.safetensors");

    private SmallerWeights() throws IOException {
        subject.writeCheckpoint(wide);
    }

    /// @param args `--python PROGRAM` for the comparison with TFLite
    public static void main(String[] args) throws Exception {
        if (args.length != 0 && !(args.length == 2 && args[0].equals("--python"))) {
            System.err.println("--narrow takes --python PROGRAM, not '" + String.join(" ", args) + "'");
            System.exit(2);
        }
        Header.print(KernelProvider.best());
        Optional<Python> python = args.length == 2 ? Optional.of(new Python(Path.of(args[1]))) : Optional.empty();
        try (SmallerWeights comparison = new SmallerWeights()) {
            comparison.print(python);
        }
        System.exit(0);
    }

    private void print(Optional<Python> python) throws Exception {
        List<Subject.Question> real = subject.questions(DRAWS);
        Path clips = folder.resolve("clips.safetensors");
        TfliteRow against = new TfliteRow(subject, wide, clips);
        System.out.println(against.row(python, real).line());
        System.out.println(against.row(python, real, model(written(NarrowType.INT8)), "int8 weights").line());
        List<Subject.Question> longest = List.of(subject.question(64, new Random(5)));
        List<Subject.Question> one = List.of(subject.question(1, new Random(6)));
        for (NarrowType type : NarrowType.values()) {
            Path file = written(type);
            System.out.printf(Locale.ROOT, "# %s: %.2f MB, float32 %.2f MB%n", type, Files.size(file) / 1e6,
                    Files.size(wide) / 1e6);
            for (int threads = 1; threads <= 2; threads++) {
                row(type, file, "frame counts of 500 real clips", real, threads);
                row(type, file, "64 frames", longest, threads);
                row(type, file, "1 frame", one, threads);
            }
            cold(type, file);
        }
    }

    private Path written(NarrowType type) throws IOException {
        Path file = folder.resolve(type + ".safetensors");
        Safetensors.write(file, ModelFile.read(wide).checkpoint(Optional.empty(), type));
        return file;
    }

    private static ModelFile model(Path file) throws IOException {
        return ModelFile.readCompact(file, ModelHints.NONE);
    }

    private void row(NarrowType type, Path file, String what, List<Subject.Question> questions, int threads)
            throws Exception {
        try (Subject.Ours narrow = subject.ours(model(file).model(), threads);
                Subject.Ours float32 = subject.ours(threads)) {
            float[] expected = float32.logits(questions.getFirst());
            Answers.check(type + " weights", narrow.logits(questions.getFirst()), expected, LARGEST_DIFFERENCE);
            Turns.Medians passes = Turns.of(SECONDS, () -> questions.forEach(narrow::logits),
                    () -> questions.forEach(float32::logits));
            Turns.Medians clips = new Turns.Medians(passes.ours() / questions.size(),
                    passes.theirs() / questions.size());
            System.out.println(Row.times("gislr-64 " + type + ", " + what + ", threads: " + threads, "float32 weights",
                    clips, type == NarrowType.INT8 && questions.size() == 1 ? "≤ 1.0" : "–").line());
        }
    }

    private void cold(NarrowType type, Path file) throws IOException, InterruptedException {
        if (!Files.isRegularFile(INFER)) {
            System.out.println("# cold start: run from the repository's root, " + INFER + " is not here");
            return;
        }
        Path clip = folder.resolve("clip.parquet");
        ClipWriter.write(clip, Clips.of(105));
        List<ColdRun> narrow = new ArrayList<>();
        List<ColdRun> float32 = new ArrayList<>();
        for (int i = 0; i <= COLD_RUNS; i++) {
            narrow.add(ColdRun.of(command(file, clip)));
            float32.add(ColdRun.of(command(wide, clip)));
        }
        // The first run of each leaves something behind that makes the others quicker.
        for (boolean memory : new boolean[] {false, true}) {
            String unit = memory ? "MB" : "ms";
            double mine = median(narrow, memory);
            double wider = median(float32, memory);
            System.out.println(new Row("gislr-64 " + type + ", one clip from a cold start", "float32 weights",
                    String.format(Locale.ROOT, "%.0f %s : %.0f %s", mine, unit, wider, unit),
                    OptionalDouble.of(mine / wider), "≤ 1.0").line());
        }
    }

    private static double median(List<ColdRun> runs, boolean memory) {
        return Turns.median(runs.stream().skip(1).mapToDouble(memory ? ColdRun::mb : ColdRun::ms).toArray());
    }

    private static List<String> command(Path model, Path clip) {
        return List.of("java", "-jar", INFER.toString(), "--model", model.toString(), clip.toString());
    }

    @Override
    public void close() throws IOException {
        Quick.delete(folder);
    }
}
