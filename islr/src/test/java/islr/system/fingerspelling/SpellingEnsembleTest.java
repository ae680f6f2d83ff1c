package islr.system.fingerspelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.golden.Close;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Sample;
import islr.system.fingerspelling.FingerspellingNetwork.Encoded;
import islr.system.fingerspelling.FingerspellingSizes.Padding;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Decoding without goldens: what is remembered, beams, batches, awkward sequences.
class SpellingEnsembleTest {
    private static final int LETTERS = 11;
    private final Compute c = Compute.cpu();

    static FingerspellingNetwork network(Part part, long seed) {
        Parameters parameters = Parameters.fresh(seed);
        FingerspellingNetwork network = new FingerspellingNetwork(new FingerspellingSizes(part, 16, 2, 2, 5, 2, 24, 40,
                LETTERS, Padding.NONE, FingerspellingSizes.Rates.NONE, 0.1), parameters);
        Random random = new Random(seed);
        // Large enough that phrases differ and some end.
        parameters.trainable().forEach((name, x) -> {
            if (name.startsWith("decoder") && !name.contains("norm")) {
                for (int i = 0; i < x.size(); i++) {
                    x.array()[i] += 0.4f * (float) random.nextGaussian();
                }
                x.changed();
            }
        });
        return network;
    }

    private static Sample sample(int frames, long seed) {
        return new Sample(Tensor.randn(new Random(seed), frames, SpellingFeatures.WIDTH));
    }

    private static List<Sample> samples() {
        return List.of(sample(40, 1), sample(1, 2), sample(17, 3), sample(23, 4), sample(2, 5));
    }

    private Encoded encoded(FingerspellingNetwork network) {
        return network.encode(c, Batch.of(Memory.heap(), samples()));
    }

    /// Padding in the middle of a phrase is among the letters.
    @Test
    void letterByLetterGivesTheLogitsOfTheWholePrefix() {
        for (Part part : Part.values()) {
            FingerspellingNetwork network = network(part, 7);
            Encoded encoded = encoded(network);
            int clips = encoded.clips().count();
            int[] tokens = new Random(8).ints(clips * LETTERS, 50, Characters.COUNT).toArray();
            assertThat(tokens).contains(Characters.PAD);
            float[] whole = network.logits(c, encoded, tokens, LETTERS).toArray();
            NextLetters next = new NextLetters(c, List.of(new SpellingMember(network, 1)), List.of(encoded));
            for (int t = 0; t < LETTERS; t++) {
                int place = t;
                int[] now = IntStream.range(0, clips).map(s -> tokens[s * LETTERS + place]).toArray();
                Tensor step = next.after(now, IntStream.range(0, clips).toArray(), Segments.uniform(clips, 1));
                for (int s = 0; s < clips; s++) {
                    int at = (s * LETTERS + t) * Characters.COUNT;
                    Close.relative("letter " + t,
                            Arrays.copyOfRange(step.toArray(), s * Characters.COUNT, (s + 1) * Characters.COUNT),
                            Arrays.copyOfRange(whole, at, at + Characters.COUNT), 1e-5);
                }
            }
        }
    }

    private SpellingEnsemble speller(FingerspellingNetwork network, int beams) {
        return SpellingEnsemble.of(network, new SpellingFeatures(40, Fit.NEAREST),
                new SpellingOptions(beams, 0, 0, true));
    }

    @Test
    void clipsThatAreSpelledTogetherAreAnsweredAsAlone() {
        int ended = 0;
        for (long seed = 0; seed < 6; seed++) {
            SpellingEnsemble speller = speller(network(Part.TWO, seed), 1);
            List<Spelling> together = speller.spell(c, samples(), new int[] {40, 1, 17, 23, 2});
            for (int i = 0; i < together.size(); i++) {
                Spelling alone = speller.spell(c, samples().get(i), 40);
                assertThat(together.get(i).tokens()).isEqualTo(alone.tokens());
                ended += alone.tokens().size() < LETTERS ? 1 : 0;
            }
        }
        assertThat(ended).isPositive();
    }

