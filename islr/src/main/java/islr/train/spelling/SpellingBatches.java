package islr.train.spelling;

import islr.dataset.PhraseSource;
import islr.internal.Streams;
import islr.system.Batch;
import islr.system.Sample;
import islr.system.Training;
import islr.system.fingerspelling.Characters;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.SpelledPoints;
import islr.system.fingerspelling.SpellingAugmentation;
import islr.system.fingerspelling.SpellingBatch;
import islr.system.fingerspelling.SpellingFeatures;
import islr.system.fingerspelling.SpellingLabels;
import islr.tensor.Memory;
import islr.train.Ahead;
import islr.train.run.RunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The sequences of a training set in batches, another order every epoch: each once, but of the supplemental ones one
/// of each phrase. The next batch is put together on another thread while the network learns from the present one.
final class SpellingBatches implements AutoCloseable {
    private final SpelledSequences sequences;
    private final ConfidenceTargets targets;
    private final Optional<SpellingAugmentation> augmentation;
    private final SpellingFeatures features;
    private final int letters;
    private final int size;
    private final boolean dropLast;
    private final long seed;
    /// Numbers of the sequences that are shown every epoch, and of those of which one is, by phrase.
    private final List<Integer> single = new ArrayList<>();
    private final List<List<Integer>> supplemental;
    private final Map<String, List<Integer>> bySigner = new HashMap<>();
    private final Ahead ahead = new Ahead();

    SpellingBatches(SpelledSequences sequences, ConfidenceTargets targets, RunSettings settings) {
        this.sequences = sequences;
        this.targets = targets;
        augmentation = Fingerspelling.augmentation(settings.values());
        features = Fingerspelling.shortened(settings.values());
        letters = settings.get(Fingerspelling.LETTERS);
        size = settings.get(Training.BATCH);
        dropLast = settings.get(Training.DROP_LAST);
        seed = settings.seed();
        Map<String, List<Integer>> byPhrase = new LinkedHashMap<>();
        for (int i : sequences.training()) {
            PhraseSource.Recording recording = sequences.store().recording(i);
            if (recording.supplemental()) {
                byPhrase.computeIfAbsent(recording.phrase(), _ -> new ArrayList<>()).add(i);
            } else {
                single.add(i);
            }
            bySigner.computeIfAbsent(recording.signer(), _ -> new ArrayList<>()).add(i);
        }
        supplemental = List.copyOf(byPhrase.values());
    }

    /// How many sequences an epoch shows.
    int shown() {
        return dropLast && all() > size ? all() / size * size : all();
    }

    private int all() {
        return single.size() + supplemental.size();
    }

    /// How many batches an epoch has.
    int steps() {
        return (shown() + size - 1) / size;
    }

    /// The batches of an epoch, in its order.
    Iterator<SpellingBatch> epoch(int epoch) {
        int[] order = order(Streams.of(seed, "order", epoch));
        return ahead.of(steps(), number -> batch(epoch,
                java.util.Arrays.copyOfRange(order, number * size, Math.min(shown(), (number + 1) * size))));
    }

    private int[] order(RandomGenerator random) {
        int[] order = new int[all()];
        int count = 0;
        for (int i : single) {
            order[count++] = i;
        }
        for (List<Integer> ofPhrase : supplemental) {
            order[count++] = ofPhrase.get(random.nextInt(ofPhrase.size()));
        }
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    private SpellingBatch batch(int epoch, int... numbers) throws IOException {
        List<Sample> samples = new ArrayList<>();
        int[] tokens = new int[numbers.length * letters];
        float[] scores = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            SpelledPoints shown = changed(epoch, numbers[i]);
            samples.add(features.sample(shown.points()));
            System.arraycopy(Characters.tokens(shown.phrase(), letters), 0, tokens, i * letters, letters);
            scores[i] = (float) shown.score();
        }
        return new SpellingBatch(Batch.of(Memory.heap(), samples), new SpellingLabels(tokens, letters), scores);
    }

    private SpelledPoints changed(int epoch, int number) throws IOException {
        SpelledPoints sequence = read(number);
        if (augmentation.isEmpty()) {
            return sequence;
        }
        RandomGenerator random = Streams.of(seed, "spelling", epoch, number);
        List<Integer> ofSigner = bySigner.get(sequences.store().recording(number).signer());
        Supplier<SpelledPoints> other = ofSigner.size() < 2 ? null : () -> other(number, ofSigner, random);
        return augmentation.get().of(sequence, other, random);
    }

    /// Another sequence of the signer.
    private SpelledPoints other(int number, List<Integer> ofSigner, RandomGenerator random) {
        int chosen = ofSigner.get(random.nextInt(ofSigner.size() - 1));
        try {
            return read(chosen == number ? ofSigner.getLast() : chosen);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SpelledPoints read(int number) throws IOException {
        PhraseSource.Recording recording = sequences.store().recording(number);
        return new SpelledPoints(sequences.store().sample(number).values().toArray(), recording.phrase(),
                targets.of(recording));
    }

    @Override
    public void close() {
        ahead.close();
    }
}
