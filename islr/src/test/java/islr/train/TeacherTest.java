package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.data.SignList;
import islr.dataset.Progress;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.recognize.ModelFile;
import islr.recognize.Presets;
import islr.system.Model;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.train.run.BestEpoch;
import islr.train.run.RunFolder;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import islr.train.run.TeachingModel;
import islr.train.run.UsedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that learn from the answers of a trained model.
class TeacherTest {
    private static final ToyClips CLIPS = new ToyClips(3, 2, 3);

    @TempDir
    private static Path teaching;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainTheTeacher() throws Exception {
        ToyRuns.train(ToyRuns.begin(teaching, CLIPS, "epochs=20", "units=24"));
    }

    private static TeachingModel teacher() throws IOException {
        String file = teaching.resolve("model.safetensors").toString();
        return new TeachingModel(file, UsedModel.read(file));
    }

    private static RunPlan begin(Path run, Optional<TeachingModel> teacher, String... changes) throws IOException {
        return new RunPlan(ToyRuns.settings(changes), CLIPS, Split.usual(CLIPS), RunFolder.at(run), BestEpoch.USUAL,
                Optional.empty(), teacher.map(TeachingModel::used), Map.of()).begin();
    }

    /// How far the distributions of a run's model are from the teacher's, over the clips that it learned from.
    private double distance(Path run) throws Exception {
        Compute c = Compute.cpu();
        TrainingBatch batch = TrainingBatch.of(islr.system.Batch.of(c.memory(),
                ToyRuns.clips(begin(folder.resolve("clips of " + run.getFileName()), Optional.empty())).training()
                        .stream().map(each -> each.sample()).toList()),
                new int[9]);
        Model own = ModelFile.read(run.resolve("model.safetensors")).model();
        Model theirs = teacher().file().model();
        float[] difference = own.logits(c, batch.samples()).softmax(c)
                .subtract(c, theirs.logits(c, batch.samples()).softmax(c)).square(c).sum(c).toArray();
        return difference[0];
    }

    /// The labels count for nothing: what is learned is what the teacher answers.
    @Test
    void aRunLearnsTheAnswersOfItsTeacher() throws Exception {
        String[] training = {"epochs=25", "teacher_share=1", "teacher_temperature=1", "dropout=0",
            "classifier_dropout=0", "frame_masking=0", "decay=0"};
        Path with = folder.resolve("with");
        ToyRuns.train(begin(with, Optional.of(teacher()), training));
        training[0] = "epochs=1";
        Path little = folder.resolve("little");
        ToyRuns.train(begin(little, Optional.of(teacher()), training));
        assertThat(distance(with)).isLessThan(0.2 * distance(little));
    }

    @Test
    void aRunWithATeacherGoesOnWithTheSameBits() throws Exception {
        Path whole = folder.resolve("whole");
        ToyRuns.train(begin(whole, Optional.of(teacher())));
        Path stopped = folder.resolve("stopped");
        assertThat(ToyRuns.train(begin(stopped, Optional.of(teacher())), 1, new StopAfter(6)))
                .isEqualTo(Trainer.End.STOPPED);
        assertThat(ToyRuns.train(ToyRuns.resume(stopped, CLIPS), 2, Progress.NONE)).isEqualTo(Trainer.End.COMPLETE);
        assertThat(ToyRuns.model(stopped)).isEqualTo(ToyRuns.model(whole));
        Path alone = folder.resolve("alone");
        ToyRuns.train(begin(alone, Optional.empty()));
        assertThat(state(alone).get("classifier.weight").toArray())
                .isNotEqualTo(state(whole).get("classifier.weight").toArray());
    }

    private static Map<String, Tensor> state(Path run) throws IOException {
        return ModelFile.read(run.resolve("model.safetensors")).state();
    }

    @Test
    void anotherTeacherInItsPlaceIsNoticed() throws Exception {
        Path file = folder.resolve("teacher.safetensors");
        Files.copy(teaching.resolve("model.safetensors"), file);
        TeachingModel copied = new TeachingModel(file.toString(), UsedModel.read(file.toString()));
        Path run = folder.resolve("run");
        ToyRuns.train(begin(run, Optional.of(copied)), 1, new StopAfter(6));
        Path other = folder.resolve("other");
        ToyRuns.train(begin(other, Optional.empty(), "units=24"));
        Files.copy(other.resolve("model.safetensors"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> ToyRuns.train(ToyRuns.resume(run, CLIPS))).isInstanceOf(IOException.class)
                .hasMessage("resume: " + file + " is not the model any more that this run learns from; restore the "
                        + "file, or start a new run");
    }

    @Test
    void aTeacherWithOtherFeaturesOrOtherSignsIsRefused() throws IOException {
        SignList signs = CLIPS.signs();
        TeachingModel teacher = teacher();
        assertThatThrownBy(() -> teacher.requireFitting(ToyRuns.settings("frames=9"), signs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("teacher: " + teacher.name() + " (preset gislr-64-small) reads other features")
                .hasMessageEndingWith("choose a teacher with the same features, or another --preset");
        assertThatThrownBy(
                () -> teacher.requireFitting(ToyRuns.settings(), new SignList(List.of("sign 1", "cloud", "tree"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("teacher: " + teacher.name() + " does not know 2 of the 3 signs (cloud, tree); choose a "
                        + "teacher that was trained on all of them");
        assertThatThrownBy(() -> teacher.requireFitting(RunSettings.of(Presets.of("sixth-25")), signs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("teacher: with these settings, preset sixth-25 has a teacher of its own");
        assertThat(teacher.columns(new SignList(List.of("sign 2", "sign 0")))).containsExactly(2, 0);
    }
}
