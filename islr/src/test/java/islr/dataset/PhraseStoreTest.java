package islr.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import islr.data.Clip;
import islr.data.SequenceWriter;
import islr.system.Sample;
import islr.system.fingerspelling.Fit;
import islr.system.fingerspelling.SpellingFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhraseStoreTest {
    private static final SpellingFeatures FEATURES = new SpellingFeatures(Integer.MAX_VALUE, Fit.NEAREST);
    private static final int[] FRAMES = {3, 1, 4, 2, 1, 6};

    @TempDir
    private Path folder;
    private Path data;
    private Path cache;
    private ToyPhrases toy;
    private final List<String> said = new ArrayList<>();
    private int stopAt = Integer.MAX_VALUE;

    private final Progress watcher = new Progress() {
        private int done;

        @Override
        public void begin(String what, int total, String unit) {
            done = 0;
        }

        @Override
        public void at(int count, String state) {
            done = count;
        }

        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public boolean isStopWanted() {
            return done >= stopAt;
        }
    };

    @BeforeEach
    void write() throws IOException {
        data = folder.resolve("data");
        cache = folder.resolve("cache");
        toy = new ToyPhrases(data).write(new int[] {3, 1, 4}, new int[] {2, 1}, new int[] {6});
    }

    private PhraseStore read(int threads, boolean cached) throws IOException, InterruptedException {
        return PhraseStore.read(PhraseDataSet.read(data), FEATURES, threads,
                cached ? Optional.of(cache) : Optional.empty(), watcher);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.sorted().toList();
        }
    }

    private void assertPrepared(PhraseStore store) throws IOException {
        assertThat(store.size()).isEqualTo(FRAMES.length);
        assertThat(store.unreadable()).isEmpty();
        for (int i = 0; i < FRAMES.length; i++) {
            Sample expected = FEATURES.of(toy.clip(i));
            assertThat(store.frames(i)).isEqualTo(FRAMES[i]);
            assertThat(store.recording(i).phrase()).isEqualTo(100 + i + " main st");
            assertThat(store.sample(i).values().shape()).isEqualTo(expected.values().shape());
            assertThat(store.sample(i).values().toArray()).isEqualTo(expected.values().toArray());
        }
    }

    @Test
    void samplesAreThoseOfTheClipsWithAndWithoutCache() throws Exception {
        for (int threads : new int[] {1, 3}) {
            try (PhraseStore plain = read(threads, false); PhraseStore first = read(threads, true);
                    PhraseStore second = read(threads, true)) {
                assertPrepared(plain);
                assertPrepared(first);
                assertPrepared(second);
            }
        }
        assertThat(files()).hasSize(3);
        assertThat(said).isEmpty();
    }

    @Test
    void severalThreadsMayReadSamplesFromTheCache() throws Exception {
        try (PhraseStore store = read(2, true)) {
            List<float[]> expected = new ArrayList<>();
            for (int i = 0; i < FRAMES.length; i++) {
                expected.add(FEATURES.of(toy.clip(i)).values().toArray());
            }
            IntStream.range(0, 3_000).parallel().forEach(i -> {
                try {
                    assertThat(store.sample(i % FRAMES.length).values().toArray())
                            .isEqualTo(expected.get(i % FRAMES.length));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    /// What the cache holds is not read again: files that are gone are not missed.
    @Test
    void aPreparationThatWasStoppedGoesOn() throws Exception {
        stopAt = 3;
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> read(2, true))
                .withMessage("stopped while reading sequences");
        List<Path> kept = files();
        assertThat(kept).hasSize(1);
        Object time = Files.getLastModifiedTime(kept.getFirst());
        stopAt = Integer.MAX_VALUE;
        try (PhraseStore store = read(2, true)) {
            assertPrepared(store);
        }
        assertThat(files()).hasSize(3).containsAll(kept);
        assertThat(Files.getLastModifiedTime(kept.getFirst())).isEqualTo(time);
    }

    @Test
    void aFileThatWasWrittenAgainIsPreparedAgainAndTheOthersAreNot() throws Exception {
        read(2, true).close();
        List<Path> before = files();
        List<Object> times = new ArrayList<>();
        for (Path file : before) {
            times.add(Files.getLastModifiedTime(file));
        }
        Path changed = data.resolve("train_landmarks/2.parquet");
        Files.setLastModifiedTime(changed, FileTime.fromMillis(1_000_000));
        try (PhraseStore store = read(2, true)) {
            assertPrepared(store);
        }
        assertThat(said).hasSize(1);
        assertThat(said.getFirst()).startsWith("The sequences have changed since " + cache)
                .endsWith(" was made; it is made anew.");
        int same = 0;
        for (int i = 0; i < before.size(); i++) {
            same += Files.getLastModifiedTime(before.get(i)).equals(times.get(i)) ? 1 : 0;
        }
        assertThat(same).isEqualTo(2);
    }

    @Test
    void aDamagedCacheIsMadeAnew() throws Exception {
        read(2, true).close();
        List<Path> files = files();
        byte[] bytes = Files.readAllBytes(files.get(0));
        bytes[bytes.length - 5] ^= 4;
        Files.write(files.get(0), bytes);
        Files.writeString(files.get(1), "nonsense");
        byte[] other = Files.readAllBytes(files.get(2));
        Files.write(files.get(2), Arrays.copyOf(other, other.length - 8));
        try (PhraseStore store = read(2, true)) {
            assertPrepared(store);
        }
        assertThat(said).hasSize(3).allMatch(line -> line.endsWith("; prepared sequences are made anew."));
        assertThat(said.getFirst()).startsWith(files.get(0) + ": its content is not what was written");
        said.clear();
        read(2, true).close();
        assertThat(said).isEmpty();
    }

    @Test
    void aSequenceThatCannotBeReadDoesNotTakeOthersWithIt() throws Exception {
        Clip clip = toy.clip(1);
        PhraseDataSet set = PhraseDataSet.read(data);
        // Sequence 101 is written again with other frames, after the table was read.
        SequenceWriter.write(data.resolve("train_landmarks/1.parquet"),
                List.of(new SequenceWriter.Entry(100, toy.clip(0)), new SequenceWriter.Entry(999, clip),
                        new SequenceWriter.Entry(102, toy.clip(2))));
        try (PhraseStore store = PhraseStore.read(set, FEATURES, 2, Optional.of(cache), watcher)) {
            assertThat(store.unreadable()).containsExactly(
                    data.resolve("train_landmarks/1.parquet") + ": there is no sequence 101; there are 100, 999, 102");
            assertThat(store.frames(1)).isZero();
            assertThat(store.sample(1).isEmpty()).isTrue();
            assertThat(store.sample(2).values().toArray()).isEqualTo(FEATURES.of(toy.clip(2)).values().toArray());
        }
        assertThat(files()).hasSize(2);
    }

    @Test
    void aFolderThatCannotBeMadeIsTold() throws IOException {
        Files.writeString(cache, "a file");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(1, true))
                .withMessageStartingWith(cache + ": no prepared clips can be kept there: ");
    }
}
