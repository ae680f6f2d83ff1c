package islr.train;

import static org.assertj.core.api.Assertions.assertThat;

import islr.dataset.ClipSource;
import islr.dataset.LabelledSample;
import islr.dataset.Progress;
import islr.dataset.SampleStore;
import islr.dataset.ToyClips;
import islr.system.Augmentation;
import islr.system.Sample;
import islr.system.Training;
import islr.tensor.Memory;
import islr.train.run.RunSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final int CLIPS = 10;

    /// The labels of an epoch in their order. Every clip has a label of its own here, so that labels tell clips apart.
    private List<Integer> epoch(int epoch, String... changes) throws IOException, InterruptedException {
        RunSettings settings = ToyRuns.settings(changes);
        ClipSource source = new ToyClips(CLIPS, 1, 1);
        List<LabelledSample> samples = SampleStore.read(source, settings.features(), 2, Optional.empty(), Progress.NONE)
                .samples();
        List<Integer> labels = new ArrayList<>();
        int size = settings.get(Training.BATCH);
        try (Batches batches = new Batches(samples, 0, Batches.Changes.of(settings), size, settings.seed())) {
            int number = 0;
            for (Iterator<Batches.Labelled> rest = batches.epoch(epoch); rest.hasNext();) {
                Batches.Labelled batch = rest.next();
                assertThat(batch.number()).isEqualTo(number++);
                assertThat(batch.labels().length).isEqualTo(rest.hasNext() ? size : lastOf(size));
                assertThat(batch.samples().size()).isEqualTo(batch.labels().length);
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

    /// Streams of random numbers that do not depend on epoch and sample would change every clip in the same way, each
    /// time.
    @Test
    void augmentationsDrawAnewForEveryEpochAndSample() throws Exception {
        ClipSource source = new ToyClips(CLIPS, 1, 1);
        RunSettings settings = ToyRuns.settings();
        List<LabelledSample> samples = SampleStore.read(source, settings.features(), 2, Optional.empty(), Progress.NONE)
                .samples();
        List<Long> drawn = new ArrayList<>();
        Augmentation watched = new Augmentation() {
            @Override
            public String stream() {
                return "watched";
            }

            @Override
            public Sample apply(Sample sample, RandomGenerator random, Memory memory) {
                drawn.add(random.nextLong());
                return sample;
            }
        };
        try (Batches batches = new Batches(samples, 0,
                new Batches.Changes(List.of(), settings.features(), List.of(watched)), 4, 42)) {
            for (int epoch : new int[] {0, 1, 0}) {
                batches.epoch(epoch).forEachRemaining(batch -> {});
            }
        }
        assertThat(drawn).hasSize(3 * CLIPS);
        assertThat(drawn.subList(0, 2 * CLIPS)).doesNotHaveDuplicates();
        assertThat(drawn.subList(2 * CLIPS, 3 * CLIPS)).isEqualTo(drawn.subList(0, CLIPS));
    }
}
