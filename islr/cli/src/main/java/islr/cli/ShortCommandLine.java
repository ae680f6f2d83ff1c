package islr.cli;

import islr.recognize.ModelHints;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The command lines of `islr-infer.jar` that are typed most: clips and the [options][#OPTIONS], each option once.
///
/// They are understood without picocli, which takes a quarter of the time in which a JVM answers for its first clip:
/// its classes are too old to be kept in an archive of the JVM. Whatever is not exactly of this form, and all that is
/// wrong, is left to it and to [InferCommand].
final class ShortCommandLine {
    private static final String MODEL = "--model";
    private static final String PRESET = "--preset";
    private static final String STATISTICS = "--statistics";
    private static final String LABELS = "--labels";
    private static final String FORMAT = "--format";
    private static final Set<String> OPTIONS = Set.of(MODEL, PRESET, STATISTICS, LABELS, FORMAT);

    private ShortCommandLine() {}

    /// @return empty if picocli has to look at it
    static Optional<Inference> parse(String... args) {
        Map<String, String> options = new HashMap<>();
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (isName(args[i])) {
                inputs.add(args[i]);
                continue;
            }
            boolean known = OPTIONS.contains(args[i]) && i < args.length - 1 && isName(args[i + 1]);
            if (!known || options.put(args[i], args[++i]) != null) {
                return Optional.empty();
            }
        }
        return inputs.isEmpty() ? Optional.empty() : inference(options, inputs);
    }

    private static Optional<Inference> inference(Map<String, String> options, List<String> inputs) {
        Optional<Inference.Format> format = format(options.getOrDefault(FORMAT, "text"));
        if (format.isEmpty() || !options.containsKey(MODEL) && !Set.of(FORMAT).containsAll(options.keySet())) {
            return Optional.empty();
        }
        try {
            ModelHints hints = new ModelHints(Optional.ofNullable(options.get(PRESET)), Map.of(),
                    path(options, STATISTICS));
            return Optional.of(new Inference(path(options, MODEL).stream().toList(), hints, path(options, LABELS),
                    Optional.empty(), Optional.empty(), format.get(), Optional.empty(),
                    inputs.stream().map(Path::of).toList()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> path(Map<String, String> options, String option) {
        return Optional.ofNullable(options.get(option)).map(Path::of);
    }

    /// Neither an option nor nothing.
    private static boolean isName(String arg) {
        return !arg.isEmpty() && arg.charAt(0) != '-';
    }

    private static Optional<Inference.Format> format(String name) {
        return switch (name) {
            case "text" -> Optional.of(Inference.Format.TEXT);
            case "json" -> Optional.of(Inference.Format.JSON);
            default -> Optional.empty();
        };
    }
}
