package islr.cli;

import islr.internal.Failures;
import islr.internal.Launched;
import islr.weights.text.Nearest;
import islr.weights.text.OneLine;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;

/// What both programs do alike: parse, report wrong usage in one line and a hint, and turn what happened into an exit
/// code.
final class Cli {
    /// For the help of both programs: what the launcher reads of the environment.
    static final String ENVIRONMENT = "Environment:%n"
            + "  ISLR_JAVA_OPTS      options for Java, such as -Xmx4g for more memory%n"
            + "  ISLR_JAVA_HOME      the JDK 25 to use, if another one is the default%n"
            + "  ISLR_CACHE          folder of the files that make the next start quicker, or none;%n"
            + "                      it may be removed at any time%n"
            + "  LC_ALL=C.UTF-8      for names of files with other letters than a to z, in plain containers";

    private Cli() {}

    static CommandLine commandLine(Callable<Integer> command) {
        CommandLine line = new CommandLine(command);
        convert(line);
        line.setUsageHelpWidth(100);
        // A clip may be called @home.parquet.
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, args) -> {
            e.getCommandLine().getErr().println(OneLine.of(usage(e)));
            e.getCommandLine().getErr().println("Try --help.");
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, failed, result) -> failed(e, failed.getErr()));
        return line;
    }

    /// Wrong usage, in one line.
    static CommandLine.ParameterException wrong(CommandLine.Model.CommandSpec spec, String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    /// @param value null if the option was not given
    static void requirePositive(CommandLine.Model.CommandSpec spec, String option, Integer value) {
        if (value != null && value < 1) {
            throw wrong(spec, option + " must be at least 1");
        }
    }

    private static int failed(Exception e, PrintWriter err) {
        err.println(OneLine.of(told(e)));
        return ExitCode.SOME_FAILED;
    }

    /// What a user is told of a failure.
    static String told(Throwable e) {
        return switch (e) {
            case OutOfMemoryError memory -> Failures.outOfMemory();
            case FileSystemException file -> file.getFile() == null ? Reasons.of(file)
                    : file.getFile() + ": " + Reasons.of(file, Path.of(file.getFile()));
            case CharacterCodingException text -> Reasons.of(text);
            case IOException other when other.getMessage() == null -> Reasons.of(other);
            default -> e.getMessage() == null ? Failures.defect(e) : e.getMessage();
        };
    }

    /// A program that knows what to do.
    @FunctionalInterface
    interface Program {
        /// @return its exit code
        int run(PrintWriter out, PrintWriter err) throws Exception;
    }

    /// Runs a program on the process's own streams.
    static int run(Callable<Integer> command, String[] args) {
        return run(command, args, StandardOutput.ofProcess());
    }

    static int run(Callable<Integer> command, String[] args, StandardOutput output) {
        return run((out, err) -> commandLine(command).setOut(out).setErr(err).execute(args), output);
    }

    static int run(Program program, StandardOutput output) {
        oneLineLogs();
        Launched.endWithLauncher();
        PrintWriter out = new PrintWriter(output);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code;
        try {
            code = program.run(out, err);
        } catch (OutOfMemoryError e) {
            err.println(told(e));
            code = ExitCode.SOME_FAILED;
        } catch (Exception e) {
            code = failed(e, err);
        }
        boolean lost = out.checkError();
        output.failure().ifPresent(err::println);
        return lost && code == ExitCode.OK ? ExitCode.SOME_FAILED : code;
    }

    /// Picocli looks for what is missing before it complains of what it does not know, although the latter is often
    /// why.
    private static String usage(CommandLine.ParameterException e) {
        List<String> unknown = e.getCommandLine().getUnmatchedArguments();
        if (e instanceof CommandLine.MissingParameterException) {
            unknown = unknown.stream().filter(arg -> arg.startsWith("-")).toList();
        }
        boolean isReason = e instanceof CommandLine.MissingParameterException
                || e instanceof CommandLine.UnmatchedArgumentException;
        return !isReason || unknown.isEmpty() ? e.getMessage() : unknown(e.getCommandLine(), unknown.getFirst());
    }

    /// What is said of a word that means nothing here.
    private static String unknown(CommandLine line, String word) {
        if (word.startsWith("-")) {
            return "Unknown option: '" + word + "'" + nearOption(line, word)
                    + (word.endsWith(".parquet") ? "; write ./" + word + " if it is a file" : "");
        }
        List<String> commands = List.copyOf(line.getSubcommands().keySet());
        return commands.isEmpty() ? "Unexpected word: '" + word + "'; a name with spaces needs quotes"
                : "Unknown command: '" + word + "'" + Nearest.meant(word, commands) + "; the commands are "
                        + listed(List.copyOf(commands)) + " (a name with spaces needs quotes)";
    }

    /// `a, b and c`
    private static String listed(List<String> names) {
        return names.size() == 1 ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    /// The option that was probably meant, or the command that has this one.
    private static String nearOption(CommandLine line, String word) {
        String name = word.split("=", 2)[0];
        CommandLine all = line;
        while (all.getParent() != null) {
            all = all.getParent();
        }
        List<CommandLine> others = new ArrayList<>(all.getSubcommands().values());
        others.addFirst(all);
        for (CommandLine other : others) {
            if (other != line && other.getCommandSpec().findOption(name) != null) {
                return "; it is one of " + (other == all ? "" : all.getCommandName() + " ") + other.getCommandName();
            }
        }
        // Without dashes, for they would make any two options alike.
        List<String> options = line.getCommandSpec().options().stream().map(CommandLine.Model.OptionSpec::longestName)
                .map(option -> option.substring(2)).toList();
        return Nearest.alike(name.replaceFirst("^-+", "").replace('_', '-').toLowerCase(Locale.ROOT), options)
                .map(near -> ", did you mean --" + near + "?").orElse("");
    }

    /// Numbers and names in our words, not in those of Java.
    private static void convert(CommandLine line) {
        line.registerConverter(Integer.class, text -> number(text, Integer::valueOf, "a whole number"));
        line.registerConverter(int.class, text -> number(text, Integer::valueOf, "a whole number"));
        line.registerConverter(long.class, text -> number(text, Long::valueOf, "a whole number"));
        line.registerConverter(double.class, text -> number(text, Double::valueOf, "a number"));
        line.registerConverter(Double.class, text -> number(text, Double::valueOf, "a number"));
        line.registerConverter(Inference.Format.class, Cli::format);
    }

    private static <T> T number(String text, Function<String, T> parse, String what) {
        try {
            return parse.apply(text.strip());
        } catch (NumberFormatException e) {
            throw new CommandLine.TypeConversionException(
                    "'" + text + "' is not " + what + (text.matches("-?[0-9]+") ? " of this size" : ""));
        }
    }

    private static Inference.Format format(String text) {
        List<String> names = new ArrayList<>();
        for (Inference.Format format : Inference.Format.values()) {
            names.add(format.name().toLowerCase(Locale.ROOT));
            if (names.getLast().equals(text.toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new CommandLine.TypeConversionException(
                "'" + text + "' is not " + String.join(" or ", names) + Nearest.meant(text, names));
    }

    /// The JDK's logger writes two lines a message unless told otherwise.
    private static void oneLineLogs() {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%3$s: %5$s%6$s%n");
        }
    }
}
