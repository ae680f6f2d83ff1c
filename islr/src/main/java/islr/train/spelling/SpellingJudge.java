package islr.train.spelling;

import islr.dataset.PhraseStore;
import islr.dataset.Progress;
import islr.system.Batch;
import islr.system.Sample;
import islr.system.fingerspelling.Characters;
import islr.system.fingerspelling.FingerspellingNetwork;
import islr.system.fingerspelling.Spelling;
import islr.system.fingerspelling.SpellingEnsemble;
import islr.system.fingerspelling.SpellingFeatures;
import islr.system.fingerspelling.SpellingLabels;
import islr.system.fingerspelling.SpellingLoss;
import islr.system.fingerspelling.SpellingOptions;
import islr.tensor.Compute;
import islr.tensor.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// Judges networks by sequences whose phrases are known.
///
/// @param features what the network reads, of points that are standardised
public record SpellingJudge(SpellingFeatures features, Compute compute) {
    /// Sequences at a time; those of about the same length go together.
    private static final int BATCH = 32;

    public SpellingJudge {
        Objects.requireNonNull(features, "features");
        Objects.requireNonNull(compute, "compute");
    }

    /// Spells sequences, short and unsure ones too.
    ///
    /// @param network as it predicts
    /// @param numbers of the sequences in the store
    /// @param beams see [SpellingOptions#beams()]
    /// @throws InterruptedException if whoever watches wants it to stop
    /// @throws IOException if the cache cannot be read any more
    public SpellingEvaluation judge(FingerspellingNetwork network, PhraseStore store, List<Integer> numbers, int beams,
            Progress progress) throws IOException, InterruptedException {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(numbers, "numbers");
        Objects.requireNonNull(progress, "progress");
        SpellingEnsemble speller = SpellingEnsemble.of(network.forInference(compute), features,
                new SpellingOptions(beams, 0, 0, true));
        Workspace workspace = Workspace.create();
        Compute c = compute.with(workspace);
        List<Integer> order = new ArrayList<>(java.util.stream.IntStream.range(0, numbers.size()).boxed().toList());
        order.sort(Comparator.comparingInt(i -> store.frames(numbers.get(i))));
        Spelling[] answers = new Spelling[numbers.size()];
        double loss = 0;
        progress.begin("judging", numbers.size(), "sequences");
        try {
            for (int from = 0; from < order.size(); from += BATCH) {
                if (progress.isStopWanted()) {
                    throw new InterruptedException("stopped while judging the model");
                }
                List<Integer> some = order.subList(from, Math.min(order.size(), from + BATCH));
                List<Sample> samples = new ArrayList<>();
                for (int i : some) {
                    samples.add(features.sample(store.sample(numbers.get(i)).values().toArray()));
                }
                workspace.reset();
                List<Spelling> spelled = speller.spell(c, samples, new int[some.size()]);
                for (int i = 0; i < some.size(); i++) {
                    answers[some.get(i)] = spelled.get(i);
                }
                workspace.reset();
                loss += some.size() * loss(c, network, samples,
                        some.stream().map(i -> store.recording(numbers.get(i)).phrase()).toList());
                progress.at(from + some.size(), "");
            }
        } finally {
            progress.end();
        }
        return new SpellingEvaluation(numbers.stream().map(i -> store.recording(i).phrase()).toList(), List.of(answers),
                loss / numbers.size());
    }

    private static double loss(Compute c, FingerspellingNetwork network, List<Sample> samples, List<String> phrases) {
        int letters = network.sizes().letters();
        int[] tokens = new int[phrases.size() * letters];
        for (int i = 0; i < phrases.size(); i++) {
            System.arraycopy(Characters.tokens(phrases.get(i), letters), 0, tokens, i * letters, letters);
        }
        SpellingLabels labels = new SpellingLabels(tokens, letters);
        Batch batch = Batch.of(c.memory(), samples);
        return SpellingLoss.ofLetters(c, network, batch, labels).item();
    }
}
