package islr.cli;

import islr.recognize.ModelHints;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command lines of `islr-infer.jar` that are typed most: `[--model FILE] [--format text|json] CLIP…`, each option
/// once.
///
/// They are understood without picocli, which takes a quarter of the time in which a JVM answers for its first clip:
/// its classes are too old to be kept in an archive of the JVM. Whatever is not exactly of this form, and all that is
/// wrong, is left to it and to [InferCommand].
final class ShortCommandLine {
    private ShortCommandLine() {}

    /// @return empty if picocli has to look at it
    static Optional<Inference> parse(String... args) {
        Optional<Path> model = Optional.empty();
        Optional<Inference.Format> format = Optional.empty();
        List<Path> inputs = new ArrayList<>();
        try {
            for (int i = 0; i < args.length; i++) {
                boolean last = i == args.length - 1;
                if (args[i].equals("--model") && model.isEmpty() && !last && isName(args[i + 1])) {
                    model = Optional.of(Path.of(args[++i]));
                } else if (args[i].equals("--format") && format.isEmpty() && !last && format(args[i + 1]).isPresent()) {
                    format = format(args[++i]);
                } else if (isName(args[i])) {
                    inputs.add(Path.of(args[i]));
                } else {
                    return Optional.empty();
                }
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        return inputs.isEmpty() ? Optional.empty()
                : Optional.of(new Inference(model.stream().toList(), ModelHints.NONE, Optional.empty(),
                        Optional.empty(), Optional.empty(), format.orElse(Inference.Format.TEXT), Optional.empty(),
                        List.copyOf(inputs)));
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
