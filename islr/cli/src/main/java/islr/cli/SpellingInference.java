package islr.cli;

import islr.data.ClipException;
import islr.data.ClipFinder;
import islr.data.SequenceFile;
import islr.data.SequenceFile.Sequence;
import islr.recognize.ModelHints;
import islr.recognize.Speller;
import islr.recognize.SpellingAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `islr-infer.jar` does with a model that spells: the phrase of each sequence, in the order in which they were
/// given.
///
/// @param models checkpoints, whose logits are averaged
/// @param hints what they do not say of themselves
/// @param beams phrases that are followed at once
/// @param inputs files, sequences of files as `FILE#sequence_id`, and directories of files
record SpellingInference(List<Path> models, ModelHints hints, int beams, Inference.Format format,
        Optional<Integer> threads, List<Path> inputs) {
    private static final Pattern SEQUENCE = Pattern.compile("(.+)#(-?\\d+)");

    /// What was asked for of a file.
    ///
    /// @param id of one sequence; empty for all
    private record Input(Path file, Optional<Long> id) {
        static Input of(Path given) {
            Matcher matcher = SEQUENCE.matcher(given.toString());
            if (Files.exists(given) || !matcher.matches()) {
                return new Input(given, Optional.empty());
            }
            try {
                return new Input(Path.of(matcher.group(1)), Optional.of(Long.parseLong(matcher.group(2))));
            } catch (NumberFormatException e) {
                // More digits than any sequence has: no such file.
                return new Input(given, Optional.empty());
            }
        }
    }

    /// @return the program's exit code
    int run(PrintWriter out, PrintWriter err) throws Exception {
        SpellingWriter writer = format == Inference.Format.JSON ? new JsonSpellings(out) : new TextSpellings(out, err);
        int cores = Runtime.getRuntime().availableProcessors();
        int workers = Inference.workers(threads);
        // A single sequence takes all threads; several are spread over them.
        boolean single = inputs.size() == 1 && Input.of(inputs.getFirst()).id.isPresent();
        try (Speller speller = Speller.load(models, hints, beams, single ? Math.min(workers, cores) : 1)) {
            int code = ExitCode.OK;
            for (Path input : inputs) {
                code = Math.max(code, spell(speller, Input.of(input), single, workers, writer, out));
                if (out.checkError()) {
                    return ExitCode.SOME_FAILED;
                }
            }
            return code;
        }
    }

    private int spell(Speller speller, Input input, boolean single, int workers, SpellingWriter writer, PrintWriter out)
            throws InterruptedException {
        List<Path> files;
        try {
            files = input.id.isPresent() ? List.of(input.file) : ClipFinder.find(input.file);
        } catch (ClipException e) {
            writer.failed(input.file.toString(), e.getMessage());
            return ExitCode.SOME_FAILED;
        }
        int code = ExitCode.OK;
        for (Path path : files) {
            try (SequenceFile file = SequenceFile.open(path)) {
                code = Math.max(code, single ? alone(speller, file, input.id.orElseThrow(), writer)
                        : all(speller, file, sequences(file, input), workers, writer, out));
            } catch (IOException e) {
                writer.failed(path + input.id.map(id -> "#" + id).orElse(""), e.getMessage());
                code = ExitCode.SOME_FAILED;
            }
        }
        return code;
    }

    private static List<Sequence> sequences(SequenceFile file, Input input) throws ClipException {
        return input.id.isPresent() ? List.of(file.sequence(input.id.get())) : file.sequences();
    }

    private static int alone(Speller speller, SequenceFile file, long id, SpellingWriter writer) throws IOException {
        Sequence sequence = file.sequence(id);
        long start = System.nanoTime();
        var clip = speller.read(file, sequence);
        long read = System.nanoTime();
        var spelling = speller.spell(clip);
        long end = System.nanoTime();
        writer.write(clip.name(), new SpellingAnswer<>(sequence, clip.frames(), Optional.of(spelling), Optional.empty(),
                (read - start) / 1e6, (end - read) / 1e6));
        return ExitCode.OK;
    }

    private static int all(Speller speller, SequenceFile file, List<Sequence> sequences, int workers,
            SpellingWriter writer, PrintWriter out) throws InterruptedException {
        int[] code = {ExitCode.OK};
        speller.spellAll(file, sequences, workers, answer -> {
            String name = file.name() + "#" + answer.input().id();
            if (answer.error().isPresent()) {
                writer.failed(name, answer.error().get());
                code[0] = ExitCode.SOME_FAILED;
            } else {
                writer.write(name, answer);
            }
            return !out.checkError();
        });
        return code[0];
    }
}