    @Test
    void oneBeamIsGreedy() {
        for (long seed = 0; seed < 6; seed++) {
            FingerspellingNetwork network = network(Part.TWO, seed);
            Encoded encoded = encoded(network);
            List<SpellingMember> members = List.of(new SpellingMember(network, 1));
            List<List<Integer>> greedy = GreedySearch.spell(new NextLetters(c, members, List.of(encoded)),
                    encoded.clips().count(), LETTERS);
            for (int s = 0; s < greedy.size(); s++) {
                assertThat(BeamSearch.spell(c, new NextLetters(c, members, List.of(encoded.only(s))), 1, LETTERS))
                        .isEqualTo(greedy.get(s));
            }
        }
    }

    /// Of phrases of two letters: all are tried.
    @Test
    void manyBeamsFindTheLikeliestPhrase() {
        int better = 0;
        for (long seed = 0; seed < 8; seed++) {
            FingerspellingNetwork network = network(Part.ONE, seed);
            Encoded encoded = encoded(network).only(0);
            List<SpellingMember> members = List.of(new SpellingMember(network, 1));
            List<Integer> likeliest = likeliest(network, encoded);
            assertThat(BeamSearch.spell(c, new NextLetters(c, members, List.of(encoded)), Characters.COUNT, 2))
                    .isEqualTo(likeliest);
            List<Integer> greedy = GreedySearch.spell(new NextLetters(c, members, List.of(encoded)), 1, 2).getFirst();
            better += greedy.equals(likeliest) ? 0 : 1;
        }
        assertThat(better).as("seeds where greedy search misses it").isPositive();
    }

    /// Of all phrases that end at once or have two letters.
    private List<Integer> likeliest(FingerspellingNetwork network, Encoded encoded) {
        double best = Double.NEGATIVE_INFINITY;
        List<Integer> likeliest = List.of();
        for (int first = 0; first < Characters.COUNT; first++) {
            Tensor logs = network.logits(c, encoded, new int[] {Characters.START, first}, 2).logSoftmax(c);
            for (int second = 0; second < Characters.COUNT; second++) {
                boolean ended = first == Characters.END;
                double score = logs.get(0, first) + (ended ? 0 : logs.get(1, second));
                if (score > best) {
                    best = score;
                    likeliest = ended ? List.of(first) : List.of(first, second);
                }
            }
        }
        return likeliest;
    }

    /// A search that remembers nothing but the phrases, with the probabilities of every prefix computed anew.
    @Test
    void beamsAreThoseOfASearchWithoutMemory() {
        int differs = 0;
        for (long seed = 0; seed < 6; seed++) {
            FingerspellingNetwork network = network(Part.TWO, seed);
            Encoded all = encoded(network);
            List<SpellingMember> members = List.of(new SpellingMember(network, 1));
            for (int s = 0; s < all.clips().count(); s++) {
                Encoded encoded = all.only(s);
                List<Integer> found = BeamSearch.spell(c, new NextLetters(c, members, List.of(encoded)), 3, LETTERS);
                assertThat(found).isEqualTo(search(network, encoded, 3));
                differs += found.equals(search(network, encoded, 1)) ? 0 : 1;
            }
        }
        assertThat(differs).as("phrases that one beam misses").isPositive();
    }

    private record Scored(List<Integer> letters, double score) {
        boolean ended() {
            return letters.contains(Characters.END);
        }
    }

