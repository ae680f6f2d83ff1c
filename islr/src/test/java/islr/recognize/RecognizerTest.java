package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.ClipReader;
import islr.data.SignList;
import islr.data.Skeleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecognizerTest {
    @TempDir
    private static Path folder;
    private static Path model;

    @BeforeAll
    static void writeModel() throws IOException {
        model = TestModels.write(folder.resolve("model.safetensors"));
    }

    @Test
    void everySignIsRankedAndTheProbabilitiesSumToOne() throws IOException {
        try (Recognizer recognizer = Recognizer.load(model)) {
            Prediction prediction = recognizer.recognize(TestModels.clip("me", 20, 1));
            assertThat(prediction.clip()).isEqualTo("me");
            assertThat(prediction.frames()).isEqualTo(20);
            assertThat(prediction.notes()).isEmpty();
            assertThat(prediction.ranking()).extracting(Prediction.Guess::sign)
                    .containsExactlyInAnyOrderElementsOf(TestModels.SIGNS.names());
            assertThat(prediction.ranking())
                    .isSortedAccordingTo((a, b) -> Float.compare(b.probability(), a.probability()));
            assertThat(prediction.ranking().stream().mapToDouble(Prediction.Guess::probability).sum()).isCloseTo(1,
                    within(1e-6));
            assertThat(prediction.top(2)).isEqualTo(prediction.ranking().subList(0, 2));
            assertThat(prediction.top(1000)).isEqualTo(prediction.ranking());
            assertThat(prediction.sign()).isEqualTo(prediction.top(1).getFirst().sign());
        }
    }

    @Test
    void eightThreadsAtOnceGetTheBitsOfOne() throws Exception {
        List<Clip> clips = clips(60);
        List<Prediction> alone = new ArrayList<>();
        try (Recognizer recognizer = Recognizer.load(model)) {
            clips.forEach(clip -> alone.add(recognizer.recognize(clip)));
        }
        // A fresh one, so that all eight meet it cold; once with threads of its own, for which they compete.
        for (int own : new int[] {1, 2}) {
            try (Recognizer recognizer = Recognizer.load(model, Optional.empty(), own);
                    ExecutorService pool = Executors.newFixedThreadPool(8)) {
                List<Callable<Prediction>> tasks = new ArrayList<>();
                for (int round = 0; round < 3; round++) {
                    clips.forEach(clip -> tasks.add(() -> recognizer.recognize(clip)));
                }
                List<Future<Prediction>> futures = pool.invokeAll(tasks);
                for (int i = 0; i < futures.size(); i++) {
                    assertThat(futures.get(i).get()).isEqualTo(alone.get(i % clips.size()));
                }
            }
        }
    }

    @Test
    void theNumberOfThreadsChangesNoBit() throws IOException {
        try (Recognizer one = Recognizer.load(model); Recognizer two = Recognizer.load(model, Optional.empty(), 2);
                Recognizer seven = Recognizer.load(model, Optional.empty(), 7)) {
            for (Clip clip : clips(20)) {
                Prediction prediction = one.recognize(clip);
                assertThat(two.recognize(clip)).isEqualTo(prediction);
                assertThat(seven.recognize(clip)).isEqualTo(prediction);
            }
        }
    }

    @Test
    void aClipIsAnsweredAlikeWhateverCameBeforeIt() throws IOException {
        try (Recognizer used = Recognizer.load(model)) {
            used.recognize(TestModels.clip("long", 300, 5));
            used.recognize(TestModels.nothing("nothing", 3));
            assertThatIllegalArgumentException().isThrownBy(() -> used.recognize(huge()));
            Prediction after = used.recognize(TestModels.clip("short", 2, 6));
            try (Recognizer fresh = Recognizer.load(model)) {
                assertThat(after).isEqualTo(fresh.recognize(TestModels.clip("short", 2, 6)));
            }
        }
    }

    @Test
    void theClipStaysAsItWas() throws IOException {
        Clip clip = TestModels.clip("clip", 12, 3);
        float[] before = clip.landmarks().clone();
        try (Recognizer recognizer = Recognizer.load(model)) {
            recognizer.recognize(clip);
        }
        assertThat(clip.landmarks()).isEqualTo(before);
    }

    @Test
    void randomMaskingRepeatsWithItsSeedAndDiffersBetweenSeeds() throws IOException {
        Clip clip = TestModels.clip("clip", 30, 3);
        try (Recognizer recognizer = Recognizer.load(model)) {
            Prediction first = recognizer.recognize(clip, new SplittableRandom(1));
            assertThat(recognizer.recognize(clip, new SplittableRandom(1))).isEqualTo(first);
            assertThat(recognizer.recognize(clip, new SplittableRandom(2))).isNotEqualTo(first);
            assertThat(recognizer.recognize(clip)).isNotEqualTo(first);
        }
    }

    @Test
    void aClipWithoutAHandIsAnsweredUniformlyInTheOrderOfTheListWithANote() throws IOException {
        Clip nothing = TestModels.nothing("nothing", 7);
        Clip noHand = TestModels.clip("no hand", 1, 2);
        Arrays.fill(noHand.landmarks(), noHand.index(0, Skeleton.LEFT_HAND), noHand.index(0, Skeleton.POSE), Float.NaN);
        try (Recognizer recognizer = Recognizer.load(model)) {
            for (Clip clip : List.of(nothing, noHand)) {
                Prediction prediction = recognizer.recognize(clip);
                assertThat(prediction.notes())
                        .contains("no hand was seen in any frame of this clip, so every sign is equally probable");
                assertThat(prediction.frames()).isEqualTo(clip.frames());
                assertThat(prediction.ranking()).extracting(Prediction.Guess::sign).isEqualTo(TestModels.SIGNS.names());
                assertThat(prediction.ranking()).extracting(Prediction.Guess::probability).containsOnly(0.2f);
                assertThat(recognizer.recognize(clip, new SplittableRandom(1))).isEqualTo(prediction);
            }
        }
    }

    @Test
    void probabilitiesAreThoseOfTheLogitsDividedByTheTemperature() throws IOException {
        Clip clip = TestModels.clip("clip", 25, 8);
        Path hot = certain("hot.safetensors", Map.of("temperature", Optional.of("2.5")));
        try (Recognizer plain = Recognizer.load(model); Recognizer tempered = Recognizer.load(hot)) {
            float[] logits = plain.logits(clip).orElseThrow();
            assertThat(tempered.logits(clip)).hasValue(logits);
            assertThat(tempered.certainty().temperature()).isEqualTo(2.5);
            double total = 0;
            for (float logit : logits) {
                total += Math.exp(logit / 2.5);
            }
            for (Prediction.Guess guess : tempered.recognize(clip).ranking()) {
                double logit = logits[TestModels.SIGNS.names().indexOf(guess.sign())];
                assertThat((double) guess.probability()).isCloseTo(Math.exp(logit / 2.5) / total, within(1e-6));
            }
            assertThat(tempered.recognize(clip).probability()).isLessThan(plain.recognize(clip).probability());
        }
    }

    @Test
    void anAnswerIsSureFromTheThresholdOnAndWithoutOneNothingIsSaid() throws IOException {
        Clip clip = TestModels.clip("clip", 25, 8);
        float probability;
        try (Recognizer plain = Recognizer.load(model)) {
            Prediction prediction = plain.recognize(clip);
            assertThat(prediction.sure()).isEmpty();
            assertThat(prediction.isNotSure()).isFalse();
            probability = prediction.probability();
        }
        Path at = certain("at.safetensors", Map.of("sure_from", Optional.of(Double.toString(probability))));
        Path above = certain("above.safetensors",
                Map.of("sure_from", Optional.of(Double.toString(Math.nextUp((double) probability)))));
        try (Recognizer sure = Recognizer.load(at); Recognizer unsure = Recognizer.load(above)) {
            assertThat(sure.recognize(clip).sure()).contains(true);
            assertThat(sure.recognize(clip).isNotSure()).isFalse();
            assertThat(unsure.recognize(clip).sure()).contains(false);
            assertThat(unsure.recognize(clip).isNotSure()).isTrue();
        }
    }

    @Test
    void whereThereAreDistancesTheyTellWhetherAnAnswerIsSure() throws IOException {
        Clip clip = TestModels.clip("clip", 25, 8);
        SignDistances distances = TestModels.distances(TestModels.SIGNS.size(), 3);
        Path near = certain("near.safetensors", Map.of());
        Path far = certain("far.safetensors", Map.of());
        float[] logits;
        Prediction plain;
        try (Recognizer recognizer = Recognizer.load(model)) {
            logits = recognizer.logits(clip).orElseThrow();
            plain = recognizer.recognize(clip);
            assertThat(plain.distance()).isEmpty();
        }
        double distance = distances.distance(logits, TestModels.SIGNS.names().indexOf(plain.sign()));
        ModelFile.write(near, sureWithin(distance), distances);
        ModelFile.write(far, sureWithin(Math.nextDown(distance)), distances);
        try (Recognizer sure = Recognizer.load(near); Recognizer unsure = Recognizer.load(far)) {
            assertThat(sure.recognize(clip).distance()).hasValue(distance);
            assertThat(sure.recognize(clip).sure()).contains(true);
            assertThat(unsure.recognize(clip).sure()).contains(false);
            assertThat(unsure.recognize(clip).ranking()).isEqualTo(plain.ranking());
            assertThat(sure.recognize(TestModels.nothing("nothing", 5)).sure()).contains(false);
            assertThat(sure.recognize(TestModels.nothing("nothing", 5)).distance()).isEmpty();
        }
    }

    /// Sure up to a distance; the probability, of which 1 is asked, would say otherwise.
    private static Certainty sureWithin(double distance) {
        return new Certainty(1, OptionalDouble.of(1), OptionalDouble.of(distance));
    }

    private static Path certain(String name, Map<String, Optional<String>> metadata) throws IOException {
        Path file = folder.resolve(name);
        ModelFileTest.rewrite(model, file, tensors -> tensors, metadata);
        return file;
    }

    @Test
    void aClipInWhichNothingIsSeenIsNotSureWhateverTheModel() throws IOException {
        Path any = certain("any.safetensors", Map.of("sure_from", Optional.of("0")));
        try (Recognizer plain = Recognizer.load(model); Recognizer always = Recognizer.load(any)) {
            assertThat(plain.recognize(TestModels.nothing("nothing", 5)).sure()).contains(false);
            assertThat(always.recognize(TestModels.nothing("nothing", 5)).sure()).contains(false);
        }
    }

    @Test
    void coordinatesThatGiveNoNumberAreRefusedByTheNameOfTheClip() throws IOException {
        Clip infinite = TestModels.clip("infinite", 3, 4);
        infinite.landmarks()[infinite.index(1, Skeleton.LEFT_HAND)] = Float.POSITIVE_INFINITY;
        try (Recognizer recognizer = Recognizer.load(model)) {
            for (Clip clip : List.of(infinite, huge())) {
                assertThatIllegalArgumentException().isThrownBy(() -> recognizer.recognize(clip)).withMessage(
                        clip.name() + ": the answer is not a number; are all coordinates of ordinary size?");
            }
        }
    }

    @Test
    void aClipWithoutFramesIsRefused() throws IOException {
        try (Recognizer recognizer = Recognizer.load(model)) {
            assertThatIllegalArgumentException().isThrownBy(() -> recognizer.recognize(new Clip("empty", new float[0])))
                    .withMessage("empty: the clip has no frames");
        }
    }

    @Test
    void aFileIsAnsweredAsItsLandmarks() throws Exception {
        Path clip = Path.of(RecognizerTest.class.getResource("/islr/data/fixtures/zstd-plain-floats.parquet").toURI());
        try (Recognizer recognizer = Recognizer.load(model)) {
            assertThat(recognizer.recognize(clip)).isEqualTo(recognizer.recognize(ClipReader.read(clip)));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> recognizer.recognize(Path.of("no.parquet")))
                    .withMessageStartingWith("no.parquet: ");
        }
    }

    @Test
    void givenSignsReplaceThoseOfTheCheckpoint() throws IOException {
        SignList others = new SignList(List.of("a", "b", "c", "d", "e"));
        Clip clip = TestModels.clip("clip", 30, 3);
        try (Recognizer recognizer = Recognizer.load(model);
                Recognizer renamed = Recognizer.load(model, Optional.of(others), 1)) {
            String sign = recognizer.recognize(clip).sign();
            assertThat(renamed.recognize(clip).sign()).isEqualTo(others.name(TestModels.SIGNS.names().indexOf(sign)));
        }
    }

    @Test
    void anotherNumberOfSignsThanClassesIsRefused() {
        SignList four = new SignList(List.of("a", "b", "c", "d"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Recognizer.load(model, Optional.of(four), 1))
                .withMessage(
                        model + ": it tells 5 signs apart, but the list of signs given for it (--labels on the command "
                                + "line) has 4");
    }

    @Test
    void aCheckpointWithoutSignsNeedsAList() throws IOException {
        Path file = folder.resolve("nameless.safetensors");
        ModelFileTest.rewrite(model, file, tensors -> tensors, Map.of("signs", Optional.empty()));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Recognizer.load(file)).withMessage(
                file + ": it has no list of signs; name a file that has one (--labels on the command line)");
        try (Recognizer recognizer = Recognizer.load(file, Optional.of(TestModels.SIGNS), 1);
                Recognizer named = Recognizer.load(model)) {
            Clip clip = TestModels.clip("clip", 30, 3);
            assertThat(recognizer.recognize(clip)).isEqualTo(named.recognize(clip));
        }
    }

    private static List<Clip> clips(int count) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(TestModels.clip("clip " + i, 1 + 7 * i % 41, i));
        }
        return clips;
    }

    private static Clip huge() {
        Clip clip = TestModels.clip("huge", 3, 4);
        for (int i = 0; i < clip.landmarks().length; i++) {
            clip.landmarks()[i] *= 3e38f;
        }
        return clip;
    }
}
