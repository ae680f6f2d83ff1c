package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.features.FeatureSet;
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

class ClipCacheTest {
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

    private ClipStore read(ToyClips source, int frames) throws IOException, InterruptedException {
        return ClipCache.read(folder, source, FeatureSet.DOMINANT_HAND.of(frames), 2, watcher);
    }

    private static ToyClips source() {
        return new ToyClips(3, 2, 2).withoutHand(5);
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().getFirst();
        }
    }

    private static void assertSame(ClipStore a, ClipStore b) {
        assertThat(a.clips()).hasSize(CLIPS).hasSameSizeAs(b.clips());
        for (int i = 0; i < CLIPS; i++) {
            assertThat(a.clips().get(i).values()).isEqualTo(b.clips().get(i).values());
            assertThat(a.clips().get(i).index()).isEqualTo(b.clips().get(i).index());
            assertThat(a.clips().get(i).label()).isEqualTo(b.clips().get(i).label());
        }
    }

    @Test
    void whatComesFromTheCacheIsWhatWasPrepared() throws Exception {
        ToyClips first = source();
        ClipStore prepared = read(first, 8);
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
        ClipStore store = read(changed, 8);
        assertThat(changed.reads()).isEqualTo(CLIPS);
        assertSame(store, ClipStore.read(changed, FeatureSet.DOMINANT_HAND.of(8), 1, Progress.NONE));
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
        ClipStore one = read(source(), 8);
        ToyClips again = source();
        ClipStore both = ClipCache.read(folder, again, FeatureSet.BOTH_HANDS.of(8), 2, watcher);
        assertThat(again.reads()).isEqualTo(CLIPS);
        assertSame(both, ClipStore.read(source(), FeatureSet.BOTH_HANDS.of(8), 1, Progress.NONE));
        assertSame(one, read(source(), 8));
    }

    @Test
    void aDamagedCacheIsMadeAnew() throws Exception {
        ClipStore prepared = read(source(), 8);
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
        assertThatThrownBy(() -> ClipCache.read(file, source(), FeatureSet.DOMINANT_HAND.of(8), 1, watcher))
                .isInstanceOf(IOException.class).hasMessage(
                        file + ": no prepared clips can be kept there: a file of that name is in the way; name another "
                                + "folder with --cache");
    }
}
