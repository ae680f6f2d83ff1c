package islr.bench;

import islr.tensor.kernel.Kernels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// Prints one line for each trial: the kernels, the JVM, the processor, and how busy the machine was.
public final class Header {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    private Header() {}

    public static void print(Kernels kernels) {
        System.out.printf(Locale.ROOT, "%n# kernels: %s | java: %s %s | cpu: %s, %d processors, load %.1f%n",
                kernels.description(), System.getProperty("java.vendor"), System.getProperty("java.vm.version"), cpu(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /// The processor's name on Linux, only its architecture elsewhere.
    private static String cpu() {
        try (Stream<String> lines = Files.lines(CPU)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
