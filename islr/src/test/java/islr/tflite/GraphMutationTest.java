package islr.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import islr.weights.hostile.SmallJvm;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `-Dislr.mutations=1000` damages only so many graphs.
class GraphMutationTest {
    private static final String SEED = "20261130";
    private static final String COUNT = "20000";

    @TempDir
    private Path folder;

    @Test
    void aDamagedGraphIsRunOrRefusedInASentenceInLittleTimeAndMemory()
            throws IOException, InterruptedException, URISyntaxException {
        String count = System.getProperty("islr.mutations", COUNT);
        List<String> args = new ArrayList<>(List.of(count, SEED, folder.toString()));
        GoldenOperatorsTest.graphs().forEach(graph -> args.add(graph.toString()));
        List<String> lines = SmallJvm.run(GraphMutationMain.class, args.toArray(String[]::new));
        String last = lines.getLast();
        System.out.println(last);
        assertThat(last).startsWith(count + " graphs, ").doesNotContain(", 0 opened", ", 0 ran");
        assertThat(Long.parseLong(last.replaceAll(".*took (\\d+) ms", "$1"))).as(last).isLessThan(10_000);
    }
}
