package islr.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import islr.golden.Goldens;
import islr.recognize.HeapArrays;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.kernel.ScalarKernels;
import islr.tflite.value.Value;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Random;
import javax.management.JMException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a run takes from the heap once its number of frames was seen: objects for its steps, such as shapes and tasks,
/// and their few indices, but nothing that holds numbers of the clip.
///
/// On one thread, whose bytes the JVM counts, and with the scalar kernels: until it is compiled, vector code makes
/// objects of its vectors.
class TfliteMemoryTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SHORT = 30;
    private static final int LONG = 160;
    /// A line of the class histogram, of floats, longs, truth values or ints: `  12:   345   67890  [F (java.base@25)`.

    @ParameterizedTest
    @ValueSource(strings = {"system-logits", "system-probabilities"})
    void aRunOfASmallGraphTakesAFewKilobytesWhateverTheNumberOfFrames(String name) throws Exception {
        TfliteGraph graph = TfliteGraph.open(small(name));
        // 7,000 bytes were measured for both.
        assertThat(bytes(graph, LONG)).isBetween(1L, 16_000L).isLessThan(bytes(graph, SHORT) + 500);
        assertThat(arrays(graph, LONG)).isEqualTo(arrays(graph, SHORT));
    }

    @Test
    void aRunOfARealSubmissionTakesSomeKilobytesAndHardlyMoreForALongClip() throws Exception {
        TfliteGraph graph = TfliteGraph.open(Goldens.shared().resolve("checkpoints/cls-distances-250.tflite"));
        long shorter = bytes(graph, SHORT);
        long longer = bytes(graph, LONG);
        // 95 and 109 kB were measured for 189 steps: a long clip has more tasks, which are objects. A frame alone is
        // 6.5 kB of landmarks.
        assertThat(shorter).isBetween(1L, 150_000L);
        assertThat((longer - shorter) / (LONG - SHORT)).isLessThan(200);
        // 15 bytes a frame were measured: a task has a few indices of its own.
        assertThat((arrays(graph, LONG) - arrays(graph, SHORT)) / (LONG - SHORT)).isBetween(0L, 40L);
    }

    private static Path small(String name) throws URISyntaxException {
        return Path.of(TfliteMemoryTest.class.getResource("golden/" + name + ".tflite").toURI());
    }

    /// Bytes that a warm run takes. Now and then the JVM itself takes some in between, so the least of a few runs.
    private static long bytes(TfliteGraph graph, int frames) {
        Runnable run = warm(graph, frames);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            run.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static Runnable warm(TfliteGraph graph, int frames) {
        Value landmarks = Value.of(Tensor.randn(new Random(frames), frames, 543, 3));
        Workspace workspace = Workspace.create();
        Compute c = new Compute(new ScalarKernels(), Parallel.sequential(), workspace);
        Runnable run = () -> {
            graph.run(c, landmarks);
            workspace.reset();
        };
        // The second time, what did not fit into the workspace becomes one slab.
        for (int i = 0; i < 3; i++) {
            run.run();
        }
        return run;
    }

    /// Bytes of the arrays of numbers among them, those that nobody holds any more included.
    private static long arrays(TfliteGraph graph, int frames) throws JMException {
        Runnable run = warm(graph, frames);
        // The first count takes more for itself than the next ones.
        HeapArrays.bytes(run);
        long counting = HeapArrays.bytes(() -> {
        });
        return HeapArrays.bytes(run) - counting;
    }
}
