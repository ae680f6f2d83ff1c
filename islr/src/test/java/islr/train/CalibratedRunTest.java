package islr.train;

import static org.assertj.core.api.Assertions.assertThat;

import islr.dataset.Progress;
import islr.dataset.ToyClips;
import islr.recognize.Certainty;
import islr.recognize.ModelFile;
import islr.recognize.SignDistances;
import islr.tensor.Compute;
import islr.train.calibration.Calibration;
import islr.train.calibration.HeldOut;
import islr.train.report.Evaluation;
import islr.train.run.RunPlan;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A complete run measures how far its models can be believed.
class CalibratedRunTest {
    /// Sixty of them are held out.
    private static final ToyClips CLIPS = new ToyClips(5, 2, 12);

    @TempDir
    private Path folder;

    private Measured measured(RunPlan plan) throws Exception {
        return Measured.of(trained(plan), ToyRuns.clips(plan), Compute.cpu(), Progress.NONE);
    }

    private Trainer trained(RunPlan plan) throws Exception {
        Trainer trainer = ToyRuns.trainer(plan, ToyRuns.clips(plan), Compute.cpu(), Progress.NONE);
        assertThat(trainer.train()).isEqualTo(Trainer.End.COMPLETE);
        return trainer;
    }

    /// What belongs into a file, by its numbers.
    private static Measured measured(Path model, RunPlan plan) throws Exception {
        return Measured.of(ModelFile.read(model).model(), ToyRuns.clips(plan), Compute.cpu(), Progress.NONE);
    }

    private static void assertHolds(Path file, Measured measured) throws IOException {
        ModelFile model = ModelFile.read(file);
        assertThat(model.certainty()).isEqualTo(measured.certainty());
        SignDistances expected = measured.distances().orElseThrow();
        assertThat(model.distances().orElseThrow().means().toArray()).isEqualTo(expected.means().toArray());
        assertThat(model.distances().orElseThrow().whitening().toArray()).isEqualTo(expected.whitening().toArray());
    }

    @Test
    void theLastModelAndTheBestGetTheirOwnAndTheStateStays() throws Exception {
        RunPlan plan = ToyRuns.begin(folder, CLIPS, "epochs=5", "rate=0.05", "batch=12");
        Trainer trainer = trained(plan);
        assertThat(trainer.best().orElseThrow().epoch()).isLessThan(5);
        Path last = folder.resolve("model.safetensors");
        Path best = folder.resolve("best.safetensors");
        byte[] state = Files.readAllBytes(folder.resolve("resume.safetensors"));
        Checkpoint before = Safetensors.read(last);
        Measured measured = Measured.of(trainer, ToyRuns.clips(plan), Compute.cpu(), Progress.NONE);
        assertHolds(last, measured);
        assertHolds(last, measured(last, plan));
        assertHolds(best, measured(best, plan));
        assertThat(ModelFile.read(best).certainty()).isNotEqualTo(measured.certainty());
        assertThat(folder.resolve("resume.safetensors")).hasBinaryContent(state);
        Checkpoint after = Safetensors.read(last);
        before.tensors().forEach(
                (name, tensor) -> assertThat(after.tensors().get(name).toArray()).as(name).isEqualTo(tensor.toArray()));
        Calibration calibration = measured.calibration().orElseThrow();
        Evaluation evaluation = measured.evaluation(Compute.cpu());
        assertThat(evaluation.loss()).isCloseTo(calibration.lossAfter(), org.assertj.core.data.Offset.offset(1e-5));
        assertThat(calibration.certainty().sureWithin()).isPresent();
        assertThat(evaluation.sureShare()).isBetween(0.01, 0.99);
    }

    @Test
    void theDistancesAreThoseOfTheClipsThatItLearnedFromAHundredOfEachSignAtTheMost() throws Exception {
        RunPlan plan = ToyRuns.begin(folder, new ToyClips(2, 2, 130), "epochs=1");
        measured(plan);
        ModelFile model = ModelFile.read(folder.resolve("model.safetensors"));
        TrainingClips clips = ToyRuns.clips(plan);
        assertThat(clips.training()).hasSize(260);
        float[][] logits = HeldOut.logits(model.model(), Compute.cpu(), clips.training(), Progress.NONE);
        double[] sums = new double[2];
        int[] labels = new int[260];
        int[] seen = new int[2];
        for (int n = 0; n < 260; n++) {
            labels[n] = clips.training().get(n).label();
            int number = seen[labels[n]]++;
            // Every 1.3rd of a sign's clips.
            boolean taken = (int) Math.ceil((number + 1) / 1.3) > (int) Math.ceil(number / 1.3);
            sums[labels[n]] += taken ? logits[n][0] / 100 : 0;
        }
        for (int k = 0; k < 2; k++) {
            assertThat((double) model.distances().orElseThrow().means().toArray()[2 * k]).isCloseTo(sums[k],
                    org.assertj.core.data.Offset.offset(1e-5));
        }
    }

    @Test
    void aRunThatIsTakenUpAgainEndsWithTheSameBits() throws Exception {
        measured(ToyRuns.begin(folder, CLIPS));
        byte[] last = ToyRuns.model(folder);
        byte[] best = Files.readAllBytes(folder.resolve("best.safetensors"));
        assertThat(ModelFile.read(folder.resolve("best.safetensors")).certainty().sureWithin()).isPresent();
        measured(ToyRuns.resume(folder, CLIPS));
        assertThat(ToyRuns.model(folder)).isEqualTo(last);
        assertThat(folder.resolve("best.safetensors")).hasBinaryContent(best);
    }

    @Test
    void withFewHeldOutClipsOnlyDistancesAreWritten() throws Exception {
        RunPlan plan = ToyRuns.begin(folder, new ToyClips(3, 2, 3));
        Measured measured = measured(plan);
        assertThat(measured.calibration()).isEmpty();
        assertThat(measured.evaluation(Compute.cpu()).sure()).isEmpty();
        for (String file : List.of("model.safetensors", "best.safetensors")) {
            assertThat(ModelFile.read(folder.resolve(file)).certainty()).isEqualTo(Certainty.UNKNOWN);
            assertThat(ModelFile.read(folder.resolve(file)).distances()).isPresent();
        }
    }
}
