package islr.cli;

import islr.dataset.ClipSource;
import islr.dataset.Progress;
import islr.dataset.Split;
import islr.tensor.Compute;
import islr.train.Measured;
import islr.train.MemoryNeed;
import islr.train.Trainer;
import islr.train.TrainingClips;
import islr.train.calibration.Calibration;
import islr.train.calibration.HeldOut;
import islr.train.report.ErrorDrawings;
import islr.train.report.Evaluation;
import islr.train.run.RunLog;
import islr.train.run.RunPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the user is told of a run that learns signs.
///
/// @param watcher sees how far the judging is
record SignReport(RunPlan plan, TrainingClips clips, MemoryNeed need, Trainer trainer, Progress watcher)
        implements RunReport {

    @Override
    public void begin(Compute compute, Progress progress) {
        clips.remarks().forEach(progress::say);
        flatteries().forEach(progress::say);
        progress.say(String.format(Locale.ROOT,
                "%,d clips to learn from, %,d of %s held out; %,d signs; %,d parameters, about %s; kernels: %s, "
                        + "%d threads",
                clips.training().size(), clips.heldOut().size(), plan.split().description(),
                plan.clips().signs().size(), trainer.parameterCount(), need.text(), compute.kernels().description(),
                compute.parallel().threads()));
        ReportText.resumed(plan, trainer, progress);
    }

    /// Why the accuracy may be too high.
    private List<String> flatteries() {
        return Stream.of(plan.start(), plan.teacher())
                .flatMap(used -> used.flatMap(model -> model.flattery(plan.split().heldOut())).stream()).toList();
    }

    @Override
    public void end(Compute compute, PrintWriter print, RunLog log) throws IOException, InterruptedException {
        Split split = plan.split();
        List<String> epochs = ReportText.whichEpochs(plan, trainer, best -> String.format(Locale.ROOT,
                "an accuracy of %.1f %% and a loss of %.3f", 100 * best.heldOutTop1(), best.heldOutLoss()));
        List<String> lines = new ArrayList<>();
        Measured measured = Measured.of(trainer, clips, compute, watcher);
        Evaluation evaluation = measured.evaluation(compute);
        if (evaluation.labels().length > 0) {
            List<ClipSource.Recording> all = plan.clips().recordings();
            List<Integer> places = IntStream.range(0, all.size())
                    .filter(i -> split.isHeldOut(all.get(i)) && !clips.skipped().contains(all.get(i))).boxed().toList();
            plan.folder().writeReport(places.stream().map(all::get).toList(), evaluation, plan.clips().signs()::name,
                    epochs);
            ErrorDrawings.write(plan.folder().path(), plan.clips(), places, evaluation, plan.clips().signs()::name);
            lines.add(String.format(Locale.ROOT, "%s %s (%s, %,d clips of %s): accuracy %.1f %%, top-5 %.1f %%",
                    split.heldOut().isEmpty() ? "Clips" : "Signers",
                    flatteries().isEmpty() ? "it has not seen" : "that were held out",
                    split.heldOut().isEmpty() ? split.rule() : String.join(", ", split.heldOut()),
                    evaluation.labels().length, signs(evaluation, plan.clips().signs().size()), 100 * evaluation.top(1),
                    100 * evaluation.top(5)));
        }
        lines.add(certainty(measured.calibration()));
        lines.add("Model: " + plan.folder().model());
        lines.addAll(epochs);
        Path clip = plan.clips().example(
                recording -> !clips.skipped().contains(recording) && (split.isOfNobody() || split.isHeldOut(recording)),
                plan.folder().path());
        lines.addAll(ReportText.example("Recognise a clip of it:", plan, clip));
        for (String line : lines) {
            print.println(line);
            log.add(line);
        }
        print.flush();
    }

    private String certainty(Optional<Calibration> calibration) {
        return calibration.map(CalibrationText::sentence).orElseGet(() -> clips.heldOut().isEmpty()
                ? "How sure it is was not measured, because nothing is held out: calibrate does that with other clips."
                : String.format(Locale.ROOT,
                        "How sure it is was not measured: at least %d held-out clips of %d signs are needed.",
                        HeldOut.LEAST_CLIPS, HeldOut.LEAST_SIGNS));
    }

    /// How many signs an accuracy is about.
    private static String signs(Evaluation evaluation, int all) {
        long judged = IntStream.of(evaluation.labels()).distinct().count();
        return judged == all ? all + " signs" : judged + " of " + all + " signs";
    }
}
