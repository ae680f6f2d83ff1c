package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import islr.dataset.PhraseDataSet;
import islr.synthetic.SpellingSettings;
import islr.synthetic.SyntheticSpelling;
import islr.train.spelling.ConfidenceTargets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--confidence`: the answers of other models tell what confidences learn.
class ConfidenceTest {
    @TempDir
    private Path folder;
    private Path data;
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws Exception {
        data = folder.resolve("data");
        SyntheticSpelling.write(data, new SpellingSettings(3, 2, 10, 2, 3, 1), (_, _) -> {});
    }

    private int train(Object... args) {
        return TrainMain.commandLine().setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err, true))
                .execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
    }

    private int begin(Path run, Object... more) {
        Object[] usual = {"--data", data, "--out", run, "--preset", "fingerspelling-2", "--set", "units=16", "--set",
            "heads=2", "--set", "blocks=1", "--set", "kernel=5", "--set", "frames=30", "--set", "accumulate=1", "--set",
            "warm_up=0", "--holdout", "2", "--batch", 4, "--epochs", 2};
        return train(Stream.concat(Stream.of(usual), Stream.of(more)).toArray());
    }

    /// The table of a run that held signer 1 out names the sequences that the other learns from.
    private Path table(String name, double likeness) throws Exception {
        StringBuilder csv = new StringBuilder("sequence,participant,phrase,answer,likeness,confidence\n");
        PhraseDataSet.read(data).recordings().stream().filter(each -> each.signer().equals("1"))
                .forEach(each -> csv.append(each.name()).append(",1,a,a,").append(likeness).append(",\n"));
        return Files.writeString(folder.resolve(name), csv.toString());
    }

    @Test
    void targetsChangeWhatIsLearnedAndTheRunKeepsThem() throws Exception {
        assertThat(begin(folder.resolve("none"))).as(err.toString()).isZero();
        assertThat(begin(folder.resolve("told"), "--confidence", table("high.csv", 1) + "," + table("low.csv", 0.5)))
                .as(err.toString()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("told/model.safetensors")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("none/model.safetensors")));
        ConfidenceTargets kept = ConfidenceTargets.of(folder.resolve("told"), 10);
        PhraseDataSet.read(data).recordings().forEach(each -> assertThat(kept.of(each))
                .isCloseTo(each.signer().equals("1") && !each.supplemental() ? 0.75 : 0.5, Offset.offset(1e-12)));
        assertThat(folder.resolve("none/confidence.csv")).doesNotExist();
        Files.delete(folder.resolve("told/confidence.csv"));
        assertThat(train("--resume", folder.resolve("told"), "--epochs", 3)).isEqualTo(1);
        assertThat(err.toString()).contains("confidence.csv");
    }

    @Test
    void whatIsWrongWithATableIsToldInASentence() throws Exception {
        for (List<String> wrong : List.of(List.of("sequence,x\na,1\n", "it has no column likeness"),
                List.of("sequence,likeness\na,1.5\n", "row 2: likeness 1.5 is not in 0 to 1"),
                List.of("sequence,likeness\na,much\n", "row 2: likeness 'much' is not a number"),
                List.of("sequence,likeness\na,1\n", "none of its 1 sequences is among"))) {
            Path table = Files.writeString(folder.resolve("wrong.csv"), wrong.getFirst());
            err.getBuffer().setLength(0);
            assertThat(begin(folder.resolve("run"), "--confidence", table)).isEqualTo(1);
            assertThat(err.toString().lines()).hasSize(1).first().asString().startsWith(table.toString())
                    .contains(wrong.getLast());
            assertThat(folder.resolve("run")).doesNotExist();
        }
        assertThat(train("--preset", "cls", "--confidence", folder.resolve("wrong.csv"))).isEqualTo(2);
    }
}
