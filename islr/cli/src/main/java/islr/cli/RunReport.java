package islr.cli;

import islr.dataset.ClipSource;
import islr.dataset.Progress;
import islr.dataset.Split;
import islr.system.Training;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What the user is told of a run when it begins, and when it is done.
record RunReport(RunPlan plan, TrainingClips clips, Trainer trainer) {

    /// Before the first epoch.
    void begin(MemoryNeed need, Compute compute, Progress progress) {
        clips.remarks().forEach(progress::say);
        flatteries().forEach(progress::say);
        progress.say(String.format(Locale.ROOT,
                "%,d clips to learn from, %,d of %s held out; %,d signs; %,d parameters, about %s; kernels: %s, "
                        + "%d threads",
                clips.training().size(), clips.heldOut().size(), plan.split().description(),
                plan.source().signs().size(), trainer.parameterCount(), need.text(), compute.kernels().description(),
                compute.parallel().threads()));
        int done = trainer.epochsDone();
        if (trainer.isComplete()) {
            progress.say(done >= plan.settings().epochs() ? "This run is complete: all " + done + " epochs are done."
                    : "This run ended early, after epoch " + done + "; --patience 0 goes on with it.");
        } else if (done > 0) {
            progress.say("Resumed after epoch " + done + ".");
            trainer.changeOfRate().ifPresent(progress::say);
        }
    }

    /// Why the accuracy may be too high.
    private List<String> flatteries() {
        return Stream.of(plan.start(), plan.teacher())
                .flatMap(used -> used.flatMap(model -> model.flattery(plan.split().heldOut())).stream()).toList();
    }

    /// After the last epoch: what the model says of the held-out clips, and where it is.
    void end(Compute compute, PrintWriter print, RunLog log) throws IOException, InterruptedException {
        Split split = plan.split();
        List<String> epochs = whichEpochs();
        List<String> lines = new ArrayList<>();
        Measured measured = trainer.measure();
        Evaluation evaluation = measured.evaluation(compute);
        if (evaluation.labels().length > 0) {
            List<ClipSource.Recording> all = plan.source().recordings();
            List<Integer> places = IntStream.range(0, all.size())
                    .filter(i -> split.isHeldOut(all.get(i)) && !clips.skipped().contains(all.get(i))).boxed().toList();
            plan.folder().writeReport(places.stream().map(all::get).toList(), evaluation, plan.source().signs()::name,
                    epochs);
            ErrorDrawings.write(plan.folder().path(), plan.source(), places, evaluation, plan.source().signs()::name);
            lines.add(String.format(Locale.ROOT, "%s %s (%s, %,d clips of %s): accuracy %.1f %%, top-5 %.1f %%",
                    split.heldOut().isEmpty() ? "Clips" : "Signers",
                    flatteries().isEmpty() ? "it has not seen" : "that were held out",
                    split.heldOut().isEmpty() ? split.rule() : String.join(", ", split.heldOut()),
                    evaluation.labels().length, signs(evaluation, plan.source().signs().size()),
                    100 * evaluation.top(1), 100 * evaluation.top(5)));
        }
        lines.add(certainty(measured.calibration()));
        lines.add("Model: " + plan.folder().model());
        lines.addAll(epochs);
        Path clip = plan.source().example(
                recording -> !clips.skipped().contains(recording) && (split.isOfNobody() || split.isHeldOut(recording)),
                plan.folder().path());
        lines.add("Recognise a clip of it:");
        lines.add(
                "  java -jar " + quoted(inferJar()) + " --model " + quoted(plan.folder().model()) + " " + quoted(clip));
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

    /// Which epochs the two models in the folder are of.
    private List<String> whichEpochs() {
        List<String> lines = new ArrayList<>();
        trainer.last().ifPresent(last -> lines.add(String.format(Locale.ROOT, "It is %s epoch %d of %d%s.",
                Training.averages(plan.settings().values()) ? "a mean of the weights up to" : "that of", last.epoch(),
                plan.settings().epochs(),
                last.epoch() < plan.settings().epochs()
                        ? ", where the run ended, because none of the last " + plan.best().patience() + " was better"
                        : "")));
        trainer.best()
                .ifPresent(best -> lines.add(String.format(Locale.ROOT,
                        "Best epoch by %s: %d, with an accuracy of %.1f %% and a loss of %.3f: %s",
                        plan.best().measure().text(), best.epoch(), 100 * best.heldOutTop1(), best.heldOutLoss(),
                        plan.folder().bestModel())));
        return lines;
    }

    /// How many signs an accuracy is about.
    private static String signs(Evaluation evaluation, int all) {
        long judged = IntStream.of(evaluation.labels()).distinct().count();
        return judged == all ? all + " signs" : judged + " of " + all + " signs";
    }

    /// As a shell reads it.
    private static String quoted(Object word) {
        String text = word.toString();
        return text.matches("[\\p{L}\\p{N}_./:\\\\@+,=-]+") ? text : '"' + text + '"';
    }

    /// The other jar lies beside this one.
    private static String inferJar() {
        Path here = Path.of(System.getProperty("java.class.path").split(System.getProperty("path.separator"))[0]);
        Path infer = here.resolveSibling("islr-infer.jar");
        return Files.exists(infer) ? infer.toString() : "islr-infer.jar";
    }
}
