package islr.system.signs;

import static org.assertj.core.api.Assertions.assertThat;

import islr.augment.HandLoss;
import islr.augment.Placement;
import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.Bounded;
import islr.features.Mirror;
import islr.features.Resampling;
import islr.golden.Close;
import islr.recognize.TestModels;
import islr.synthetic.SyntheticSettings;
import islr.synthetic.SyntheticSigners;
import islr.system.Sample;
import islr.tensor.Workspace;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignsFeaturesTest {
    private static final SignsFeatures USUAL = new SignsFeatures(24, Places.HANDS, true, true, true, true);
    /// People of both hands, in several signs.
    private static final SyntheticSigners SIGNERS = new SyntheticSigners(new SyntheticSettings(2, 6, 5, 1, 1));

    static Stream<Clip> clips() {
        return IntStream.range(0, 6).mapToObj(i -> SIGNERS.clip(i, i % 5, 0));
    }

    private static float[] sample(Clip clip) {
        return USUAL.of(clip).values().toArray();
    }

    @Test
    void thereAreSignersOfBothHandsAmongTheClips() {
        assertThat(IntStream.range(0, 5).mapToObj(SIGNERS::leftHanded)).contains(true, false);
    }

    @ParameterizedTest
    @MethodSource("clips")
    void wherePeopleAreAndHowLargeMakesNoDifference(Clip clip) {
        float[] usual = sample(clip);
        for (Clip placed : new Clip[] {Placement.of(clip, 0.5, 0, 0), Placement.of(clip, 1, 0.25, -0.125),
            Placement.of(clip, 1.7, -0.1, 0.3)}) {
            Close.absolute(clip.name(), sample(placed), usual, 1e-4);
        }
        assertThat(new SignsFeatures(24, Places.PICTURE, false, false, false, true).of(clip).values().toArray())
                .isNotEqualTo(new SignsFeatures(24, Places.PICTURE, false, false, false, true)
                        .of(Placement.of(clip, 0.5, 0, 0)).values().toArray());
    }

    @ParameterizedTest
    @MethodSource("clips")
    void leftHandedPeopleHaveTheSampleOfRightHandedOnes(Clip clip) {
        Close.absolute(clip.name(), sample(Mirror.of(clip)), sample(clip), 1e-4);
        SignsFeatures others = new SignsFeatures(24, Places.HANDS, true, true, true, false);
        assertThat(others.of(Mirror.of(clip)).values().toArray()).isNotEqualTo(others.of(clip).values().toArray());
    }

    /// Whichever leads, all of one hand is what it is for the other.
    @ParameterizedTest
    @MethodSource("clips")
    void oneOfTwoMirrorImagesIsNotChangedByTheLeadingHand(Clip clip) {
        SignsFeatures others = new SignsFeatures(24, Places.HANDS, true, true, true, false);
        float[] leading = sample(clip);
        assertThat(Stream.of(clip, Mirror.of(clip)).map(each -> others.of(each).values().toArray())
                .filter(each -> close(each, leading))).hasSize(1);
    }

    private static boolean close(float[] some, float[] others) {
        return IntStream.range(0, some.length).allMatch(i -> Math.abs(some[i] - others[i]) < 1e-4);
    }

    @ParameterizedTest
    @MethodSource("clips")
    void framesWithoutHandsBeforeAndBehindMakeNoDifference(Clip clip) {
        int size = clip.landmarks().length / clip.frames();
        float[] more = new float[clip.landmarks().length + 7 * size];
        System.arraycopy(clip.landmarks(), 0, more, 0, 4 * size);
        System.arraycopy(clip.landmarks(), 0, more, 4 * size, clip.landmarks().length);
        System.arraycopy(clip.landmarks(), 0, more, more.length - 3 * size, 3 * size);
        Clip longer = clip.with(more);
        for (int hand : new int[] {Skeleton.LEFT_HAND, Skeleton.RIGHT_HAND}) {
            longer = HandLoss.without(HandLoss.without(longer, hand, 0, 4), hand, clip.frames() + 4, 3);
        }
        assertThat(sample(longer)).isEqualTo(sample(clip));
    }

    /// In the mean, in units in which the palm or the shoulders are 1 long, where no landmark is ever missed. Twice as
    /// slow or with every frame twice. (Which hand leads is a matter of chance where both do the same.)
    @Test
    void theSpeedMakesLittleDifference() {
        SyntheticSigners clear = new SyntheticSigners(new SyntheticSettings(2, 6, 5, 1, 0));
        SignsFeatures features = new SignsFeatures(24, Places.HANDS, true, true, true, false);
        for (int sign = 0; sign < 6; sign++) {
            Clip clip = clear.clip(sign, sign % 5, 0);
            int last = clip.frames() - 1;
            float[] usual = features.of(clip).values().toArray();
            double[] halves = IntStream.rangeClosed(0, 2 * last).mapToDouble(i -> i / 2.0).toArray();
            double[] twice = IntStream.range(0, 2 * last + 2).mapToDouble(i -> i / 2).toArray();
            double another = distance(features.of(clear.clip((sign + 1) % 6, sign % 5, 0)).values().toArray(), usual);
            for (double[] times : new double[][] {halves, twice}) {
                assertThat(distance(features.of(Resampling.at(clip, times)).values().toArray(), usual)).as(clip.name())
                        .isLessThan(0.1).isLessThan(another / 2);
            }
        }
    }

    private static double distance(float[] some, float[] others) {
        return Math.sqrt(IntStream.range(0, some.length).mapToDouble(i -> Math.pow(some[i] - others[i], 2)).average()
                .orElseThrow());
    }

    @Test
    void theLastTwoNumbersOfARowSayWhichHandsAreSeen() {
        SignsFeatures features = new SignsFeatures(3, Places.BODY, false, false, true, false);
        Clip clip = SIGNERS.clip(0, 0, 0);
        int frames = clip.frames();
        clip = HandLoss.without(HandLoss.without(clip, Skeleton.LEFT_HAND, 0, frames), Skeleton.RIGHT_HAND, 0, frames);
        for (int i = 0; i < Skeleton.HAND_ROWS * Skeleton.AXES; i++) {
            clip.landmarks()[clip.index(0, Skeleton.LEFT_HAND) + i] = 0.5f;
            clip.landmarks()[clip.index(2, Skeleton.RIGHT_HAND) + i] = 0.5f;
        }
        Sample sample = features.of(clip);
        float[][] flags = {{1, -1}, {-1, -1}, {-1, 1}};
        for (int row = 0; row < 3; row++) {
            assertThat(sample.values().get(row, features.width() - 2)).isEqualTo(flags[row][0]);
            assertThat(sample.values().get(row, features.width() - 1)).isEqualTo(flags[row][1]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyNumberIsWrittenInTheMemoryThatIsGiven(Places places) {
        SignsFeatures features = new SignsFeatures(9, places, true, true, true, true);
        clips().forEach(clip -> assertThat(features.of(clip, Workspace.poisoned()).values().toArray())
                .isEqualTo(features.of(clip).values().toArray()));
    }

    @Test
    void withoutAHandThereIsNoRow() {
        for (Clip clip : new Clip[] {TestModels.nothing("nothing", 5),
            HandLoss.without(TestModels.clip("no hand", 4, 1), Skeleton.LEFT_HAND, 0, 4),
            new Clip("empty", new float[0])}) {
            Sample sample = USUAL.of(clip);
            assertThat(sample.isEmpty()).isTrue();
            assertThat(sample.width()).isEqualTo(USUAL.width());
        }
        assertThat(USUAL.whyEmpty()).isEqualTo("no hand was seen in any frame");
    }

    @Test
    void aSampleHasAsManyRowsAsAskedForWhateverTheClip() {
        for (int frames : new int[] {1, 2, 23, 24, 25, 400}) {
            assertThat(USUAL.of(TestModels.clip("clip", frames, frames)).rows()).isEqualTo(24);
        }
        assertThat(USUAL.mostFrames()).hasValue(24);
        assertThat(USUAL.width()).isEqualTo(2 * (16 + 26 + 80 + 68 + 56) + 2);
        assertThat(USUAL.points()).isEqualTo(USUAL.rows().count()).isEqualTo(55);
    }

    @Property(tries = 300)
    void noClipMakesAnythingButNumbersOfOrdinarySize(@ForAll long seed, @ForAll @IntRange(max = 9) int kind,
            @ForAll Places places, @ForAll boolean shape, @ForAll boolean leading) {
        SignsFeatures features = new SignsFeatures(7, places, shape, true, true, leading);
        assertBounded(features, hostile(new SplittableRandom(seed), kind, 1 + (int) Math.floorMod(seed, 40L)));
    }

    @ParameterizedTest
    @EnumSource
    void noLongClipDoes(Places places) {
        for (int kind = 0; kind < 10; kind++) {
            assertBounded(new SignsFeatures(24, places, true, true, true, true),
                    hostile(new SplittableRandom(kind), kind, 2000));
        }
    }

    private static void assertBounded(SignsFeatures features, Clip clip) {
        Sample sample = features.of(clip);
        assertThat(sample.rows()).isIn(0, features.frames());
        for (float number : sample.values().toArray()) {
            if (!(Math.abs(number) <= Bounded.MOST)) {
                throw new AssertionError(clip.name() + ": " + number);
            }
        }
    }

    private static Clip hostile(SplittableRandom random, int kind, int frames) {
        int rows = USUAL.rows().count();
        float[] numbers = new float[frames * rows * Skeleton.AXES];
        double size = Math.pow(10, random.nextDouble(-38, 30));
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat();
        }
        Clip clip = new Clip("clip of kind " + kind, USUAL.rows(), numbers);
        switch (kind) {
            case 0 -> random(numbers, i -> (float) (size * (random.nextDouble() - 0.5)));
            case 1 -> random(numbers, i -> (float) Math.pow(10, random.nextDouble(-45, 30)));
            case 2 -> random(numbers, i -> random.nextInt(4) == 0 ? Float.NaN : numbers[i]);
            case 3 -> Arrays.fill(numbers, (float) size);
            case 4 -> random(numbers, i -> numbers[i % (rows * Skeleton.AXES)]);
            case 5 -> lose(clip, Skeleton.POSE + 11, Skeleton.POSE + 12);
            case 6 -> lose(clip, USUAL.rows().toArray()[21 + random.nextInt(13)], Skeleton.RIGHT_HAND);
            case 7 -> IntStream.range(0, 13).forEach(i -> lose(clip, USUAL.rows().toArray()[21 + i]));
            case 8 -> IntStream.range(0, Skeleton.HAND_ROWS).forEach(i -> lose(clip, Skeleton.LEFT_HAND + i));
            default -> random(numbers, i -> random.nextInt(3) == 0 || i < rows * Skeleton.AXES ? numbers[i]
                    : numbers[i - rows * Skeleton.AXES]);
        }
        return clip;
    }

    private interface Number {
        float at(int index);
    }

    private static void random(float[] numbers, Number number) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number.at(i);
        }
    }

    private static void lose(Clip clip, int... rows) {
        for (int t = 0; t < clip.frames(); t++) {
            for (int row : rows) {
                clip.landmarks()[clip.index(t, row)] = Float.NaN;
            }
        }
    }
}
