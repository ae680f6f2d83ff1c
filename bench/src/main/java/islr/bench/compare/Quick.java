package islr.bench.compare;

import islr.bench.Clips;
import islr.bench.Header;
import islr.bench.lesson.Peak;
import islr.data.ClipReader;
import islr.data.ClipWriter;
import islr.recognize.Recognizer;
import islr.synthetic.SyntheticSettings;
import islr.synthetic.SyntheticSigners;
import islr.tensor.Parallel;
import islr.tensor.kernel.KernelProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The table of ratios: ours against ONNX Runtime and the Python stack, in one run of about six minutes.
public final class Quick implements AutoCloseable {
    private static final Path INFER = Path.of("islr/target/islr-infer.jar");
    private static final int DRAWS = 500;
    private static final int WRITTEN_AT_ONCE = 50;
    /// Seconds in which the JVM compiles the vector code for good.
    private static final int WARM_UP = 5;
    private static final int COLD_RUNS = 7;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final Optional<NetworkPeer> network = NetworkPeer.find(NetworkPeer.Format.ONNX);
    private final Optional<Python> python;
    private final OnnxRows onnxRows = new OnnxRows(network);
    private final Path folder = Files.createTempDirectory("islr-bench");
    private final Subject subject = new Subject("gislr-64", folder);
    private final Path checkpoint = folder.resolve("gislr-64.safetensors");
    private final Path onnx;
    private final Path clip;
    private final List<Row> rows = new ArrayList<>();

    private Quick(Optional<Path> python, Optional<Path> clip) throws IOException {
        this.python = python.map(Python::new);
        subject.writeCheckpoint(checkpoint);
        onnx = subject.onnx().getFirst();
        this.clip = clip.orElse(folder.resolve("clip.parquet"));
        if (clip.isEmpty()) {
            ClipWriter.write(this.clip, Clips.of(105));
        }
    }

    /// @param args `--python PROGRAM`, `--clip FILE`
    public static void main(String[] args) throws Exception {
        Optional<Path> python = Optional.empty();
        Optional<Path> clip = Optional.empty();
        for (int i = 0; i < args.length; i += 2) {
            Optional<Path> value = i + 1 < args.length ? Optional.of(Path.of(args[i + 1])) : Optional.empty();
            if (args[i].equals("--python") && value.isPresent()) {
                python = value;
            } else if (args[i].equals("--clip") && value.isPresent()) {
                clip = value;
            } else {
                System.err.println("--quick takes --python PROGRAM and --clip FILE, not '" + args[i] + "'");
                System.exit(2);
            }
        }
        try (Quick quick = new Quick(python, clip)) {
            Header.print(KernelProvider.best());
            System.out.println("# peers: "
                    + quick.network.map(NetworkPeer::name).orElse("no ONNX Runtime (build with -Ppeers)") + ", "
                    + quick.python.map(p -> "Python " + p.program()).orElse("no Python (name one with --python)"));
            quick.product();
            quick.gislr64();
            quick.otherPresets();
            quick.reading();
            quick.fileToSigns();
            quick.manyFiles();
            quick.training();
            quick.cold();
            quick.print();
        }
        System.exit(0);
    }

    private void add(Row row) {
        rows.add(row);
        System.out.println(row.line());
    }

    private void product() {
        Peak peak = Peak.measure();
        add(new Row("packed matrix product, one thread", "FMA peak of the core",
                String.format(Locale.ROOT, "%.0f : %.0f GFLOP/s", peak.own(), peak.core()),
                OptionalDouble.of(peak.own() / peak.core()), "≥ 0.88"));
        add(new Row(
                "the same on two threads", "on one", String.format(Locale.ROOT,
                        "%.0f : %.0f GFLOP/s (cores alone %.2f)", peak.onTwo(), peak.own(), peak.cores() / peak.core()),
                OptionalDouble.of(peak.onTwo() / peak.own()), "≥ 1.85"));
    }

