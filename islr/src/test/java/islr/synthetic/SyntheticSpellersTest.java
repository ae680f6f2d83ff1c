package islr.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticSpellersTest {
    private static final SpellingSettings SETTINGS = new SpellingSettings(7, 12, 60, 3, 12, 1);
    private static final SyntheticSpellers SPELLERS = new SyntheticSpellers(SETTINGS);

    private static int hash(int i) {
        return Arrays.hashCode(SPELLERS.clip(i % 12, i).landmarks());
    }

    @Test
    void aClipIsAFunctionOfItsNumbersAlone() {
        int[] first = IntStream.range(0, 30).map(SyntheticSpellersTest::hash).toArray();
        int[] again = IntStream.range(0, 30).parallel().map(i -> hash(29 - i)).toArray();
        assertThat(IntStream.range(0, 30).map(i -> again[29 - i]).toArray()).isEqualTo(first);
        assertThat(Arrays.stream(first).distinct()).hasSize(30);
        SyntheticSpellers fewer = new SyntheticSpellers(new SpellingSettings(7, 3, 60, 3, 12, 1));
        assertThat(fewer.clip(2, 5).landmarks()).isEqualTo(SPELLERS.clip(2, 5).landmarks());
        SyntheticSpellers others = new SyntheticSpellers(new SpellingSettings(8, 3, 60, 3, 12, 1));
        assertThat(others.clip(2, 5).landmarks()).isNotEqualTo(SPELLERS.clip(2, 5).landmarks());
    }

    @Test
    void everyCharacterCanBeSpelledAndOccursAndNoPhraseIsTooLongOrShort() {
        for (char character : Letter.ALL.toCharArray()) {
            assertThat(Letter.of(character)).isNotNull();
        }
        assertThat(SyntheticSpellers.characters().toJson()).startsWith("{\" \":0,\"!\":1,").endsWith("\"~\":58}");
        for (int[] range : new int[][] {{3, 12}, {1, 3}, {9, 9}, {20, 32}, {32, 32}}) {
            Phrases phrases = new Phrases(range[0], range[1]);
            Set<Character> seen = new HashSet<>();
            for (int i = 0; i < 20_000; i++) {
                String phrase = phrases.random(Stream.of(3, "phrase", i));
                assertThat(phrase.length()).isBetween(range[0], range[1]);
                assertThat(phrase).isEqualTo(phrase.strip());
                phrase.chars().forEach(character -> seen.add((char) character));
            }
            if (range[1] == 12) {
                assertThat(seen).hasSize(59);
            }
        }
    }

    @Test
    void phrasesAreOfAllKindsAndHaveDoubleLetters() {
        int doubles = 0;
        int[] kinds = new int[3];
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 600; i++) {
            String phrase = SPELLERS.phrase(i % 12, i / 12);
            all.add(phrase);
            kinds[0] += phrase.matches("\\+?[0-9-]+") ? 1 : 0;
            kinds[1] += phrase.matches("[0-9]+ [a-z].*") ? 1 : 0;
            kinds[2] += phrase.matches("[a-z]+ [a-z]+") ? 1 : 0;
            doubles += phrase.matches(".*(.)\\1.*") ? 1 : 0;
        }
        assertThat(all.size()).isGreaterThan(500);
        assertThat(Arrays.stream(kinds).min().getAsInt()).isGreaterThan(60);
        assertThat(doubles).isGreaterThan(100);
    }

    @Test
    void signersShareOnlySupplementalPhrases() {
        Map<String, Integer> shared = new HashMap<>();
        for (int signer = 0; signer < 12; signer++) {
            for (int number = 0; number < 60; number++) {
                assertThat(SPELLERS.supplemental(number)).isEqualTo(number >= 54);
                if (number >= 54) {
                    shared.merge(SPELLERS.phrase(signer, number), 1, Integer::sum);
                }
            }
        }
        assertThat(shared.size()).isBetween(9, 12);
    }

    /// 4 to 8 frames a letter on average, and some signers twice as fast as others.
    @Test
    void signersDifferInTempoAndHand() {
        double[] frames = new double[12];
        int left = 0;
        for (int signer = 0; signer < 12; signer++) {
            int letters = 0;
            for (int number = 0; number < 20; number++) {
                frames[signer] += SPELLERS.spelled(signer, number).timing().frames();
                letters += SPELLERS.phrase(signer, number).length();
            }
            frames[signer] /= letters;
            assertThat(frames[signer]).isBetween(4.0, 10.0);
            left += SPELLERS.leftHanded(signer) ? 1 : 0;
        }
        assertThat(Arrays.stream(frames).max().getAsDouble())
                .isGreaterThan(1.3 * Arrays.stream(frames).min().getAsDouble());
        assertThat(left).isBetween(2, 8);
    }

    @Test
    void theSpellingHandIsSeenInMostFramesAndMissingInSome() {
        long seen = 0;
        long frames = 0;
        for (int i = 0; i < 120; i++) {
            Clip clip = SPELLERS.clip(i % 12, i / 12);
            int wrist = SPELLERS.leftHanded(i % 12) ? Skeleton.LEFT_HAND : Skeleton.RIGHT_HAND;
            for (int t = 0; t < clip.frames(); t++) {
                seen += Float.isNaN(clip.x(t, wrist)) ? 0 : 1;
            }
            frames += clip.frames();
        }
        assertThat((double) seen / frames).isBetween(0.75, 0.95);
    }

    /// Between two equal letters the hand either slides outwards, and stays there, or goes down and comes back.
    @Test
    void doubleLettersSlideOrBounce() {
        for (int signer = 0; signer < 12; signer++) {
            Signer who = Signer.random(7, signer, 0);
            double[] slid = secondOfTwo(who, true);
            double[] bounced = secondOfTwo(who, false);
            assertThat(slid[0]).isGreaterThan(0.04);
            assertThat(slid[1]).isLessThan(0.02);
            assertThat(bounced[0]).isLessThan(0.02);
            assertThat(bounced[1]).isGreaterThan(0.02);
        }
    }

    /// How far outwards the second letter is, and how far down the hand is between the two, in the picture.
    private static double[] secondOfTwo(Signer who, boolean slides) {
        SpelledPhrase spelled = phrase("noon", who, slides);
        Clip clip = spelled.film("noon");
        int row = (who.leftHanded() ? Skeleton.LEFT_HAND : Skeleton.RIGHT_HAND) + 9;
        int first = spelled.timing().centre(1);
        int second = spelled.timing().centre(2);
        double out = (who.leftHanded() ? 1 : -1) * (clip.x(second, row) - clip.x(first, row));
        double down = 0;
        for (int t = first; t <= second; t++) {
            down = Math.max(down, clip.y(t, row) - Math.max(clip.y(first, row), clip.y(second, row)));
        }
        return new double[] {out, down};
    }

    private static SpelledPhrase phrase(String phrase, Signer signer, boolean slides) {
        return new SpelledPhrase(phrase, signer, 0, slides, character -> Style.random(Stream.of(1, "none"), 0),
                aspect -> Stream.of(7, aspect));
    }

    /// Shapes at the middle of letters, compared with the means of other signers: they can be told apart, but not
    /// without fail, and strokes need more than a frame.
    @Test
    void lettersOfAnUnknownSignerAreNearTheMeansOfOthersMoreOftenThanNot() {
        Map<Character, double[]> sums = new HashMap<>();
        Map<Character, Integer> counts = new HashMap<>();
        int right = 0;
        int all = 0;
        for (int signer = 0; signer < 12; signer++) {
            for (int number = 0; number < 60; number++) {
                SpelledPhrase spelled = SPELLERS.spelled(signer, number);
                String phrase = SPELLERS.phrase(signer, number);
                Clip clip = spelled.film("clip");
                for (int i = 0; i < phrase.length(); i++) {
                    double[] hand = hand(clip, spelled.timing().centre(i), SPELLERS.leftHanded(signer));
                    if (hand == null) {
                        continue;
                    }
                    if (signer < 9) {
                        double[] sum = sums.computeIfAbsent(phrase.charAt(i), key -> new double[hand.length]);
                        Arrays.setAll(sum, at -> sum[at] + hand[at]);
                        counts.merge(phrase.charAt(i), 1, Integer::sum);
                    } else {
                        char nearest = ' ';
                        double least = Double.MAX_VALUE;
                        for (Map.Entry<Character, double[]> each : sums.entrySet()) {
                            double distance = 0;
                            for (int at = 0; at < hand.length; at++) {
                                double d = hand[at] - each.getValue()[at] / counts.get(each.getKey());
                                distance += d * d;
                            }
                            if (distance < least) {
                                least = distance;
                                nearest = each.getKey();
                            }
                        }
                        right += nearest == phrase.charAt(i) ? 1 : 0;
                        all++;
                    }
                }
            }
        }
        assertThat((double) right / all).isBetween(0.5, 0.95);
    }

    /// The 20 points of a hand about its wrist, in lengths of the palm, as of a left hand; null if it is not seen.
    private static double[] hand(Clip clip, int frame, boolean left) {
        int wrist = left ? Skeleton.LEFT_HAND : Skeleton.RIGHT_HAND;
        if (Float.isNaN(clip.x(frame, wrist))) {
            return null;
        }
        double[] hand = new double[60];
        double palm = Math.hypot(clip.x(frame, wrist + 9) - clip.x(frame, wrist),
                0.75 * (clip.y(frame, wrist + 9) - clip.y(frame, wrist)));
        palm = Math.max(palm, 0.05);
        for (int i = 0; i < 20; i++) {
            hand[3 * i] = (left ? 1 : -1) * (clip.x(frame, wrist + 1 + i) - clip.x(frame, wrist)) / palm;
            hand[3 * i + 1] = (clip.y(frame, wrist + 1 + i) - clip.y(frame, wrist)) / palm;
            hand[3 * i + 2] = clip.z(frame, wrist + 1 + i) / palm;
        }
        return hand;
    }

    @Test
    void numbersOutsideTheirRangesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SpellingSettings(1, 0, 5, 3, 12, 1))
                .withMessage("synthetic spelling: 0 signers are not in 1 to 10,000");
        assertThatIllegalArgumentException().isThrownBy(() -> new SpellingSettings(1, 1, 5, 13, 12, 1))
                .withMessage("synthetic spelling: 13 characters (the shortest) are not in 1 to 12");
        assertThatIllegalArgumentException().isThrownBy(() -> new SpellingSettings(1, 1, 5, 3, 33, 1))
                .withMessage("synthetic spelling: 33 characters (the longest) are not in 3 to 32");
        assertThatIllegalArgumentException().isThrownBy(() -> new SpellingSettings(1, 1, 5, 3, 12, 4.5))
                .withMessage("synthetic spelling: noise 4.5 is not in 0 to 4");
        assertThatIllegalArgumentException().isThrownBy(() -> new SpellingSettings(1, 10_000, 1_001, 3, 12, 1))
                .withMessage("synthetic spelling: 1,001 phrases of 10,000 signers are more than 10 million");
    }
}
