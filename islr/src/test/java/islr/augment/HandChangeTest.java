package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.features.HandShape;
import islr.features.LandmarkSets;
import islr.features.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A hand whose palm has bones to the right and down, so that it tells what happens to the picture, with fingers to the
/// right, and of which every point is a unit further away than the one before, so that z tells the factor of every
/// bone.
class HandChangeTest {
    private static final int DRAWS = 1500;
    private static final double AMOUNT = 0.5;
    private static final float WIDTH = 0.4f;
    private static final SkeletonRows ROWS = SkeletonRows.of(Selection.concat(LandmarkSets.leftHand(),
            new int[] {SomeClips.SHOULDER, SomeClips.SHOULDER + 1, SomeClips.WRIST}, LandmarkSets.rightHand()));
    private static final List<Hand> LEFT = new ArrayList<>();
    private static final List<Hand> RIGHT = new ArrayList<>();

    /// What has become of a hand.
    ///
    /// @param along how far each bone reaches into the depth
    private record Hand(double x, double y, double turn, double narrow, double[] along, double[] fingers) {
        static Hand of(Clip changed, int first) {
            double[] right = bone(changed, first, 1);
            double[] down = bone(changed, first, 9);
            double narrow = Math.sqrt(-right[0] * down[0] / (right[1] * down[1]));
            double turn = Math.atan2(narrow * right[1], right[0]);
            double[] along = new double[20];
            double[] fingers = new double[5];
            for (int end = 1; end <= 20; end++) {
                along[end - 1] = changed.z(0, first + end) - changed.z(0, first + HandShape.root(end));
            }
            for (int finger = 0; finger < 5; finger++) {
                fingers[finger] = angle(bone(changed, first, 4 * finger + 2), narrow, turn);
                for (int end = 4 * finger + 3; end <= 4 * finger + 4; end++) {
                    assertThat(angle(bone(changed, first, end), narrow, turn)).as("a finger is turned as a whole")
                            .isCloseTo(fingers[finger], within(0.02));
                }
            }
            return new Hand(changed.x(0, first) - 0.5, changed.y(0, first) - 0.5, turn, narrow, along, fingers);
        }

        private static double[] bone(Clip clip, int first, int end) {
            int from = first + HandShape.root(end);
            return new double[] {clip.x(0, first + end) - clip.x(0, from), clip.y(0, first + end) - clip.y(0, from)};
        }

        /// Of a bone, without what happened to the picture.
        private static double angle(double[] bone, double narrow, double turn) {
            return Math.atan2(bone[1], bone[0] / narrow) - turn;
        }

        /// Of all bones together.
        double size() {
            return Math.exp(Arrays.stream(along).map(Math::log).average().orElseThrow());
        }
    }

