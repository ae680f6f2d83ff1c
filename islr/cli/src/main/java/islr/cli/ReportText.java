package islr.cli;

import islr.dataset.Progress;
import islr.system.Training;
import islr.train.Trainer;
import islr.train.report.EpochMetrics;
import islr.train.run.RunPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// What is said of every run, whatever it learns.
final class ReportText {
    private ReportText() {}

    /// From where a run goes on.
    static void resumed(RunPlan plan, Trainer trainer, Progress progress) {
        int done = trainer.epochsDone();
        if (trainer.isComplete()) {
            progress.say(done >= plan.settings().epochs() ? "This run is complete: all " + done + " epochs are done."
                    : "This run ended early, after epoch " + done + "; --patience 0 goes on with it.");
        } else if (done > 0) {
            progress.say("Resumed after epoch " + done + ".");
            trainer.changeOfRate().ifPresent(progress::say);
        }
    }

    /// Which epochs the two models in the folder are of.
    ///
    /// @param quality of an epoch, in words
    static List<String> whichEpochs(RunPlan plan, Trainer trainer, Function<EpochMetrics, String> quality) {
        List<String> lines = new ArrayList<>();
        trainer.last().ifPresent(last -> lines.add(String.format(Locale.ROOT, "It is %s epoch %d of %d%s.",
                Training.averages(plan.settings().values()) ? "a mean of the weights up to" : "that of", last.epoch(),
                plan.settings().epochs(),
                last.epoch() < plan.settings().epochs()
                        ? ", where the run ended, because none of the last " + plan.best().patience() + " was better"
                        : "")));
        trainer.best().ifPresent(best -> lines.add(String.format(Locale.ROOT, "Best epoch by %s: %d, with %s: %s",
                plan.best().measure().text(), best.epoch(), quality.apply(best), plan.folder().bestModel())));
        return lines;
    }

    /// How to recognise something with the model of a run.
    static List<String> example(String what, RunPlan plan, Object input) {
        return List.of(what, "  java -jar " + quoted(inferJar()) + " --model " + quoted(plan.folder().model()) + " "
                + quoted(input));
    }

    /// As a shell reads it.
    private static String quoted(Object word) {
        String text = word.toString();
        return text.matches("[\\p{L}\\p{N}_./:\\\\@+,=-][\\p{L}\\p{N}_./:\\\\@+,=#-]*") ? text : '"' + text + '"';
    }

    /// The other jar lies beside this one.
    private static String inferJar() {
        Path here = Path.of(System.getProperty("java.class.path").split(System.getProperty("path.separator"))[0]);
        Path infer = here.resolveSibling("islr-infer.jar");
        return Files.exists(infer) ? infer.toString() : "islr-infer.jar";
    }
}
