package islr.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.dataset.ClipSource;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.train.ToyRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunPlanTest {
    private static final ToyClips CLIPS = new ToyClips(3, 2, 2);

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() throws IOException {
        ToyRuns.begin(folder, CLIPS, "decay=0.125");
    }

    private RunPlan resume(Map<String, String> asked, ClipSource source) throws IOException {
        return RunPlan.resume(RunFolder.existing(folder), asked, (data, settings) -> {
            assertThat(data).isEqualTo("toy");
            return source;
        });
    }

    @Test
    void aRunIsResumedWithItsOwnSettings() throws IOException {
        RunPlan plan = resume(Map.of(), CLIPS);
        assertThat(plan.settings().toMap()).isEqualTo(ToyRuns.settings("decay=0.125").toMap());
        assertThat(plan.split().heldOut()).containsExactly("b");
    }

    @Test
    void whatItHasMayBeAskedForAgain() throws IOException {
        resume(Map.of("decay", "0.125", "epochs", "3", "preset", "gislr-64-small", "held_out", "b"), CLIPS);
    }

    @ParameterizedTest
    @CsvSource({"decay, 0.25", "preset, gislr-64", "held_out, a", "held_out, ''"})
    void somethingElseMayNotBeAskedFor(String key, String value) {
        assertThatThrownBy(() -> resume(Map.of(key, value), CLIPS)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("resume: " + key + " is '")
                .hasMessageContaining("'" + value + "' was asked for");
    }

    @Test
    void itMayHaveMoreEpochsAndAnotherBestOne() throws IOException {
        RunPlan plan = resume(Map.of("epochs", "7", "best", "loss", "patience", "2"), CLIPS);
        assertThat(plan.settings().epochs()).isEqualTo(7);
        assertThat(plan.best()).isEqualTo(new BestEpoch(BestEpoch.Measure.LOSS, 2));
        assertThat(resume(Map.of(), CLIPS)).isEqualTo(plan);
    }

    @ParameterizedTest
    @CsvSource({"best, top5, 'best: ''top5'' is none of accuracy, loss'",
        "patience, x, 'patience: ''x'' is no number of epochs; 0 (never end early) or more'",
        "patience, -1, 'patience: -1 epochs; 0 (never end early) or more'"})
    void whatMakesAnEpochTheBestIsChecked(String key, String value, String message) {
        assertThatThrownBy(() -> resume(Map.of(key, value), CLIPS)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aRunWithoutHeldOutClipsCannotEndEarly(@TempDir Path other) throws IOException {
        RunPlan plan = new RunPlan(ToyRuns.settings(), CLIPS, Split.of(CLIPS, List.of("none"), 42), RunFolder.at(other),
                new BestEpoch(BestEpoch.Measure.LOSS, 3), Optional.empty(), Optional.empty(), Map.of());
        assertThatThrownBy(plan::begin).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "patience: nothing is held out, so it cannot be told whether an epoch is better than another");
        assertThat(other).isEmptyDirectory();
    }

    @Test
    void aShareThatIsHeldOutStaysTheSame(@TempDir Path other) throws IOException {
        Split split = Split.of(CLIPS, List.of("40%"), 42);
        RunPlan.begin(ToyRuns.settings(), CLIPS, split, RunFolder.at(other));
        assertThat(
                RunPlan.resume(RunFolder.existing(other), Map.of("held_out", "40%"), (data, settings) -> CLIPS).split())
                .isEqualTo(split);
    }

    @Test
    void itGoesOnOnlyWithTheSameClips() {
        assertThatThrownBy(() -> resume(Map.of(), new ToyClips(3, 2, 3))).isInstanceOf(IOException.class)
                .hasMessage("resume: the clips of toy are not those that " + folder
                        + " was begun with; a run goes on only with the same clips");
    }

    @ParameterizedTest
    @ValueSource(strings = {"preset", "rate", "seed", "data", "held_out", "clips"})
    void settingsThatLackOneAreRefused(String key) throws IOException {
        Path settings = folder.resolve("settings.json");
        Files.write(settings, Files.readAllLines(settings).stream().filter(line -> !line.contains('"' + key + "\" :"))
                .map(line -> key.equals("clips") && line.contains("held_out") ? line.replace(",", "") : line).toList());
        assertThatThrownBy(() -> resume(Map.of(), CLIPS)).isInstanceOf(IOException.class)
                .hasMessage(folder + ": settings.json: '" + key + "' is missing; restore the file, or start a new run");
    }

    @ParameterizedTest
    @CsvSource({"rate, -1", "heads, 3", "units, 1.5", "preset, other", "held_out, z"})
    void settingsOutOfRangeAreRefused(String key, String value) throws IOException {
        Path settings = folder.resolve("settings.json");
        Files.writeString(settings, Files.readString(settings).replaceFirst('"' + key + "\" : \"?[^\",]*\"?",
                '"' + key + "\" : \"" + value + '"'));
        assertThatThrownBy(() -> resume(Map.of(), CLIPS)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder + ": settings.json: ");
    }

    @Test
    void nobodyHeldOutStaysNobody(@TempDir Path other) throws IOException {
        RunPlan.begin(ToyRuns.settings(), CLIPS, Split.of(CLIPS, List.of("none"), 42), RunFolder.at(other));
        RunPlan plan = RunPlan.resume(RunFolder.existing(other), Map.of("held_out", RunPlan.heldOut(List.of("none"))),
                (data, settings) -> CLIPS);
        assertThat(plan.split().heldOut()).isEmpty();
    }
}
