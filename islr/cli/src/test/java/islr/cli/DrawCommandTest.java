package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import islr.dataset.ToyClips;
import islr.draw.Drawn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder of six clips, of which number 2 is broken.
class DrawCommandTest {
    @TempDir
    private static Path clips;
    @TempDir
    private Path folder;

    @BeforeAll
    static void write() throws IOException {
        new ToyClips(3, 2, 1).unreadable(2).write(clips);
    }

    private static Ran draw(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = TrainMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(
                Stream.concat(Stream.of("draw"), Stream.of(args)).map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private static Path clip(int number) {
        return clips.resolve("toy/" + number + ".parquet");
    }

    private static Drawn page(Path file) throws IOException {
        return Drawn.of(Files.readString(file));
    }

    @Test
    void clipsAndFoldersAreDrawnInTheirOrder() throws IOException {
        Path page = folder.resolve("a.svg");
        Ran ran = draw(clip(4), clip(1), "--out", page);
        assertThat(ran).isEqualTo(new Ran(0, "2 clips are drawn in " + page + "\n", ""));
        assertThat(page(page).strips().stream().map(strip -> Drawn.words(strip).getFirst()))
                .containsExactly(clip(4).toString(), clip(1).toString());
        // The page is replaced.
        assertThat(draw(clips.resolve("toy"), "--out", page, "--most", 2).out())
                .isEqualTo("2 clips are drawn in " + page + "; 4 more are left out (--most)\n");
        assertThat(page(page).strips().stream().map(strip -> Drawn.words(strip).getFirst()))
                .containsExactly(clip(0).toString(), clip(1).toString());
    }

    @Test
    void aClipThatCannotBeReadIsToldAndCostsTheOthersNothing() throws IOException {
        Path page = folder.resolve("a.svg");
        Ran ran = draw(clips, folder.resolve("none.parquet"), "--out", page);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err().lines()).hasSize(2).first().asString().startsWith(clip(2) + ": ");
        assertThat(ran.err().lines()).last().asString().contains("none.parquet: there is no such file");
        assertThat(ran.out()).isEqualTo("5 clips are drawn in " + page + "\n");
        assertThat(page(page).strips()).hasSize(5);
    }

    @Test
    void withoutAnyClipNothingIsWritten() {
        Path page = folder.resolve("a.svg");
        assertThat(draw(clip(2), "--out", page).code()).isEqualTo(1);
        assertThat(draw(folder, "--out", page).err()).contains("there is no .parquet file");
        assertThat(page).doesNotExist();
    }

    @Test
    void aPageThatCannotBeWrittenIsTold() {
        Ran ran = draw(clip(0), "--out", folder.resolve("none/a.svg"));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("cannot be written: there is no folder").doesNotContain("\tat ");
        assertThat(ran.out()).isEmpty();
    }

    /// A clip that is named as the page by mistake stays as it is.
    @Test
    void wrongUsageIsTold() throws IOException {
        byte[] before = Files.readAllBytes(clip(1));
        Ran ran = draw(clip(0), "--out", clip(1));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("the name of the page must end in .svg");
        assertThat(clip(1)).hasBinaryContent(before);
        assertThat(draw(clip(0)).code()).isEqualTo(2);
        assertThat(draw("--out", folder.resolve("a.svg")).code()).isEqualTo(2);
        assertThat(draw(clip(0), "--out", folder.resolve("a.svg"), "--most", 0).err())
                .startsWith("--most must be at least 1");
    }

    @Test
    void helpFitsAHundredColumns() {
        Ran ran = draw("--help");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("--most").contains("--out");
        assertThat(Arrays.asList(ran.out().split("\n"))).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
    }
}
