package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.augment.ClipAugmentation;
import islr.augment.HandLoss;
import islr.augment.MixedClips;
import islr.augment.PairAugmentation;
import islr.data.Clip;
import islr.data.Skeleton;
import islr.dataset.ClipSource;
import islr.dataset.LabelledSample;
import islr.dataset.Progress;
import islr.dataset.SampleStore;
import islr.dataset.ToyClips;
import islr.golden.Close;
import islr.system.Augmentation;
import islr.system.Batch;
import islr.system.Sample;
import islr.system.Targets;
import islr.system.Training;
import islr.system.TrainingBatch;
import islr.tensor.Memory;
import islr.train.run.RunSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        try (Batches batches = new Batches(samples, new ShownClips.Rule(0, size, 0, false), Changes.of(settings), 1,
                settings.seed())) {
            int steps = 0;
            for (Iterator<TrainingBatch> rest = batches.epoch(epoch); rest.hasNext(); steps++) {
                TrainingBatch batch = rest.next();
                assertThat(batch.size()).isEqualTo(rest.hasNext() ? size : lastOf(size));
                assertThat(batch.samples().size()).isEqualTo(batch.size());
                IntStream.of(batch.targets().labels()).forEach(labels::add);
            }
            assertThat(batches.steps()).isEqualTo(steps);
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
        try (Batches batches = new Batches(samples, new ShownClips.Rule(0, 4, 0, false),
                new Changes(List.of(), List.of(), 0, settings.features(), _ -> List.of(watched("watched", drawn))), 1,
                42)) {
            for (int epoch : new int[] {0, 1, 0}) {
                batches.epoch(epoch).forEachRemaining(batch -> {});
            }
        }
        assertThat(drawn).hasSize(3 * CLIPS);
        assertThat(drawn.subList(0, 2 * CLIPS)).doesNotHaveDuplicates();
        assertThat(drawn.subList(2 * CLIPS, 3 * CLIPS)).isEqualTo(drawn.subList(0, CLIPS));
    }

    /// Notes a number of each stream that it is given.
    private static Augmentation watched(String stream, List<Long> drawn) {
        return new Augmentation() {
            @Override
            public String stream() {
                return stream;
            }

            @Override
            public Sample apply(Sample sample, RandomGenerator random, Memory memory) {
                drawn.add(random.nextLong());
                return sample;
            }
        };
    }

    /// One clip of a sign, and five of another: in an epoch the one is shown three times.
    @Test
    void augmentationsDrawAnewForAClipThatIsShownAgainAndEachForItself() throws Exception {
        RunSettings settings = ToyRuns.settings();
        List<LabelledSample> samples = SampleStore
                .read(new ToyClips(2, 1, 5), settings.features(), 2, Optional.empty(), Progress.NONE).samples()
                .subList(0, 6);
        assertThat(samples.stream().map(LabelledSample::label)).containsExactly(0, 0, 0, 0, 0, 1);
        List<Long> drawn = new ArrayList<>();
        try (Batches batches = new Batches(samples, new ShownClips.Rule(1, 4, 0, false), new Changes(List.of(),
                List.of(), 0, settings.features(), _ -> List.of(watched("one", drawn), watched("two", drawn))), 1,
                42)) {
            batches.epoch(0).forEachRemaining(batch -> {});
        }
        assertThat(drawn).hasSize(12).doesNotHaveDuplicates();
    }

    private static List<LabelledSample> withClips(RunSettings settings) throws IOException, InterruptedException {
        return SampleStore
                .readWithClips(new ToyClips(CLIPS, 1, 1), settings.features(), 2, Optional.empty(), Progress.NONE)
                .samples();
    }

    /// Adds a random number to all coordinates, or takes all hands away.
    private static ClipAugmentation change(String stream, boolean leavesHands) {
        return new ClipAugmentation() {
            @Override
            public String stream() {
                return stream;
            }

            @Override
            public Clip apply(Clip clip, RandomGenerator random) {
                if (!leavesHands) {
                    return HandLoss.without(clip, Skeleton.LEFT_HAND, 0, clip.frames());
                }
                float more = random.nextFloat();
                float[] landmarks = clip.landmarks().clone();
                for (int i = 0; i < landmarks.length; i++) {
                    landmarks[i] += more;
                }
                return clip.with(landmarks);
            }
        };
    }

    /// What is shown of each clip in an epoch, by its label.
    private static Map<Integer, float[]> shown(List<LabelledSample> samples, RunSettings settings, int epoch,
            ClipAugmentation... changes) {
        Map<Integer, float[]> shown = new HashMap<>();
        try (Batches batches = new Batches(samples, new ShownClips.Rule(0, 3, 0, false),
                new Changes(List.of(), List.of(changes), 0, settings.features(), _ -> List.of()), 1, settings.seed())) {
            batches.epoch(epoch).forEachRemaining(batch -> {
                for (int s = 0; s < batch.size(); s++) {
                    shown.put(batch.targets().labels()[s],
                            Arrays.copyOfRange(batch.samples().rows().array(),
                                    batch.samples().at(batch.samples().sequences().start(s)),
                                    batch.samples().at(batch.samples().sequences().end(s))));
                }
            });
        }
        return shown;
    }

    @Test
    void aChangedClipGivesAnotherSampleInEveryEpoch() throws Exception {
        RunSettings settings = ToyRuns.settings();
        List<LabelledSample> samples = withClips(settings);
        Map<Integer, float[]> first = shown(samples, settings, 0, change("one", true));
        Map<Integer, float[]> again = shown(samples, settings, 0, change("one", true));
        Map<Integer, float[]> second = shown(samples, settings, 1, change("one", true));
        Map<Integer, float[]> other = shown(samples, settings, 0, change("other", true));
        Set<Float> added = new HashSet<>();
        for (LabelledSample each : samples) {
            float[] sample = first.get(each.label());
            assertThat(sample).isEqualTo(again.get(each.label())).isNotEqualTo(second.get(each.label()))
                    .isNotEqualTo(other.get(each.label())).isNotEqualTo(each.sample().values().toArray())
                    .hasSize(each.sample().values().size());
            added.add(Math.round((sample[0] - each.sample().values().toArray()[0]) * 1e4f) / 1e4f);
        }
        assertThat(added).as("each sample its own").hasSize(CLIPS);
    }

    /// A second change leaves the first one's random numbers as they are.
    @Test
    void changesFollowEachOther() throws Exception {
        RunSettings settings = ToyRuns.settings();
        List<LabelledSample> samples = withClips(settings);
        Map<Integer, float[]> one = shown(samples, settings, 2, change("one", true));
        Map<Integer, float[]> other = shown(samples, settings, 2, change("other", true));
        Map<Integer, float[]> both = shown(samples, settings, 2, change("one", true), change("other", true));
        for (LabelledSample each : samples) {
            float was = each.sample().values().toArray()[0];
            float sum = one.get(each.label())[0] + other.get(each.label())[0] - was;
            assertThat(both.get(each.label())[0]).isCloseTo(sum, within(1e-5f));
        }
    }

    @Test
    void whereAChangeLeavesNothingToSeeTheSampleStaysAsItIs() throws Exception {
        RunSettings settings = ToyRuns.settings();
        List<LabelledSample> samples = withClips(settings);
        Map<Integer, float[]> shown = shown(samples, settings, 0, change("one", true), change("two", false));
        for (LabelledSample each : samples) {
            assertThat(shown.get(each.label())).isEqualTo(each.sample().values().toArray());
        }
    }

    @Test
    void samplesWithoutTheirClipsAreNotChanged() throws Exception {
        RunSettings settings = ToyRuns.settings();
        List<LabelledSample> samples = SampleStore
                .read(new ToyClips(CLIPS, 1, 1), settings.features(), 2, Optional.empty(), Progress.NONE).samples();
        Map<Integer, float[]> shown = shown(samples, settings, 0, change("one", true));
        for (LabelledSample each : samples) {
            assertThat(shown.get(each.label())).isEqualTo(each.sample().values().toArray());
        }
    }

    private static List<TrainingBatch> batches(List<LabelledSample> samples, RunSettings settings, int views,
            double mixup, ClipAugmentation... changes) {
        List<TrainingBatch> all = new ArrayList<>();
        try (Batches batches = new Batches(samples, new ShownClips.Rule(0, 4, 0, false),
                new Changes(List.of(), List.of(changes), mixup, settings.features(), _ -> List.of()), views,
                settings.seed())) {
            batches.epoch(1).forEachRemaining(all::add);
        }
        return all;
    }

    @Test
    void viewsAreTheSameClipsChangedAnew() throws Exception {
        RunSettings settings = ToyRuns.settings();
        List<LabelledSample> samples = withClips(settings);
        List<TrainingBatch> one = batches(samples, settings, 1, 0, change("one", true));
        List<TrainingBatch> three = batches(samples, settings, 3, 0, change("one", true));
        for (int i = 0; i < one.size(); i++) {
            TrainingBatch batch = three.get(i);
            assertThat(batch.views()).hasSize(3);
            assertThat(batch.targets().labels()).isEqualTo(one.get(i).targets().labels());
            float[] first = batch.view(0).rows().toArray();
            assertThat(first).isEqualTo(one.get(i).samples().rows().toArray());
            assertThat(batch.view(1).rows().toArray()).hasSameSizeAs(first).isNotEqualTo(first)
                    .isNotEqualTo(batch.view(2).rows().toArray());
        }
    }

    /// The targets say what was mixed: a clip of share 1 is itself, one of share 0 is the other, with its frames.
    @Test
    void mixedClipsHaveThePartnersAndSharesThatTheirTargetsTell() throws Exception {
        RunSettings settings = ToyRuns.settings();
        List<LabelledSample> samples = withClips(settings);
        Map<Integer, LabelledSample> byLabel = new HashMap<>();
        samples.forEach(each -> byLabel.put(each.label(), each));
        Set<Integer> partners = new HashSet<>();
        for (TrainingBatch batch : batches(samples, settings, 2, 0.5)) {
            Targets.Mixed mixed = batch.targets().mixed().orElseThrow();
            for (int i = 0; i < batch.size(); i++) {
                Clip own = byLabel.get(batch.targets().labels()[i]).clip().orElseThrow();
                Clip other = byLabel.get(mixed.labels()[i]).clip().orElseThrow();
                partners.add(mixed.labels()[i]);
                float[] expected = settings.features().of(MixedClips.of(own, other, mixed.shares()[i])).values()
                        .toArray();
                for (Batch view : batch.views()) {
                    float[] actual = Arrays.copyOfRange(view.rows().array(), view.at(view.sequences().start(i)),
                            view.at(view.sequences().end(i)));
                    Close.absolute("mixed", actual, expected, 1e-5);
                }
            }
        }
        assertThat(partners).hasSizeGreaterThan(3);
    }

    /// Takes all of the other clip.
    private static PairAugmentation other(String stream) {
        return new PairAugmentation() {
            @Override
            public String stream() {
                return stream;
            }

            @Override
            public Clip apply(Clip clip, Clip other, RandomGenerator random) {
                return other;
            }
        };
    }

    /// Sign 0 has three clips, sign 1 has one: there is nothing to take for this one.
    @Test
    void anotherClipOfTheSameSignIsAnotherOne() throws Exception {
        RunSettings settings = ToyRuns.settings();
        List<LabelledSample> samples = SampleStore
                .readWithClips(new ToyClips(2, 1, 3), settings.features(), 2, Optional.empty(), Progress.NONE).samples()
                .subList(0, 4);
        assertThat(samples.stream().map(LabelledSample::label)).containsExactly(0, 0, 0, 1);
        ChangedSamples changed = new ChangedSamples(samples, List.of(new int[] {0, 1, 2}, new int[] {3}),
                new Changes(List.of(other("pair")), List.of(), 0, settings.features(), _ -> List.of()), 0, 42);
        Set<Integer> taken = new HashSet<>();
        for (int before = 0; before < 20; before++) {
            float[] shown = changed.of(1, before, 0).sample().values().toArray();
            taken.add(
                    IntStream.range(0, 3).filter(i -> Arrays.equals(samples.get(i).sample().values().toArray(), shown))
                            .findFirst().orElseThrow());
            assertThat(changed.of(3, before, 0).sample().values().toArray())
                    .isEqualTo(samples.get(3).sample().values().toArray());
        }
        assertThat(taken).containsExactlyInAnyOrder(0, 2);
    }
}