    private void gislr64() throws Exception {
        add(onnxRows.longest(subject, 1, 12, "≤ 0.85"));
        add(onnxRows.longest(subject, 2, 12, "≤ 0.85"));
        pyTorch();
        add(onnxRows.realLengths(subject, DRAWS, 8, "≤ 0.45"));
        tflite();
    }

    private void otherPresets() throws Exception {
        for (String preset : List.of("gislr-32", "cls", "features-mlp", "gislr-32+mlp")) {
            Subject other = new Subject(preset, folder);
            String goal = preset.equals("cls") ? "≤ 0.90" : "≤ 1.0";
            if (other.mostFrames().isPresent()) {
                add(onnxRows.longest(other, 1, 6, goal));
                add(onnxRows.longest(other, 2, 6, goal));
            }
            add(onnxRows.realLengths(other, DRAWS, 2.5, goal));
        }
    }

    private void pyTorch() throws Exception {
        PyTorchRows against = new PyTorchRows(subject, python, checkpoint, folder.resolve("gislr-64.pt"));
        add(against.row(1));
        add(against.row(2));
    }

    private void tflite() throws Exception {
        TfliteRow against = new TfliteRow(subject, checkpoint, folder.resolve("clips.safetensors"));
        add(against.row(python, subject.questions(DRAWS)));
    }

    private void reading() throws Exception {
        try (Parallel all = Parallel.threads(CORES)) {
            against("reading " + clip.getFileName() + ", warm, a thread a core", "pyarrow, likewise",
                    () -> ClipReader.read(clip, all), "≤ 0.60", "read", clip.toString());
        }
    }

    private void fileToSigns() throws Exception {
        try (Recognizer recognizer = Recognizer.load(checkpoint, Optional.empty(), CORES)) {
            against(clip.getFileName() + " → five signs, warm, a thread a core",
                    "pyarrow, numpy, ONNX Runtime, likewise", () -> recognizer.recognize(clip).top(5), "≤ 0.50",
                    "recognize", clip.toString(), onnx.toString(), checkpoint.toString());
        }
    }

    /// Times half of ours before the other program and half behind it.
    private void against(String what, String whom, Turns.Work ours, String goal, String... question) throws Exception {
        Turns.collect(1, ours);
        List<Double> times = Turns.collect(2, ours);
        try {
            double theirs = Python.ask(python, question);
            times.addAll(Turns.collect(2, ours));
            add(Row.times(what, whom, new Turns.Medians(Turns.median(times), theirs), goal));
        } catch (IOException e) {
            add(Row.missing(what, whom, String.format(Locale.ROOT, "%.2f ms : %s", Turns.median(times), e.getMessage()),
                    goal));
        }
    }

    /// Files of synthetic signers, as long as real ones. Some are written, then read: what writing leaves behind would
    /// else be cleared away between two readings. The first ones are read for some seconds before: until then, no file
    /// but one has been read in this JVM, and no clip of another length.
    private void manyFiles() throws Exception {
        SyntheticSigners signers = new SyntheticSigners(SyntheticSettings.DEFAULT);
        double[] times = new double[DRAWS];
        try (Recognizer recognizer = Recognizer.load(checkpoint, Optional.empty(), CORES)) {
            write(signers, 0);
            AtomicInteger warmingUp = new AtomicInteger();
            Turns.collect(WARM_UP, () -> recognizer.recognize(some(warmingUp.getAndIncrement() % WRITTEN_AT_ONCE)));
            for (int from = 0; from < DRAWS; from += WRITTEN_AT_ONCE) {
                write(signers, from);
                for (int i = 0; i < WRITTEN_AT_ONCE; i++) {
                    Path file = some(i);
                    times[from + i] = Turns.time(() -> recognizer.recognize(file).top(5));
                }
            }
        }
        Arrays.sort(times);
        add(new Row(DRAWS + " clip files → five signs, warm, 99th percentile", "the competition's 100 ms",
                String.format(Locale.ROOT, "%.1f ms (median %.1f); %.1f MB", times[DRAWS * 99 / 100], times[DRAWS / 2],
                        Files.size(checkpoint) / 1e6),
                OptionalDouble.empty(), "≤10 ms"));
    }

