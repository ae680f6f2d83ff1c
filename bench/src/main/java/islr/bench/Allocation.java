package islr.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/// Asserts that kernels allocate no memory. If one does, its vectors have become objects, and it is some fifty times
/// slower.
final class Allocation {
    /// What JMH's GC profiler calls the bytes allocated per operation.
    static final String PER_OPERATION = "gc.alloc.rate.norm";
    private static final String KERNELS = "islr.bench.kernel.";
    /// Bytes per operation: less than one object.
    private static final double LIMIT = 1;
    /// Bytes that JMH itself allocates in an iteration: 7,000 were measured. Only a few operations share them if they
    /// are long.
    private static final double OF_JMH = 10_000;

    private Allocation() {}

    /// One sentence for each kernel benchmark that allocated memory. The median of each fork counts: a loop may be
    /// compiled once more while it is measured, but one that turns its vectors into objects does so in every iteration.
    static List<String> problems(Collection<RunResult> results) {
        List<String> problems = new ArrayList<>();
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            if (benchmark.startsWith(KERNELS)) {
                double most = result.getBenchmarkResults().stream().mapToDouble(Allocation::median).max()
                        .orElse(Double.NaN);
                if (!(most <= LIMIT)) {
                    problems.add(String.format(Locale.ROOT, "%s (%s) allocates %.1f B/op; a kernel must not allocate",
                            benchmark, parameters(result), most));
                }
            }
        }
        return problems;
    }

    private static double median(BenchmarkResult fork) {
        double[] sorted = fork.getIterationResults().stream().mapToDouble(Allocation::beyondJmh).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double beyondJmh(IterationResult iteration) {
        Result<?> bytes = iteration.getSecondaryResults().get(PER_OPERATION);
        return bytes == null ? Double.NaN : bytes.getScore() - OF_JMH / iteration.getMetadata().getAllOps();
    }

    private static String parameters(RunResult result) {
        return String.join(", ", result.getParams().getParamsKeys().stream()
                .map(key -> key + "=" + result.getParams().getParam(key)).toList());
    }
}
