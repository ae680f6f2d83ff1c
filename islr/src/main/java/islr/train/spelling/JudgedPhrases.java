package islr.train.spelling;

import islr.data.Clip;
import islr.dataset.PhraseSource;
import islr.dataset.PhraseSource.Part;
import islr.dataset.PhraseSource.Recording;
import islr.dataset.Progress;
import islr.internal.Few;
import islr.system.Sample;
import islr.system.fingerspelling.Spelling;
import islr.system.fingerspelling.SpellingEnsemble;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Workspace;
import islr.weights.text.Counts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// What networks say of sequences that are read for this alone.
///
/// @param recordings those that were judged, in the order of the evaluation
/// @param remarks sequences that are left out, and why
/// @param stopped whether somebody wanted it to stop
public record JudgedPhrases(List<Recording> recordings, SpellingEvaluation evaluation, List<String> remarks,
        boolean stopped) {
    /// Sequences that one thread spells together.
    private static final int TOGETHER = 16;
    /// Of a part of which less than this share is asked for, sequences are read one by one.
    private static final double SHARE = 0.1;

    public JudgedPhrases {
        Objects.requireNonNull(recordings, "recordings");
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(remarks, "remarks");
    }

    /// Reads and spells the chosen sequences of a source, a part after the other, on all threads of `compute`. Answers
    /// do not depend on their number, to the bit.
    ///
    /// @return the answers, and why some sequences have none
    public static JudgedPhrases of(PhraseSource source, Predicate<Recording> chosen, SpellingEnsemble speller,
            Compute compute, Progress progress) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(chosen, "chosen");
        Objects.requireNonNull(speller, "speller");
        Objects.requireNonNull(compute, "compute");
        Objects.requireNonNull(progress, "progress");
        Collector collector = new Collector(source, speller, compute);
        long all = source.recordings().stream().filter(chosen).count();
        progress.begin("judging", (int) all, "sequences");
        try {
            for (Part part : source.parts()) {
                if (progress.isStopWanted()) {
                    return collector.judged(true);
                }
                collector.take(part, IntStream.range(part.first(), part.first() + part.count())
                        .filter(i -> chosen.test(source.recordings().get(i))).boxed().toList());
                progress.at(collector.done, "");
            }
            return collector.judged(false);
        } finally {
            progress.end();
        }
    }

    private static final class Collector {
        private final PhraseSource source;
        private final SpellingEnsemble speller;
        private final Compute compute;
        private final Workspace[] workspaces;
        private final List<Recording> recordings = new ArrayList<>();
        private final List<Spelling> answers = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private int done;

        Collector(PhraseSource source, SpellingEnsemble speller, Compute compute) {
            this.source = source;
            this.speller = speller;
            this.compute = compute;
            workspaces = new Workspace[compute.parallel().threads()];
        }

        void take(Part part, List<Integer> numbers) {
            if (numbers.isEmpty()) {
                return;
            }
            List<Recording> read = new ArrayList<>();
            List<Clip> clips = clips(part, numbers, read);
            Spelling[] spelled = new Spelling[clips.size()];
            int groups = (clips.size() + TOGETHER - 1) / TOGETHER;
            compute.parallel().run(groups, (group, worker) -> {
                int from = group * TOGETHER;
                List<Clip> some = clips.subList(from, Math.min(clips.size(), from + TOGETHER));
                List<Spelling> of = spell(some, worker);
                for (int i = 0; i < some.size(); i++) {
                    spelled[from + i] = of.get(i);
                }
            });
            recordings.addAll(read);
            answers.addAll(List.of(spelled));
            done += numbers.size();
        }

        private List<Spelling> spell(List<Clip> clips, int worker) {
            if (workspaces[worker] == null) {
                workspaces[worker] = Workspace.create();
            }
            Workspace workspace = workspaces[worker];
            workspace.reset();
            Compute alone = new Compute(compute.kernels(), Parallel.sequential(), workspace);
            List<Sample> samples = clips.stream().map(clip -> speller.features().of(clip, workspace)).toList();
            return speller.spell(alone, samples, clips.stream().mapToInt(Clip::frames).toArray());
        }

        /// @param read takes the recordings that could be read, one for each clip
        private List<Clip> clips(Part part, List<Integer> numbers, List<Recording> read) {
            List<Clip> clips = new ArrayList<>();
            if (numbers.size() >= SHARE * part.count()) {
                try {
                    List<Clip> all = source.read(part, speller.features().rows(), compute.parallel());
                    for (int i : numbers) {
                        clips.add(all.get(i - part.first()));
                        read.add(source.recordings().get(i));
                    }
                    return clips;
                } catch (IOException e) {
                    // One by one: what is wrong with one must not cost the others.
                    clips.clear();
                }
            }
            for (int i : numbers) {
                try {
                    clips.add(source.read(i, speller.features().rows(), compute.parallel()));
                    read.add(source.recordings().get(i));
                } catch (IOException e) {
                    errors.add(e.getMessage());
                }
            }
            return clips;
        }

        JudgedPhrases judged(boolean stopped) {
            List<String> remarks = errors.isEmpty() ? List.of()
                    : List.of("Left out, because they cannot be read: " + Counts.of(errors.size()) + " of "
                            + Counts.of(errors.size() + answers.size()) + " sequences. " + Few.of(errors, "; "));
            return new JudgedPhrases(recordings,
                    new SpellingEvaluation(recordings.stream().map(Recording::phrase).toList(), answers, Double.NaN),
                    remarks, stopped);
        }
    }
}
