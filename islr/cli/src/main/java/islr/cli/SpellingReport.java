package islr.cli;

import islr.dataset.PhraseSource;
import islr.dataset.Progress;
import islr.dataset.Split;
import islr.system.fingerspelling.EditDistance;
import islr.tensor.Compute;
import islr.train.Trainer;
import islr.train.run.RunLog;
import islr.train.run.RunPlan;
import islr.train.spelling.SpelledSequences;
import islr.train.spelling.SpellingEvaluation;
import islr.train.spelling.SpellingTables;
import islr.train.spelling.SpellingTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the user is told of a run that learns phrases.
record SpellingReport(RunPlan plan, PhraseSource source, SpelledSequences sequences, SpellingTask task, Trainer trainer)
        implements RunReport {
    @Override
    public void begin(Compute compute, Progress progress) {
        sequences.remarks().forEach(progress::say);
        progress.say(String.format(Locale.ROOT,
                "%,d sequences to learn from, %,d of %s held out; %,d parameters; kernels: %s, %d threads",
                sequences.training().size(), sequences.heldOut().size(), plan.split().description(),
                trainer.parameterCount(), compute.kernels().description(), compute.parallel().threads()));
        ReportText.resumed(plan, trainer, progress);
    }

    @Override
    public void end(Compute compute, PrintWriter print, RunLog log) throws IOException, InterruptedException {
        Split split = plan.split();
        List<String> lines = new ArrayList<>();
        SpellingEvaluation evaluation = task.evaluate(trainer, 1);
        if (!evaluation.truths().isEmpty()) {
            List<PhraseSource.Recording> judged = sequences.heldOut().stream().map(sequences.store()::recording)
                    .toList();
            SpellingTables.write(plan.folder().path(), judged, evaluation);
            lines.add(String.format(Locale.ROOT,
                    "%s that were held out (%s, %,d sequences): score %.3f (with neighbours that change places %.3f), "
                            + "%.1f %% of the phrases without a mistake",
                    split.heldOut().isEmpty() ? "Sequences" : "Signers",
                    split.heldOut().isEmpty() ? split.rule() : String.join(", ", split.heldOut()), judged.size(),
                    evaluation.score(EditDistance.LEVENSHTEIN), evaluation.score(EditDistance.DAMERAU),
                    100 * evaluation.exact()));
        }
        lines.add("Model: " + plan.folder().model());
        lines.addAll(ReportText.whichEpochs(plan, trainer, best -> String.format(Locale.ROOT,
                "a score of %.3f and a loss of %.3f", best.heldOutScore(), best.heldOutLoss())));
        Set<String> readable = new HashSet<>();
        sequences.heldOut().forEach(i -> readable.add(sequences.store().recording(i).name()));
        lines.addAll(ReportText.example("Spell a sequence of it:", plan, source.example(
                recording -> readable.isEmpty() || readable.contains(recording.name()), plan.folder().path())));
        for (String line : lines) {
            print.println(line);
            log.add(line);
        }
        print.flush();
    }
}
