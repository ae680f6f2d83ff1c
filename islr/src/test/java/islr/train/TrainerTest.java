package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import islr.data.SkeletonRows;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.recognize.Recognizer;
import islr.train.run.RunFolder;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir
    private Path folder;

    private List<Double> column(String name) throws IOException {
        List<Double> column = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
            JsonNode value = new ObjectMapper().readTree(line).get(name);
            column.add(value == null ? Double.NaN : value.doubleValue());
        }
        return column;
    }

    @Test
    void itLearnsWhatCanBeLearnt() throws Exception {
        ToyClips clips = new ToyClips(4, 3, 6);
        RunSettings settings = ToyRuns.settings("epochs=12", "batch=8", "smoothing=0", "units=32", "landmark_units=16");
        ToyRuns.train(RunPlan.begin(settings, clips, Split.of(clips, List.of("b"), 42), RunFolder.at(folder)));
        List<Double> loss = column("train_loss");
        assertThat(loss.getFirst()).isGreaterThan(0.5);
        assertThat(loss.getLast()).isLessThan(0.3 * loss.getFirst());
        assertThat(column("held_out_top1").getLast()).isGreaterThan(0.9);
        try (Recognizer recognizer = Recognizer.load(folder.resolve("model.safetensors"))) {
            for (int i = 24; i < 48; i += 6) {
                assertThat(recognizer.recognize(clips.read(i, SkeletonRows.ALL)).top(1).getFirst().sign())
                        .isEqualTo(clips.signs().name(clips.recordings().get(i).label()));
            }
        }
    }

    @Test
    void soItDoesWithBothHandsAndMaskedPadding() throws Exception {
        ToyClips clips = new ToyClips(4, 3, 6);
        RunSettings settings = ToyRuns.settings("epochs=12", "batch=8", "smoothing=0", "units=32", "landmark_units=16",
                "features=both-hands", "padding=masked");
        ToyRuns.train(RunPlan.begin(settings, clips, Split.of(clips, List.of("b"), 42), RunFolder.at(folder)));
        assertThat(column("held_out_top1").getLast()).isGreaterThan(0.9);
        try (Recognizer recognizer = Recognizer.load(folder.resolve("model.safetensors"))) {
            for (int i = 24; i < 48; i += 6) {
                assertThat(recognizer.recognize(clips.read(i, SkeletonRows.ALL)).sign())
                        .isEqualTo(clips.signs().name(clips.recordings().get(i).label()));
            }
        }
    }

    @Test
    void theRateFallsAlongHalfACosine() throws Exception {
        ToyRuns.train(ToyRuns.begin(folder, new ToyClips(2, 2, 1), "epochs=5", "rate=0.002"));
        List<Double> rates = column("rate");
        for (int epoch = 0; epoch < 5; epoch++) {
            assertThat(rates.get(epoch)).isCloseTo(0.001 * (1 + Math.cos(Math.PI * epoch / 5)), within(1e-12));
        }
    }

    @Test
    void warmingUpItFirstRises() throws Exception {
        ToyRuns.train(ToyRuns.begin(folder, new ToyClips(2, 2, 1), "epochs=6", "rate=0.004", "warm_up=3"));
        List<Double> rates = column("rate");
        assertThat(rates.subList(0, 4)).usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
                .containsExactly(0.001, 0.002, 0.003, 0.004);
        assertThat(rates.get(4)).isLessThan(0.004).isGreaterThan(rates.get(5));
    }

    @Test
    void warmingUpForAsLongAsTheRunOrLongerIsRefused() throws Exception {
        for (int warmUp : new int[] {2, 100}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToyRuns.begin(folder, new ToyClips(2, 2, 1), "epochs=2", "warm_up=" + warmUp))
                    .withMessage("warm_up: the learning rate would rise for " + warmUp + " epochs, but the run has 2 "
                            + "(epochs); at most 1 can be warm-up, or give it more epochs");
            assertThat(folder).isEmptyDirectory();
        }
        ToyRuns.train(ToyRuns.begin(folder, new ToyClips(2, 2, 1), "epochs=2", "warm_up=1"));
        assertThat(column("rate")).hasSize(2).isSorted();
    }

    @Test
    void theModelSaysHowItWasTrained() throws Exception {
        ToyRuns.train(ToyRuns.begin(folder, new ToyClips(2, 2, 1), "epochs=2", "decay=0.5"));
        Checkpoint model = Safetensors.read(folder.resolve("model.safetensors"));
        assertThat(model.metadata()).containsEntry("decay", "0.5").containsEntry("epochs_done", "2")
                .containsEntry("seed", "42").containsEntry("preset", "gislr-64-small").containsEntry("trained_on", "a");
        assertThat(model.tensors()).containsKeys("stats.lips.mean", "classifier.weight");
    }

    @Test
    void withNobodyHeldOutThereIsNothingToJudge() throws Exception {
        ToyClips clips = new ToyClips(2, 1, 2);
        ToyRuns.train(RunPlan.begin(ToyRuns.settings("epochs=1"), clips, Split.of(clips, List.of("none"), 42),
                RunFolder.at(folder)));
        assertThat(column("held_out_loss")).containsExactly(Double.NaN);
        assertThat(column("clips")).containsExactly(4.0);
    }

    @Test
    void oneSignAndOneClipAreEnoughToRun() throws Exception {
        ToyRuns.train(ToyRuns.begin(folder, new ToyClips(1, 2, 1), "epochs=1"));
        assertThat(column("held_out_top1")).containsExactly(1.0);
    }
}
