package islr.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.system.gislr.FeatureSet;
import islr.system.gislr.GislrFeatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCacheTest {
    private static final int CLIPS = 12;

    @TempDir
    private Path folder;
    private final List<String> said = new ArrayList<>();

    private final Progress watcher = new Progress() {
        @Override
        public void say(String line) {
            said.add(line);
        }
    };

    private SampleStore read(ToyClips source, int frames) throws IOException, InterruptedException {
        return SampleCache.read(folder, source, new GislrFeatures(FeatureSet.DOMINANT_HAND, frames), 2, watcher);
    }

    private static ToyClips source() {
        return new ToyClips(3, 2, 2).withoutHand(5).noted(7);
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().getFirst();
        }
    }

    private static void assertSame(SampleStore a, SampleStore b) {
        assertThat(a.samples()).hasSize(CLIPS).hasSameSizeAs(b.samples());
        for (int i = 0; i < CLIPS; i++) {
            LabelledSample one = a.samples().get(i);
            LabelledSample other = b.samples().get(i);
            assertThat(one.sample().values().shape()).isEqualTo(other.sample().values().shape());
            assertThat(one.sample().values().toArray()).isEqualTo(other.sample().values().toArray());
            assertThat(one.label()).isEqualTo(other.label());
            assertThat(one.seen()).isEqualTo(other.seen());
            assertThat(one.notes()).isEqualTo(other.notes());
        }
    }

    @Test
    void whatComesFromTheCacheIsWhatWasPrepared() throws Exception {
        ToyClips first = source();
        SampleStore prepared = read(first, 8);
        ToyClips second = source();
        assertSame(read(second, 8), prepared);
        assertThat(first.reads()).isEqualTo(CLIPS);
        assertThat(second.reads()).isZero();
        assertThat(said).containsExactly("Prepared clips are taken from " + file() + ".");
    }

    @Test
    void clipsThatHaveChangedAreReadAgain() throws Exception {
        read(source(), 8);
        ToyClips changed = source().changed(3);
        SampleStore store = read(changed, 8);
        assertThat(changed.reads()).isEqualTo(CLIPS);
        assertSame(store, SampleStore.read(changed, new GislrFeatures(FeatureSet.DOMINANT_HAND, 8), 1, Progress.NONE));
        assertThat(said).containsExactly("The clips have changed since " + file() + " was made; it is made anew.");
    }

    @Test
    void otherFramesHaveACacheOfTheirOwn() throws Exception {
        read(source(), 8);
        ToyClips again = source();
        read(again, 6);
        assertThat(again.reads()).isEqualTo(CLIPS);
        ToyClips third = source();
        read(third, 8);
        assertThat(third.reads()).isZero();
    }

    @Test
    void soHaveOtherFeatures() throws Exception {
        SampleStore one = read(source(), 8);
        ToyClips again = source();
        SampleStore both = SampleCache.read(folder, again, new GislrFeatures(FeatureSet.BOTH_HANDS, 8), 2, watcher);
        assertThat(again.reads()).isEqualTo(CLIPS);
        assertSame(both, SampleStore.read(source(), new GislrFeatures(FeatureSet.BOTH_HANDS, 8), 1, Progress.NONE));
        assertSame(one, read(source(), 8));
    }

    /// The name of a file says what is in it, and so does the file.
    @Test
    void aCacheOfOtherFeaturesUnderTheNameOfTheseIsMadeAnew() throws Exception {
        SampleStore prepared = read(source(), 8);
        Path file = file();
        byte[] eight = Files.readAllBytes(file);
        read(source(), 6);
        try (Stream<Path> files = Files.list(folder)) {
            Files.write(files.filter(each -> !each.equals(file)).findFirst().orElseThrow(), eight);
        }
        ToyClips again = source();
        SampleStore six = read(again, 6);
        assertThat(again.reads()).isEqualTo(CLIPS);
        assertSame(six, SampleStore.read(source(), new GislrFeatures(FeatureSet.DOMINANT_HAND, 6), 1, Progress.NONE));
        assertSame(read(source(), 8), prepared);
    }

    @Test
    void aDamagedCacheIsMadeAnew() throws Exception {
        SampleStore prepared = read(source(), 8);
        byte[] whole = Files.readAllBytes(file());
        byte[] flipped = whole.clone();
        flipped[whole.length - 9] ^= 4;
        for (byte[] damaged : new byte[][] {flipped, new byte[0], Arrays.copyOf(whole, whole.length / 2),
            "nonsense".getBytes(StandardCharsets.US_ASCII)}) {
            Files.write(file(), damaged);
            said.clear();
            ToyClips again = source();
            assertSame(read(again, 8), prepared);
            assertThat(again.reads()).isEqualTo(CLIPS);
            assertThat(said).singleElement().asString().endsWith("prepared clips are made anew.");
            assertThat(Files.readAllBytes(file())).hasSameSizeAs(whole);
        }
    }

    @Test
    void clipsThatCouldNotBeReadAreTriedAgain() throws Exception {
        read(source().unreadable(1), 8);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(
                () -> SampleCache.read(file, source(), new GislrFeatures(FeatureSet.DOMINANT_HAND, 8), 1, watcher))
                .isInstanceOf(IOException.class).hasMessage(
                        file + ": no prepared clips can be kept there: a file of that name is in the way; name another "
                                + "folder with --cache");
    }
}
