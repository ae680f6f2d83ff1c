package islr.bench.compare;

import islr.bench.Header;
import islr.bench.RandomBatch;
import islr.bench.Sizes;
import islr.data.Clip;
import islr.data.SignList;
import islr.nn.Parameters;
import islr.recognize.Classifier;
import islr.recognize.Ensemble;
import islr.recognize.ModelFile;
import islr.recognize.Presets;
import islr.recognize.Recognizer;
import islr.system.Features;
import islr.system.Preset;
import islr.tensor.Memory;
import islr.tensor.kernel.KernelProvider;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/// The sixth place's ensemble over twelve real clips, in turns with PyTorch and ONNX Runtime: ours from raw frames in
/// memory, theirs from preprocessed numbers, all to probabilities. The weights are random.
public final class SixthPlace {
    private static final Path SCRIPT = Path.of("tools/golden/sixth.py");
    private static final List<String> MEMBERS = List.of("sixth-25", "sixth-80");
    /// What `sixth.py predict` calls them, what they are, and the ratio to reach.
    private static final List<String[]> PEERS = List.of(new String[] {"pytorch", "PyTorch", "≤ 0.35"},
            new String[] {"prepared", "PyTorch, constants and norms folded", "–"},
            new String[] {"onnx", "ONNX Runtime", "≤ 1.0"});
    private static final int THREADS = 2;
    private static final int CLIPS_A_STEP = 32;
    private static final int SHORTEST = 6;
    private static final int LONGEST = 25;
    private static final int STEPS = 7;
    /// The first is not counted.
    private static final int ROUNDS = 10;
    private static final double TURN_SECONDS = 1.2;

    private final List<Clip> clips;
    private final Classifier ensemble;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private SixthPlace(Path python, Path shared) throws IOException {
        clips = RealClips.read(shared);
        List<Classifier> members = new ArrayList<>();
        for (String id : MEMBERS) {
            members.add(member(id));
        }
        ensemble = new Ensemble(members, List.of(1.0, 1.0));
        List<String> command = new ArrayList<>(List.of(python.toString(), SCRIPT.toString(), "predict"));
        List<Features> features = MEMBERS.stream().map(Presets::of)
                .map(preset -> preset.architecture().features(preset.defaults())).toList();
        for (Clip clip : clips) {
            command.add(String.join("/",
                    features.stream().map(each -> Integer.toString(each.of(clip, Memory.heap()).rows())).toList()));
        }
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        questions = new BufferedWriter(process.outputWriter(StandardCharsets.UTF_8));
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    private static Classifier member(String id) throws IOException {
        Preset preset = Presets.of(id);
        Parameters parameters = Parameters.fresh(1);
        preset.architecture().model(preset.defaults(), Sizes.CLASSES, parameters);
        SignList signs = new SignList(IntStream.range(0, Sizes.CLASSES).mapToObj(Integer::toString).toList());
        Path file = Files.createTempFile("islr-bench", ".safetensors");
        try {
            ModelFile.write(file, preset, preset.defaults(), parameters.state(), signs, List.of(), Map.of());
            return ModelFile.read(file).classifier(Optional.empty());
        } finally {
            Files.delete(file);
        }
    }

    /// @param args `--python PROGRAM`, with torch, onnx, onnxscript and onnxruntime, and `--shared FOLDER`
    public static void main(String... args) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(Map.of("--python", "python3", "--shared", "../shared"));
        for (int i = 0; i < args.length; i += 2) {
            if (!options.containsKey(args[i]) || i + 1 == args.length) {
                System.err.println("--sixth takes --python PROGRAM and --shared FOLDER, not '" + args[i] + "'");
                System.exit(2);
            }
            options.put(args[i], args[i + 1]);
        }
        Header.print(KernelProvider.best());
        try {
            SixthPlace comparison = new SixthPlace(Path.of(options.get("--python")), Path.of(options.get("--shared")));
            for (int threads = 1; threads <= THREADS; threads++) {
                comparison.compare(threads);
            }
            comparison.close();
            for (int threads = 1; threads <= THREADS; threads++) {
                compareTraining(Path.of(options.get("--python")), threads);
            }
        } catch (IOException e) {
            System.err.println("--sixth: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    /// One step of training, three networks in their original sizes, on 32 clips of 6 to 25 frames. Clips are not
    /// mixed, as in the script.
    private static void compareTraining(Path python, int threads) throws Exception {
        Preset preset = Presets.of("sixth-25").with(Map.of("mix", "0"));
        int[] lengths = new Random(1).ints(CLIPS_A_STEP, SHORTEST, LONGEST + 1).toArray();
        double ours = TrainingRate.clipsPerSecond(preset, RandomBatch.of(preset, lengths), threads, STEPS);
        Process process = new ProcessBuilder(python.toString(), SCRIPT.toString(), "train", Integer.toString(threads))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        double theirs = Double
                .parseDouble(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        System.out.println(new Row("sixth place, a step of training, threads: " + threads, "PyTorch",
                String.format(Locale.ROOT, "%.1f clips/s : %.1f clips/s", ours, theirs),
                OptionalDouble.of(ours / theirs), "≥ 2").line());
    }

    private void compare(int threads) throws Exception {
        double[] ours = new double[ROUNDS];
        double[][] theirs = new double[PEERS.size()][ROUNDS];
        try (Recognizer recognizer = new Recognizer(ensemble, threads)) {
            for (int round = -1; round < ROUNDS; round++) {
                int at = Math.max(0, round);
                ours[at] = turn(recognizer);
                for (int peer = 0; peer < PEERS.size(); peer++) {
                    theirs[peer][at] = ask(PEERS.get(peer)[0], threads);
                }
            }
        }
        for (int peer = 0; peer < PEERS.size(); peer++) {
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                ratios[round] = ours[round] / theirs[peer][round];
            }
            System.out.println(new Row("sixth place, ensemble, 12 clips, threads: " + threads, PEERS.get(peer)[1],
                    String.format(Locale.ROOT, "%.2f ms : %.2f ms", Turns.median(ours), Turns.median(theirs[peer])),
                    OptionalDouble.of(Turns.median(ratios)), PEERS.get(peer)[2]).line());
        }
    }

    /// Milliseconds of a clip: the mean of the clips' medians. The first third of the turn is not counted.
    private double turn(Recognizer recognizer) throws Exception {
        List<List<Double>> times = new ArrayList<>();
        long start = System.nanoTime();
        for (double seconds = 0; seconds < TURN_SECONDS || times.isEmpty();
                seconds = (System.nanoTime() - start) / 1e9) {
            if (seconds < TURN_SECONDS / 3) {
                times.clear();
            }
            List<Double> round = new ArrayList<>();
            for (Clip clip : clips) {
                round.add(Turns.time(() -> recognizer.recognize(clip)));
            }
            times.add(round);
        }
        return IntStream.range(0, clips.size())
                .mapToDouble(clip -> Turns.median(times.stream().map(round -> round.get(clip)).toList())).average()
                .orElseThrow();
    }

    private void close() throws IOException {
        questions.close();
    }

    private double ask(String engine, int threads) throws IOException {
        questions.write(engine + " " + threads + " " + TURN_SECONDS + "\n");
        questions.flush();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.matches("[0-9.]+")) {
                return Double.parseDouble(line);
            }
        }
        throw new IOException(SCRIPT + " ended; run it by itself to see why");
    }
}
