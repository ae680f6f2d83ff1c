package islr.bench;

import islr.data.Clip;
import islr.data.ClipReader;
import islr.data.ClipWriter;
import islr.tensor.kernel.KernelProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// From a parquet file to landmarks in memory. The file is in the operating system's cache. [ClipWriter] wrote it: with
/// Snappy pages, as in the competition's own files, but without dictionaries of coordinates.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ReadClipBenchmark {
    @Param({"11", "30", "105"})
    private int frames;

    private Path file;

    @Setup
    public void setup() throws IOException {
        Header.print(KernelProvider.best());
        Clip clip = Clips.of(frames);
        file = Files.createTempFile("islr-bench", ".parquet");
        ClipWriter.write(file, clip);
        // Equal bit for bit: missing landmarks are NaN on both sides.
        if (!Arrays.equals(read().landmarks(), clip.landmarks())) {
            throw new IllegalStateException("read: the landmarks differ from those that were written; not timed");
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    public Clip read() throws IOException {
        return ClipReader.read(file);
    }
}