    private List<Integer> search(FingerspellingNetwork network, Encoded encoded, int beams) {
        List<Scored> phrases = List.of(new Scored(List.of(), 0));
        List<Scored> ended = new ArrayList<>();
        for (int t = 0; t < LETTERS; t++) {
            List<Scored> longer = new ArrayList<>();
            for (Scored phrase : phrases) {
                int[] read = IntStream
                        .concat(IntStream.of(Characters.START), phrase.letters.stream().mapToInt(token -> token))
                        .toArray();
                Tensor logs = network.logits(c, encoded, read, read.length).logSoftmax(c);
                for (int letter = 0; letter < Characters.COUNT; letter++) {
                    List<Integer> letters = new ArrayList<>(phrase.letters);
                    letters.add(letter);
                    longer.add(new Scored(letters, phrase.score + logs.get(t, letter)));
                }
            }
            longer.sort(Comparator.comparingDouble(Scored::score).reversed());
            List<Scored> best = longer.subList(0, Math.min(beams, longer.size()));
            best.stream().filter(Scored::ended).forEach(ended::add);
            phrases = best.stream().filter(phrase -> !phrase.ended()).toList();
        }
        return Stream.concat(ended.stream(), phrases.stream()).max(Comparator.comparingDouble(Scored::score))
                .orElseThrow().letters;
    }

    /// The original takes a point whose x and y have the sum 0 for a missing one.
    @Test
    void missingPointsOfAKindStayMissing() {
        int[] face = SpellingPoints.Kind.HEAD.points();
        Tensor x = Tensor.randn(new Random(5), 2, SpellingFeatures.WIDTH);
        int missing = 3 * face[50];
        int opposite = SpellingFeatures.WIDTH + 3 * face[2];
        Arrays.fill(x.array(), missing, missing + 3, 0);
        x.array()[opposite + 1] = -x.array()[opposite];
        Tensor y = new KindOfPoints(SpellingPoints.Kind.HEAD).of(c, x);
        for (int row = 0; row < 2; row++) {
            for (int point = 0; point < face.length; point++) {
                boolean gone = row == 0 && point == 50 || row == 1 && point == 2;
                for (int axis = 0; axis < 3; axis++) {
                    assertThat(y.get(row, 3 * point + axis) == 0).as("point " + point + " of frame " + row)
                            .isEqualTo(gone);
                }
            }
        }
    }

    @Test
    void sequencesOfAnyLengthAreAnswered() {
        SpellingEnsemble speller = SpellingEnsemble.of(network(Part.TWO, 3), new SpellingFeatures(40, Fit.LINEAR),
                SpellingOptions.DEPLOYED);
        for (int frames : new int[] {0, 1, 14, 15, 39, 40, 41, 5000}) {
            float[] columns = new float[frames * SpellingFeatures.WIDTH];
            Random random = new Random(frames);
            for (int i = 0; i < columns.length; i++) {
                columns[i] = i % 5 == 0 ? Float.NaN : (float) random.nextGaussian();
            }
            Spelling answer = speller.spell(c, speller.features().sample(SpellingFeatures.standardized(columns)),
                    frames);
            assertThat(answer.placeholder()).as(frames + " frames")
                    .isEqualTo(frames < 15 || answer.confidence() < 0.15);
            assertThat(answer.phrase()).isNotNull();
            assertThat(Double.isNaN(answer.confidence())).isEqualTo(frames < 15);
        }
    }

    @Test
    void aSequenceWithoutAnyPointIsAnswered() {
        SpellingEnsemble speller = speller(network(Part.TWO, 3), 1);
        float[] columns = new float[20 * SpellingFeatures.WIDTH];
        Arrays.fill(columns, Float.NaN);
        float[] points = SpellingFeatures.standardized(columns);
        assertThat(points).containsOnly(0);
        assertThat(speller.spell(c, speller.features().sample(points), 20).confidence()).isBetween(0.0, 1.0);
    }

    @Test
    void charactersOutsideTheMapAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> Characters.tokens("abcÄ", 3))
                .withMessageContaining("phrase 'abcÄ': 'Ä' at character 4 cannot be spelled");
    }

    @Test
    void sizesThatDoNotFitAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FingerspellingSizes(Part.ONE, 15, 1, 2, 5, 1, 4, 40, 9, Padding.NONE,
                        FingerspellingSizes.Rates.NONE, 0.1))
                .withMessageContaining("a width of 15 does not divide into 2 heads");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(Part.ONE, 1).encode(c, Batch.of(Memory.heap(), List.of(sample(41, 1)))))
                .withMessageContaining("clip 0 of the batch has 41 frames; the network takes 1 to 40");
    }
}
