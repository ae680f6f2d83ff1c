package islr.bench;

import islr.bench.compare.Quick;
import islr.bench.compare.SixthPlace;
import islr.bench.compare.SmallerWeights;
import islr.bench.lesson.Lesson;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// The program of `benchmarks.jar`: `--quick`, `--sixth` and `--narrow` compare, `lesson` runs the lesson, anything
/// else is for JMH.
public final class Main {
    private Main() {}

    /// @param args `--quick`, `--sixth` or `--narrow` and its options, `lesson`, or JMH's options
    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("lesson")) {
            Lesson.main();
        } else if (args.length > 0 && args[0].equals("--quick")) {
            Quick.main(Arrays.copyOfRange(args, 1, args.length));
        } else if (args.length > 0 && args[0].equals("--sixth")) {
            SixthPlace.main(Arrays.copyOfRange(args, 1, args.length));
        } else if (args.length > 0 && args[0].equals("--narrow")) {
            SmallerWeights.main(Arrays.copyOfRange(args, 1, args.length));
        } else {
            jmh(args);
        }
    }

    private static void jmh(String... args) throws IOException {
        CommandLineOptions options;
        try {
            options = new CommandLineOptions(args);
        } catch (CommandLineOptionException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
            return;
        }
        if (options.shouldHelp() || options.shouldList() || options.shouldListWithParams()
                || options.shouldListProfilers() || options.shouldListResultFormats()) {
            org.openjdk.jmh.Main.main(args);
        } else {
            System.exit(run(options));
        }
    }

    /// Runs benchmarks with the GC profiler. A wrong answer ends the run.
    ///
    /// @return 0, or 1 if a kernel allocated memory or a benchmark failed
    private static int run(CommandLineOptions options) {
        ChainedOptionsBuilder all = new OptionsBuilder().parent(options).shouldFailOnError(true);
        if (options.getProfilers().stream().noneMatch(profiler -> profiler.getKlass().matches("gc|.*GCProfiler"))) {
            all.addProfiler(GCProfiler.class);
        }
        try {
            List<String> problems = Allocation.problems(new Runner(all.build()).run());
            problems.forEach(System.err::println);
            return problems.isEmpty() ? 0 : 1;
        } catch (RunnerException e) {
            System.err.println("benchmarks: " + e.getMessage());
            return 1;
        }
    }
}
