package islr.train;

import static org.assertj.core.api.Assertions.assertThat;

import islr.dataset.Progress;
import islr.dataset.ToyClips;
import islr.recognize.Certainty;
import islr.recognize.ModelFile;
import islr.tensor.Compute;
import islr.train.calibration.Calibration;
import islr.train.calibration.HeldOut;
import islr.train.run.RunPlan;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A complete run measures how far its models can be believed.
class CalibratedRunTest {
    /// Sixty of them are held out.
    private static final ToyClips CLIPS = new ToyClips(5, 2, 12);

    @TempDir
    private Path folder;

    private Trainer trained(RunPlan plan) throws Exception {
        Trainer trainer = new Trainer(plan, ToyRuns.clips(plan), Compute.cpu(), Progress.NONE);
        assertThat(trainer.train()).isEqualTo(Trainer.End.COMPLETE);
        return trainer;
    }

    private static Certainty measured(Path model, RunPlan plan) throws Exception {
        return Calibration.of(
                HeldOut.of(ModelFile.read(model).model(), Compute.cpu(), ToyRuns.clips(plan).heldOut(), Progress.NONE),
                new float[0][]).certainty();
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
        Calibration calibration = calibrated(trainer).orElseThrow();
        assertThat(ModelFile.read(last).certainty()).isEqualTo(calibration.certainty()).isEqualTo(measured(last, plan));
        assertThat(ModelFile.read(best).certainty()).isEqualTo(measured(best, plan))
                .isNotEqualTo(calibration.certainty());
        assertThat(folder.resolve("resume.safetensors")).hasBinaryContent(state);
        Checkpoint after = Safetensors.read(last);
        before.tensors().forEach(
                (name, tensor) -> assertThat(after.tensors().get(name).toArray()).as(name).isEqualTo(tensor.toArray()));
        assertThat(trainer.evaluate(trainer.judge(), calibration.certainty()).loss()).isCloseTo(calibration.lossAfter(),
                org.assertj.core.data.Offset.offset(1e-5));
    }

    private static Optional<Calibration> calibrated(Trainer trainer) throws IOException, InterruptedException {
        return trainer.calibrate(trainer.judge());
    }

    @Test
    void aRunThatIsTakenUpAgainEndsWithTheSameBits() throws Exception {
        calibrated(trained(ToyRuns.begin(folder, CLIPS)));
        byte[] last = ToyRuns.model(folder);
        byte[] best = Files.readAllBytes(folder.resolve("best.safetensors"));
        assertThat(ModelFile.read(folder.resolve("best.safetensors")).certainty().sureFrom()).isPresent();
        calibrated(trained(ToyRuns.resume(folder, CLIPS)));
        assertThat(ToyRuns.model(folder)).isEqualTo(last);
        assertThat(folder.resolve("best.safetensors")).hasBinaryContent(best);
    }

    @Test
    void withFewHeldOutClipsNothingIsWritten() throws Exception {
        Trainer trainer = trained(ToyRuns.begin(folder, new ToyClips(3, 2, 3)));
        byte[] before = ToyRuns.model(folder);
        assertThat(calibrated(trainer)).isEmpty();
        assertThat(ToyRuns.model(folder)).isEqualTo(before);
        assertUnknown("model.safetensors");
        assertUnknown("best.safetensors");
    }

    private void assertUnknown(String file) throws IOException {
        assertThat(ModelFile.read(folder.resolve(file)).certainty()).isEqualTo(Certainty.UNKNOWN);
    }
}
