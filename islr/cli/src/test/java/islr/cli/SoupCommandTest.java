package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.SignList;
import islr.recognize.ModelFile;
import islr.recognize.Presets;
import islr.recognize.Recognizer;
import islr.recognize.TestModels;
import islr.system.Settings;
import islr.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoupCommandTest {
    @TempDir
    private Path folder;

    private static Ran soup(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = TrainMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(
                Stream.concat(Stream.of("soup"), Stream.of(args)).map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private Path model(String name, Settings settings, long seed, SignList signs, String... signers)
            throws IOException {
        Path file = folder.resolve(name);
        ModelFile.write(file, TestModels.GISLR_64, settings, TestModels.state(TestModels.GISLR_64, settings, seed),
                signs, List.of(signers), Map.of());
        return file;
    }

    private Path model(String name, long seed, String... signers) throws IOException {
        return model(name, TestModels.TINY, seed, TestModels.SIGNS, signers);
    }

    @Test
    void everyNumberIsTheMeanOfTheirs() throws IOException {
        Path a = model("a", 1, "1", "2");
        Path b = model("b", 2, "2", "3");
        Path c = model("c", 3, "4");
        Path mean = folder.resolve("mean");
        assertThat(soup(a, b, c, "--out", mean)).isEqualTo(new Ran(0, "The mean of 3 models: " + mean + "\n", ""));
        ModelFile written = ModelFile.read(mean);
        assertThat(written.trainedOn()).hasValue(List.of("1", "2", "3", "4"));
        assertThat(written.signs()).hasValue(TestModels.SIGNS);
        assertThat(written.metadata()).containsEntry("mean_of", "3");
        for (Map.Entry<String, Tensor> each : written.state().entrySet()) {
            float[] actual = each.getValue().toArray();
            for (int i = 0; i < actual.length; i++) {
                double sum = 0;
                for (Path file : List.of(a, b, c)) {
                    sum += ModelFile.read(file).state().get(each.getKey()).toArray()[i];
                }
                assertThat((double) actual[i]).as(each.getKey()).isCloseTo(sum / 3, within(1e-6));
            }
        }
        try (Recognizer recognizer = Recognizer.load(mean)) {
            assertThat(recognizer.recognize(TestModels.clip("clip", 9, 1)).ranking()).isNotEmpty();
        }
    }

    @Test
    void modelsThatAreNotOfOneKindAreNamed() throws IOException {
        Path a = model("a", 1);
        Path out = folder.resolve("out");
        Path large = model("large", TestModels.TINY.with("units", "32"), 1, TestModels.SIGNS);
        assertThat(soup(a, large, "--out", out).err())
                .contains("soup: units is 16 in " + a + " and 32 in " + large + "; a mean is of models of one size");
        Path other = TestModels.write(folder.resolve("other"), Presets.of("cls"), TestModels.tiny(Presets.of("cls")));
        assertThat(soup(a, other, "--out", out).err()).contains(
                "soup: " + a + " is of preset gislr-64, " + other + " of preset cls; a mean is of models of one kind");
        Path signs = model("signs", TestModels.TINY, 1, new SignList(List.of("a", "b", "c", "d", "e")));
        assertThat(soup(a, signs, "--out", out).err())
                .contains("soup: " + a + " and " + signs + " do not have the same list of signs");
        assertThat(soup(a, a, "--out", a)).satisfies(ran -> {
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).contains("--out " + a + ": this file is there, and nothing is overwritten");
        });
        assertThat(soup(a, "--out", out)).satisfies(ran -> {
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).startsWith("soup: a mean is of two models at least; name more files");
        });
        assertThat(soup(a, folder.resolve("none"), "--out", out).code()).isEqualTo(1);
        assertThat(Files.exists(out)).isFalse();
    }
}
