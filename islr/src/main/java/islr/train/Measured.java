package islr.train;

import islr.dataset.LabelledSample;
import islr.dataset.Progress;
import islr.recognize.Certainty;
import islr.recognize.ModelFile;
import islr.recognize.SignDistances;
import islr.system.Model;
import islr.tensor.Compute;
import islr.train.calibration.Calibration;
import islr.train.calibration.DistanceFit;
import islr.train.calibration.HeldOut;
import islr.train.calibration.Outputs;
import islr.train.report.Evaluation;
import islr.train.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What was measured of a model when its training was done: the distances of its answers, from clips that it learned
/// from, and how sure it is, from those that were held out.
///
/// @param heldOut what it says of the held-out clips
/// @param distances empty if nothing is known of how clips differ
/// @param calibration empty if there are too few held-out clips, see [HeldOut#isEnough()]
public record Measured(HeldOut heldOut, Optional<SignDistances> distances, Optional<Calibration> calibration) {
    /// Of one sign, for the distances: more would say little more, and would take long where a sign has thousands.
    private static final int CLIPS_A_SIGN = 100;

    public Measured {
        Objects.requireNonNull(heldOut, "heldOut");
        Objects.requireNonNull(distances, "distances");
        Objects.requireNonNull(calibration, "calibration");
    }

    /// Measures how sure the model of a run is and writes it into its file, and the same for the best one. What the run
    /// goes on from knows nothing of it: a longer run is measured anew.
    ///
    /// @param trainer of a run that learns signs
    /// @return what was measured of the model after the last epoch
    /// @throws InterruptedException if whoever watches wants it to stop
    /// @throws IOException if a file cannot be read or written
    public static Measured of(Trainer trainer, TrainingClips clips, Compute compute, Progress progress)
            throws IOException, InterruptedException {
        Objects.requireNonNull(trainer, "trainer");
        Objects.requireNonNull(clips, "clips");
        Objects.requireNonNull(compute, "compute");
        Objects.requireNonNull(progress, "progress");
        RunFolder folder = trainer.folder();
        // What was trained, in a file like any other: an average of weights may be what predicts.
        Measured last = of(ModelFile.read(folder.model()).model(), clips, compute, progress);
        last.write(folder.model());
        if (trainer.best().filter(best -> best.epoch() != trainer.epochsDone()).isPresent()) {
            of(ModelFile.read(folder.bestModel()).model(), clips, compute, progress).write(folder.bestModel());
        } else if (Files.exists(folder.bestModel())) {
            last.write(folder.bestModel());
        }
        return last;
    }

    /// @throws InterruptedException if whoever watches wants it to stop
    static Measured of(Model model, TrainingClips clips, Compute compute, Progress progress)
            throws InterruptedException {
        List<LabelledSample> learned = some(clips.training());
        Optional<SignDistances> distances = DistanceFit.of(HeldOut.logits(model, compute, learned, progress),
                learned.stream().mapToInt(LabelledSample::label).toArray());
        HeldOut heldOut = HeldOut.of(model, distances, compute, clips.heldOut(), progress);
        return new Measured(heldOut, distances,
                heldOut.isEnough() ? Optional.of(Calibration.of(heldOut, Outputs.NONE)) : Optional.empty());
    }

    /// Of each sign all clips, or a hundred that lie evenly among them.
    private static List<LabelledSample> some(List<LabelledSample> all) {
        Map<Integer, List<LabelledSample>> bySign = all.stream()
                .collect(Collectors.groupingBy(LabelledSample::label, TreeMap::new, Collectors.toList()));
        List<LabelledSample> some = new ArrayList<>();
        for (List<LabelledSample> clips : bySign.values()) {
            int count = Math.min(CLIPS_A_SIGN, clips.size());
            for (int i = 0; i < count; i++) {
                some.add(clips.get((int) ((long) i * clips.size() / count)));
            }
        }
        return some;
    }

    /// What belongs into the checkpoint.
    public Certainty certainty() {
        return calibration.map(Calibration::certainty).orElse(Certainty.UNKNOWN);
    }

    /// Writes it into the file of the model.
    ///
    /// @throws IOException if the file cannot be read or written; it is then unchanged
    void write(Path file) throws IOException {
        if (distances.isPresent()) {
            ModelFile.write(file, certainty(), distances.get());
        } else if (calibration.isPresent()) {
            ModelFile.write(file, certainty());
        }
    }

    /// The answers to the held-out clips, as the model in the file gives them.
    public Evaluation evaluation(Compute compute) {
        return heldOut.evaluation(compute, certainty());
    }
}
