package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import islr.dataset.PhraseDataSet;
import islr.dataset.SyntheticPhrases;
import islr.synthetic.SpellingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthesizeSpellingCommandTest {
    @TempDir
    private Path folder;

    private static Ran synthesize(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = TrainMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(Stream.concat(Stream.of("synthesize-spelling"), Stream.of(args)).map(Object::toString)
                        .toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    @Test
    void theFolderHasThePhrasesThatWereAskedFor() throws IOException {
        Path data = folder.resolve("data");
        assertThat(synthesize("--signers", 3, "--phrases", 10, "--shortest", 2, "--longest", 5, "--noise", 0.5,
                "--seed", 6, data)).isEqualTo(
                        new Ran(0, "30 phrases are in " + data + "; learn from them with --data " + data + "\n", ""));
        assertThat(PhraseDataSet.read(data).recordings())
                .isEqualTo(SyntheticPhrases.of(new SpellingSettings(6, 3, 10, 2, 5, 0.5)).recordings());
    }

    @Test
    void aFolderInWhichSomethingIsStaysAsItIs() throws IOException {
        Files.createFile(folder.resolve("mine"));
        assertThat(synthesize("--signers", 1, folder))
                .isEqualTo(new Ran(1, "", folder + ": the folder is not empty; name a new one for the data set\n"));
        assertThat(folder.toFile().list()).containsExactly("mine");
    }
}