    private void write(SyntheticSigners signers, int from) throws IOException {
        for (int i = 0; i < WRITTEN_AT_ONCE; i++) {
            int clip = from + i;
            ClipWriter.write(some(i), signers.clip(clip % 20, clip / 20 % 16, clip / 320));
        }
    }

    private Path some(int number) {
        return folder.resolve(number + ".parquet");
    }

    private void training() throws Exception {
        String what = "training gislr-64, batch 64, real frame counts, two threads";
        double ours = TrainingRate.clipsPerSecond(2);
        String own = String.format(Locale.ROOT, "%.0f : ", ours);
        try {
            double theirs = Python.ask(python, "train");
            add(new Row(what, "PyTorch, padded", String.format(Locale.ROOT, "%s%.0f clips/s", own, theirs),
                    OptionalDouble.of(ours / theirs), "≥ 2.5"));
        } catch (IOException e) {
            add(Row.missing(what, "PyTorch, padded", own + e.getMessage(), "≥ 2.5"));
        }
    }

    private void cold() throws Exception {
        String whom = "Python, pyarrow, ONNX Runtime";
        if (!Files.isRegularFile(INFER)) {
            add(Row.missing("one clip from a cold start", whom,
                    "run from the repository's root: " + INFER + " is not here", "≤ 1.0"));
            return;
        }
        List<String> java = List.of("java", "-jar", INFER.toString(), "--model", checkpoint.toString(),
                clip.toString());
        // The first run leaves something behind that makes the others quicker, and takes some seconds for it after its
        // end.
        ColdRun.of(java);
        TimeUnit.SECONDS.sleep(8);
        boolean alone = python.isEmpty() || python.get().obstacle() != null;
        ColdRun[] ours = new ColdRun[COLD_RUNS];
        ColdRun[] theirs = new ColdRun[COLD_RUNS];
        for (int i = 0; i < COLD_RUNS; i++) {
            ours[i] = ColdRun.of(java);
            try {
                theirs[i] = alone ? new ColdRun(Double.NaN, Double.NaN) : ColdRun
                        .of(python.get().command("once", clip.toString(), onnx.toString(), checkpoint.toString()));
            } catch (IOException e) {
                alone = true;
                theirs[i] = new ColdRun(Double.NaN, Double.NaN);
            }
        }
        add(cold("one clip from a cold start, wall clock", whom, "ms", median(ours, false), median(theirs, false)));
        add(cold("peak resident memory of that, launcher and program", whom, "MB", median(ours, true),
                median(theirs, true)));
    }

    private static double median(ColdRun[] runs, boolean memory) {
        return Turns.median(Arrays.stream(runs).mapToDouble(memory ? ColdRun::mb : ColdRun::ms).toArray());
    }

    private static Row cold(String what, String whom, String unit, double ours, double theirs) {
        return Double.isNaN(theirs)
                ? Row.missing(what, whom, String.format(Locale.ROOT, "%.0f %s : not there", ours, unit), "≤ 1.0")
                : new Row(what, whom, String.format(Locale.ROOT, "%.0f %s : %.0f %s", ours, unit, theirs, unit),
                        OptionalDouble.of(ours / theirs), "≤ 1.0");
    }

    private void print() {
        System.out.println("\n| what | against | ours : theirs | ratio | goal |\n|---|---|---|---|---|");
        rows.forEach(row -> System.out.println(row.line()));
        double[] faster = rows.stream().filter(row -> row.ratio().isPresent() && row.goal().startsWith("≤"))
                .mapToDouble(row -> Math.log(row.ratio().getAsDouble())).toArray();
        if (faster.length > 0) {
            System.out.printf(Locale.ROOT, "%nGeometric mean of the %d ratios that should be small: %.2f%n",
                    faster.length, Math.exp(Arrays.stream(faster).average().orElseThrow()));
        }
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }

    /// A folder of files.
    static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
