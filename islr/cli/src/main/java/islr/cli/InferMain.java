package islr.cli;

import java.util.Optional;
import picocli.CommandLine;

/// `islr-infer.jar`: which sign is in these clips?
public final class InferMain {
    private InferMain() {}

    public static void main(String[] args) {
        StandardOutput output = StandardOutput.ofProcess().endingWithWholeResults();
        Optional<Inference> inference = ShortCommandLine.parse(args).filter(asked -> asked.unfit().isEmpty());
        System.exit(inference.isPresent() ? Cli.run(inference.get()::run, output)
                : Cli.run(new InferCommand(), args, output));
    }

    /// The command line of the whole program, for tests too.
    static CommandLine commandLine() {
        return Cli.commandLine(new InferCommand());
    }
}
