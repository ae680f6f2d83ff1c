package islr.train;

import static org.assertj.core.api.Assertions.assertThat;

import islr.features.FeatureSet;
import islr.model.Gislr64;
import islr.nn.Parameters;
import islr.tensor.Parallel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final int CLIPS = 10;

    /// The labels of an epoch in their order. Every clip has a label of its own here, so that labels tell clips apart.
    private List<Integer> epoch(int epoch, String... changes) throws IOException, InterruptedException {
        TrainSettings settings = ToyRuns.settings(changes);
        ClipSource source = new ToyClips(CLIPS, 1, 1);
        ClipStore store = ClipStore.read(source, FeatureSet.DOMINANT_HAND.of(8), 2, Progress.NONE);
        List<Integer> labels = new ArrayList<>();
        try (Parallel parallel = Parallel.sequential();
                Batches batches = new Batches(new Gislr64(settings.model(CLIPS), Parameters.fresh(1)),
                        ToyRuns.compute(parallel), store.clips(), settings)) {
            int number = 0;
            for (Iterator<Batches.Batch> rest = batches.epoch(epoch); rest.hasNext();) {
                Batches.Batch batch = rest.next();
                assertThat(batch.number()).isEqualTo(number++);
                assertThat(batch.labels().length).isEqualTo(
                        rest.hasNext() ? settings.whole(Setting.BATCH) : lastOf(settings.whole(Setting.BATCH)));
                IntStream.of(batch.labels()).forEach(labels::add);
            }
        }
        return labels;
    }

    private static int lastOf(int batch) {
        return (CLIPS - 1) % batch + 1;
    }

    @Test
    void everyClipComesOnceAnEpoch() throws Exception {
        for (String size : new String[] {"batch=1", "batch=3", "batch=5", "batch=10", "batch=64"}) {
            assertThat(epoch(0, size)).containsExactlyInAnyOrderElementsOf(IntStream.range(0, CLIPS).boxed().toList());
        }
    }

    @Test
    void everyEpochHasAnotherOrder() throws Exception {
        assertThat(epoch(0)).isNotEqualTo(epoch(1)).isNotEqualTo(IntStream.range(0, CLIPS).boxed().toList());
    }

    @Test
    void theSameSeedGivesTheSameOrderWhateverTheBatch() throws Exception {
        assertThat(epoch(3)).isEqualTo(epoch(3)).isEqualTo(epoch(3, "batch=7"));
        assertThat(epoch(3)).isNotEqualTo(epoch(3, "seed=43"));
    }
}
