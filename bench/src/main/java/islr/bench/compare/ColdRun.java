package islr.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A program from its start to its end: wall clock, and the most memory that it and the programs it starts had
/// resident, added up.
///
/// @param ms wall clock
/// @param mb peak of each process in 10⁶ bytes, added; NaN where the system does not tell (only Linux does)
record ColdRun(double ms, double mb) {

    static ColdRun of(List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Map<Long, Double> peaks = new HashMap<>();
        while (process.isAlive()) {
            Stream.concat(Stream.of(process.toHandle()), process.descendants())
                    .forEach(p -> peaks.merge(p.pid(), peak(p.pid()), Math::max));
            Thread.sleep(2);
        }
        double ms = (System.nanoTime() - start) / 1e6;
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        double sum = peaks.values().stream().mapToDouble(Double::doubleValue).sum();
        return new ColdRun(ms, sum > 0 ? sum : Double.NaN);
    }

    /// The high-water mark of a process.
    private static double peak(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:")).map(line -> line.replaceAll("\\D", ""))
                    .mapToDouble(kb -> Double.parseDouble(kb) * 1024 / 1e6).findFirst().orElse(0);
        } catch (IOException | RuntimeException e) {
            // It has just ended.
            return 0;
        }
    }
}