    private static Clip clip() {
        float[] hand = new float[HandShape.POINTS * Skeleton.AXES];
        float[][] palm = {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}};
        hand[0] = hand[1] = 0.5f;
        for (int end = 1; end <= 20; end++) {
            boolean isPalm = HandShape.root(end) == 0;
            for (int axis = 0; axis < 2; axis++) {
                hand[end * 3 + axis] = hand[HandShape.root(end) * 3 + axis]
                        + (isPalm ? palm[end / 4][axis] : axis == 0 ? 0.5f : 0);
            }
            hand[end * 3 + 2] = hand[HandShape.root(end) * 3 + 2] + 1;
        }
        float[] body = {0.5f + WIDTH, 0.5f, 0, 0.5f, 0.5f, 0, 0.5f, 0.5f, 0.25f};
        float[] all = new float[2 * hand.length + body.length];
        System.arraycopy(hand, 0, all, 0, hand.length);
        System.arraycopy(body, 0, all, hand.length, body.length);
        System.arraycopy(hand, 0, all, hand.length + body.length, hand.length);
        return SomeClips.still(2, ROWS, all);
    }

    @BeforeAll
    static void change() {
        Clip clip = clip();
        for (int seed = 0; seed < DRAWS; seed++) {
            Clip changed = new HandChange(AMOUNT).apply(clip, new SplittableRandom(seed));
            float[] numbers = changed.landmarks();
            assertThat(Arrays.copyOfRange(numbers, numbers.length / 2, numbers.length)).as("the same in all frames")
                    .isEqualTo(Arrays.copyOf(numbers, numbers.length / 2));
            for (int row : new int[] {SomeClips.SHOULDER, SomeClips.SHOULDER + 1, SomeClips.WRIST}) {
                assertThat(new float[] {changed.x(0, row), changed.y(0, row), changed.z(0, row)})
                        .containsExactly(clip.x(0, row), clip.y(0, row), clip.z(0, row));
            }
            LEFT.add(Hand.of(changed, Skeleton.LEFT_HAND));
            RIGHT.add(Hand.of(changed, Skeleton.RIGHT_HAND));
        }
    }

    private static double[] all(List<Hand> hands, ToDoubleFunction<Hand> number) {
        return hands.stream().mapToDouble(number).toArray();
    }

    @Test
    void bonesAreLongerOrShorterEachByAFactorOfItsOwn() {
        for (List<Hand> hands : List.of(LEFT, RIGHT)) {
            for (int bone = 0; bone < 20; bone++) {
                int end = bone;
                double[] logs = all(hands, hand -> Math.log(hand.along[end] / hand.size()));
                // What all of them have in common, a twentieth, is taken for the size.
                assertThat(Draws.spread(logs, 0)).isCloseTo(0.1 * AMOUNT * Math.sqrt(0.95), within(0.06 * 0.1));
                assertThat(Draws.mean(logs)).isCloseTo(0, within(0.005));
                double[] next = all(hands, hand -> Math.log(hand.along[(end + 1) % 20] / hand.size()));
                double[] gap = new double[DRAWS];
                Arrays.setAll(gap, i -> logs[i] - next[i]);
                assertThat(Draws.spread(gap, 0)).isCloseTo(0.1 * AMOUNT * Math.sqrt(2), within(0.008));
            }
        }
    }

    @Test
    void handsAreLargerTurnedAndNarrower() {
        for (List<Hand> hands : List.of(LEFT, RIGHT)) {
            Draws.assertUniform(all(hands, Hand::size), 1, 0.2 * AMOUNT, 0.05);
            Draws.assertUniform(all(hands, Hand::turn), 0, 0.2 * AMOUNT, 0.002);
            Draws.assertUniform(all(hands, Hand::narrow), 1, 0.2 * AMOUNT, 0.002);
        }
    }

    @Test
    void fingersAreTurnedAboutTheirRoots() {
        for (int i = 0; i < 5; i++) {
            int finger = i;
            double[] turns = all(LEFT, hand -> hand.fingers[finger]);
            assertThat(Draws.mean(turns)).isCloseTo(0, within(0.005));
            assertThat(Draws.spread(turns, 0)).isCloseTo(0.1 * AMOUNT, within(0.005));
            double[] gap = all(LEFT, hand -> hand.fingers[finger] - hand.fingers[(finger + 1) % 5]);
            assertThat(Draws.spread(gap, 0)).isCloseTo(0.1 * AMOUNT * Math.sqrt(2), within(0.007));
        }
    }

    @Test
    void handsAreMovedAsAWholeInWidthsOfTheShoulders() {
        for (List<Hand> hands : List.of(LEFT, RIGHT)) {
            for (ToDoubleFunction<Hand> axis : List.<ToDoubleFunction<Hand>>of(Hand::x, Hand::y)) {
                assertThat(Draws.mean(all(hands, axis))).isCloseTo(0, within(0.003));
                assertThat(Draws.spread(all(hands, axis), 0)).isCloseTo(0.15 * AMOUNT * WIDTH, within(0.003));
            }
        }
    }

    @Test
    void aPointBehindAMissingOneStaysWhereItIs() {
        int missing = Skeleton.LEFT_HAND + 6;
        Clip clip = SomeClips.without(clip(), row -> row == missing);
        Clip changed = new HandChange(AMOUNT).apply(clip, new SplittableRandom(1));
        for (int row = missing + 1; row <= missing + 2; row++) {
            assertThat(changed.x(0, row)).isEqualTo(clip.x(0, row));
            assertThat(changed.z(0, row)).isEqualTo(clip.z(0, row));
        }
        assertThat(changed.x(0, missing)).isNaN();
        assertThat(changed.x(0, missing + 3)).isNotEqualTo(clip.x(0, missing + 3));
    }

    @Test
    void aHandOfWhichTheClipDoesNotHoldAllPointsStaysWhereItIs() {
        Clip some = SomeClips.all().get("some of a hand");
        assertThat(new HandChange(AMOUNT).apply(some, new SplittableRandom(1)).landmarks()).isEqualTo(some.landmarks());
    }

    @Test
    void eachHandHasChangesOfItsOwn() {
        for (ToDoubleFunction<Hand> number : List.<ToDoubleFunction<Hand>>of(Hand::x, Hand::turn, Hand::size)) {
            assertThat(Draws.correlation(all(LEFT, number), all(RIGHT, number))).isBetween(-0.1, 0.1);
        }
    }
}
