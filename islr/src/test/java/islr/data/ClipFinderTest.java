package islr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipFinderTest {

    @TempDir
    Path folder;

    @Test
    void aFileStandsForItselfWhateverItsName() throws IOException {
        Path file = touch("clip.bin");
        assertThat(ClipFinder.find(file)).containsExactly(file);
    }

    @Test
    void aFileThatIsNotThereIsLeftToTheReader() throws IOException {
        assertThat(ClipFinder.find(folder.resolve("none.parquet"))).containsExactly(folder.resolve("none.parquet"));
    }

    @Test
    void aDirectoryIsSearchedRecursivelyInNameOrder() throws IOException {
        Path third = touch("b.parquet");
        Path second = touch("a-1/x.parquet");
        Path first = touch("a/z/deep.parquet");
        touch("a/notes.txt");
        touch("a/parquet");
        assertThat(ClipFinder.find(folder)).containsExactly(first, second, third);
    }

    @Test
    void hiddenFilesAreNotClips() throws IOException {
        Path clip = touch(".work/a/x.parquet");
        touch(".work/a/._x.parquet");
        touch(".work/__MACOSX/a/x.parquet");
        touch(".work/.trash/x.parquet");
        assertThat(ClipFinder.find(folder.resolve(".work"))).containsExactly(clip);
        // A file that is named itself is meant.
        Path hidden = folder.resolve(".work/a/._x.parquet");
        assertThat(ClipFinder.find(hidden)).containsExactly(hidden);
    }

    /// In Latin-1, as old archives have it, with one byte for the letter: no text that Java has stands for this name.
    @Test
    void aFileWhoseNameTheLocaleCannotExpressIsFoundAndRead() throws Exception {
        Path sound = TestClips.resource("fixtures/zstd-plain-floats.parquet");
        Process copy = new ProcessBuilder("sh", "-c", "cp \"$1\" \"$2/$(printf 'k\\366ln').parquet\"", "sh",
                sound.toString(), folder.toString()).inheritIO().start();
        assumeTrue(copy.waitFor() == 0, "skipped: this system has no such names");
        Path clip = ClipFinder.find(folder).getFirst();
        assertThat(clip.toFile()).doesNotExist();
        assertThat(ClipReader.read(clip).landmarks()).isEqualTo(TestClips.landmarks());
    }

    @Test
    void aDirectoryWithoutClipsIsRefused() throws IOException {
        touch("a/notes.txt");
        assertThatExceptionOfType(ClipException.class).isThrownBy(() -> ClipFinder.find(folder)).withMessage(
                folder + ": there is no .parquet file in this directory, nor below it; is the path right?");
    }

    @Test
    void aLinkToADirectoryAboveEnds() throws IOException {
        Path clip = touch("a/clip.parquet");
        Files.createSymbolicLink(folder.resolve("a/up"), folder);
        assertThat(ClipFinder.find(folder)).containsExactly(clip);
    }

    @Test
    void aLinkToADirectoryElsewhereIsFollowed(@TempDir Path elsewhere) throws IOException {
        Files.createFile(elsewhere.resolve("clip.parquet"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        assertThat(ClipFinder.find(folder)).containsExactly(link.resolve("clip.parquet"));
    }

    private Path touch(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
