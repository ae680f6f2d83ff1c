package islr.cli;

import islr.tensor.kernel.KernelProvider;
import picocli.CommandLine;

/// What `--version` prints: the program, its version, and on what it runs.
final class Version implements CommandLine.IVersionProvider {
    /// Of both programs, which are built together.
    static String ofProgram() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"${COMMAND-NAME} " + ofProgram(),
            "Java " + System.getProperty("java.version") + ", kernels: " + KernelProvider.best().description()};
    }
}
