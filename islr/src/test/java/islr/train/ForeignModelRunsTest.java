package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import islr.dataset.ClipSource;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.golden.Goldens;
import islr.recognize.ModelFile;
import islr.recognize.ModelHints;
import islr.tensor.Tensor;
import islr.train.run.BestEpoch;
import islr.train.run.RunFolder;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import islr.train.run.StartingModel;
import islr.train.run.TeachingModel;
import islr.train.run.UsedModel;
import islr.weights.Checkpoint;
import islr.weights.numpy.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs that start from files of PyTorch, Keras and NumPy, or learn from them. They have 250 signs without names.
class ForeignModelRunsTest {
    private static final ToyClips CLIPS = new ToyClips(3, 2, 3);
    private static final String PYTORCH = "hengck-cls/small/weights.pt";
    private static final ModelHints CLS = new ModelHints(Optional.of("cls"), Map.of("heads", "4"), Optional.empty());

    @TempDir
    private Path folder;

    /// @param name below the goldens; `.npz` is made of the `weights.safetensors` beside it
    private Path file(String name) throws IOException {
        Path file = Goldens.folder().resolve(name);
        Goldens.compared(file);
        if (!name.endsWith(".npz")) {
            return file;
        }
        Path npz = folder.resolve("weights.npz");
        ModelFile model = ModelFile.read(file.resolveSibling("weights.safetensors"));
        Npz.write(npz, new Checkpoint(model.state(), Map.of("heads", model.settings().toMap().get("heads"))));
        return npz;
    }

    private static RunPlan begin(Path run, ClipSource clips, RunSettings settings, Optional<UsedModel> start,
            Optional<UsedModel> teacher) throws IOException {
        return new RunPlan(settings.with("epochs", "2").with("batch", "6").with("warm_up", "0"), clips,
                Split.usual(clips), RunFolder.at(run), BestEpoch.USUAL, start, teacher, Map.of()).begin();
    }

    /// Whoever stops before the first epoch is done needs the file once more.
    @ParameterizedTest
    @ValueSource(strings = {"gislr-64/small/keras3_model.keras", "gislr-64/small/weights.npz",
        "gislr-32/small/keras3_legacy_model.h5", "gislr-features-mlp/small/keras3.weights.h5", PYTORCH})
    void aRunStartsFromAFileOfAnotherProgram(String name) throws Exception {
        Path file = file(name);
        ModelHints hints = name.equals(PYTORCH) ? CLS : ModelHints.NONE;
        // Settings of the training are given in the same way, and say nothing of the file.
        Map<String, String> given = name.equals(PYTORCH) ? Map.of("heads", "4", "rate", "0.002") : Map.of();
        StartingModel start = StartingModel.read(file.toString(), hints.preset(), given);
        Map<String, Tensor> theirs = ModelFile.read(file, hints).state();
        int taken = 0;
        for (Map.Entry<String, Tensor> ours : start.tensors(start.settings(), CLIPS.signs()).entrySet()) {
            Tensor other = theirs.get(ours.getKey());
            if (ours.getValue().shape().equals(other.shape())) {
                taken++;
                assertThat(ours.getValue().toArray()).as(ours.getKey()).isEqualTo(other.toArray());
            }
        }
        assertThat(taken).isBetween(theirs.size() - 2, theirs.size() - 1);
        assertThat(start.description(CLIPS.signs()))
                .isEqualTo("Starts from " + file + " (preset " + start.file().preset().id()
                        + "). It knows 0 of the 3 signs; the last layer starts anew for the others.");
        Path run = folder.resolve("run");
        RunPlan plan = begin(run, CLIPS, start.settings(), Optional.of(start.used()), Optional.empty());
        assertThat(ToyRuns.train(plan, 1, new StopAfter(1))).isEqualTo(Trainer.End.STOPPED);
        assertThat(ToyRuns.train(ToyRuns.resume(run, CLIPS))).isEqualTo(Trainer.End.COMPLETE);
        ModelFile trained = ModelFile.read(run.resolve("model.safetensors"));
        assertThat(trained.classes()).isEqualTo(3);
        assertThat(trained.settings().toMap()).containsAllEntriesOf(hints.settings());
    }

    @Test
    void aRunLearnsFromAFileOfAnotherProgram() throws Exception {
        ToyClips clips = new ToyClips(250, 2, 1);
        Path file = file("gislr-64/small/keras3_model.keras");
        TeachingModel teacher = new TeachingModel(file.toString(), UsedModel.read(file.toString()));
        RunSettings settings = StartingModel.read(file.toString()).settings().with("teacher_share", "0.5");
        teacher.requireFitting(settings, clips.signs());
        Path with = folder.resolve("with");
        RunPlan plan = begin(with, clips, settings, Optional.empty(), Optional.of(teacher.used()));
        assertThat(ToyRuns.train(plan)).isEqualTo(Trainer.End.COMPLETE);
        Path without = folder.resolve("without");
        ToyRuns.train(begin(without, clips, settings.with("teacher_share", "0"), Optional.empty(), Optional.empty()));
        assertThat(classifier(with)).isNotEqualTo(classifier(without));
    }

    private static float[] classifier(Path run) throws IOException {
        return ModelFile.read(run.resolve("model.safetensors")).state().get("classifier.weight").toArray();
    }

    @Test
    void whatATeacherCannotBeToldIsAddedByConvert() throws IOException {
        Path file = file(PYTORCH);
        String convert = "; `islr-tools.jar convert` has this option, and writes a file that says it itself";
        assertThatIOException().isThrownBy(() -> UsedModel.read(file.toString())).withMessage(file
                + ": its metadata name no preset, and its tensors could be those of cls, but nothing says 'heads'; "
                + "name the one that it is with --preset" + convert);
        Path keras = file("gislr-64/small/keras3.weights.h5");
        assertThatIOException().isThrownBy(() -> StartingModel.read(keras.toString()))
                .withMessageStartingWith(keras + ": the statistics of the training set, ")
                .withMessageEndingWith("name a file that has them with --statistics" + convert);
    }
}
