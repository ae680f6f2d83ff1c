package islr.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/// The assertion that kernels take no memory: more is a kernel whose vectors have become objects, some fifty times
/// slower.
final class Allocation {
    /// As JMH's GC profiler calls bytes an operation.
    static final String PER_OPERATION = "gc.alloc.rate.norm";
    private static final String KERNELS = "islr.bench.kernel.";
    /// Bytes of an operation: less than one object.
    private static final double LIMIT = 1;
    /// Bytes that JMH itself takes in an iteration, which few long operations share: 7,000 were measured.
    private static final double OF_JMH = 10_000;

    private Allocation() {}

    /// One sentence a kernel benchmark that took memory. Of each fork the median counts: a loop may be compiled once
    /// more while it is measured, but one that makes objects of its vectors does it in every iteration.
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
