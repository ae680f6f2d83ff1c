package islr.cli;

import islr.tensor.kernel.KernelProvider;
import picocli.CommandLine;

/// What `--version` prints: the program, its version, and on what it runs.
final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"${COMMAND-NAME} " + (version == null ? "(not from a jar)" : version),
            "Java " + System.getProperty("java.version") + ", kernels: " + KernelProvider.best().description()};
    }
}
