package islr.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.recognize.TestModels;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class ClipDrawingTest {
    /// The left hand is there but in every third frame; the right hand is not.
    private static final Clip CLIP = TestModels.clip("clip", 23, 5);

    private static Drawn drawn(Clip clip) {
        return Drawn.of(ClipDrawing.of(clip, "title", List.of("caption")).svg());
    }

    private static Clip changed(Clip clip, Skeleton.Part part, float value) {
        float[] landmarks = clip.landmarks().clone();
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] = Skeleton.Part.of(i / Skeleton.AXES % Skeleton.ROWS) == part ? value : landmarks[i];
        }
        return new Clip(clip.name(), landmarks);
    }

    /// x and y as `scale · value + shift`.
    private static Clip moved(Clip clip, float scale, float shift) {
        float[] landmarks = clip.landmarks().clone();
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] = i % Skeleton.AXES == 2 ? landmarks[i] : scale * landmarks[i] + shift;
        }
        return new Clip(clip.name(), landmarks);
    }

    /// Three times as far along one axis.
    private static Clip stretched(Clip clip, int axis) {
        float[] landmarks = clip.landmarks().clone();
        for (int i = axis; i < landmarks.length; i += Skeleton.AXES) {
            landmarks[i] *= 3;
        }
        return new Clip(clip.name(), landmarks);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "7, 7", "8, 8", "9, 8", "90, 8"})
    void eightFramesAreDrawnOrAllIfThereAreFewer(int frames, int expected) {
        Drawn drawn = drawn(TestModels.clip("clip", frames, 3));
        assertThat(drawn.frames()).hasSize(expected);
        assertThat(Drawn.words(drawn.frames().getFirst())).contains("1/" + frames);
        assertThat(Drawn.words(drawn.frames().getLast())).contains(frames + "/" + frames);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 9, 15, 16, 23, 537})
    void theFramesThatAreDrawnAreEvenlyApart(int frames) {
        int[] chosen = ClipDrawing.chosen(frames);
        int[] steps = IntStream.range(1, chosen.length).map(i -> chosen[i] - chosen[i - 1]).toArray();
        assertThat(chosen[0]).isZero();
        assertThat(chosen[chosen.length - 1]).isEqualTo(frames - 1);
        assertThat(Arrays.stream(steps).max().orElse(1) - Arrays.stream(steps).min().orElse(1)).isLessThan(2);
        assertThat(IntStream.of(steps)).allMatch(step -> step > 0);
    }

    @Test
    void aMissingHandIsNamedInItsFrame() {
        Drawn drawn = drawn(TestModels.clip("clip", 20, 5));
        int[] chosen = ClipDrawing.chosen(20);
        assertThat(IntStream.of(chosen).boxed()).anyMatch(frame -> frame % 3 == 2).anyMatch(frame -> frame % 3 != 2);
        for (int i = 0; i < chosen.length; i++) {
            Element frame = drawn.frames().get(i);
            assertThat(Drawn.words(frame)).contains("no right hand");
            assertThat(Drawn.words(frame).contains("no left hand")).isEqualTo(chosen[i] % 3 == 2);
            assertThat(Drawn.path(frame, "d r")).isEmpty();
            assertThat(Drawn.path(frame, "d l")).hasSize(chosen[i] % 3 == 2 ? 0 : 2 * 21);
        }
    }

    /// Of 23 frames, numbers 2, 5, …, 20 lack the left hand: eight runs of frames with it.
    @Test
    void theBarsShowEveryFrameInWhichAHandIsSeen() {
        List<Double> bar = Drawn.path(drawn(CLIP).document().getDocumentElement(), "w l");
        assertThat(bar).hasSize(8 * 4);
        double step = (ClipDrawing.WIDTH - 40) / 23;
        for (int run = 0; run < 8; run++) {
            assertThat(bar.get(4 * run)).isCloseTo(40 + 3 * run * step, within(0.06));
            assertThat(bar.get(4 * run + 2)).isCloseTo(40 + (3 * run + 2) * step, within(0.06));
        }
        assertThat(drawn(CLIP).text()).doesNotContain("class=\"w r\"");
    }

    /// Each finger with its four joints, from the wrist or the palm.
    @Test
    void theBonesOfAHandLeadFromTheWristToTheTips() {
        Element frame = drawn(CLIP).frames().getFirst();
        List<Double> joints = Drawn.path(frame, "d l");
        List<Double> bones = Drawn.path(frame, "l");
        List<Integer> order = IntStream.range(0, bones.size() / 2)
                .mapToObj(i -> IntStream.range(0, 21)
                        .filter(joint -> joints.get(2 * joint).equals(bones.get(2 * i))
                                && joints.get(2 * joint + 1).equals(bones.get(2 * i + 1)))
                        .findFirst().orElseThrow())
                .toList();
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 0, 5, 6, 7, 8, 5, 9, 13, 17, 0, 9, 10, 11, 12, 13, 14, 15, 16,
                17, 18, 19, 20);
    }

    @Test
    void theScaleFitsEveryFrameAndKeepsTheProportions() {
        Drawn drawn = drawn(CLIP);
        List<Double> all = drawn.frames().stream().flatMap(frame -> Drawn.path(frame, "d l").stream()).toList();
        assertThat(all).allMatch(number -> number >= 0 && number <= ClipDrawing.BOX);
        Drawn wide = drawn(stretched(CLIP, 0));
        Drawn high = drawn(stretched(CLIP, 1));
        for (Drawn each : List.of(wide, high)) {
            assertThat(each.frames().stream().flatMap(frame -> Drawn.path(frame, "d l").stream()))
                    .allMatch(number -> number >= 0 && number <= ClipDrawing.BOX);
        }
        List<Double> joints = Drawn.path(drawn.frames().getFirst(), "d l");
        int wrist = CLIP.index(0, Skeleton.LEFT_HAND);
        float[] landmarks = CLIP.landmarks();
        double scaleX = (joints.get(2) - joints.get(0)) / (landmarks[wrist + 3] - landmarks[wrist]);
        double scaleY = (joints.get(3) - joints.get(1)) / (landmarks[wrist + 4] - landmarks[wrist + 1]);
        assertThat(scaleX).isPositive().isCloseTo(scaleY, within(0.05 * scaleX));
    }

    @Test
    void pixelsAreDrawnLikePartsOfThePicture() {
        Drawn parts = drawn(moved(CLIP, 1, 0.25f));
        Drawn pixels = drawn(moved(CLIP, 1024, 256));
        for (int i = 0; i < ClipDrawing.FRAMES; i++) {
            List<Double> expected = Drawn.path(parts.frames().get(i), "p");
            List<Double> numbers = Drawn.path(pixels.frames().get(i), "p");
            assertThat(numbers).hasSameSizeAs(expected).isNotEmpty();
            for (int k = 0; k < numbers.size(); k++) {
                assertThat(numbers.get(k)).isCloseTo(expected.get(k), within(0.11));
            }
        }
    }

    @Test
    void whatIsAtTheOriginIsMissing() {
        Drawn drawn = drawn(changed(CLIP, Skeleton.Part.LEFT_HAND, 0));
        assertThat(drawn.text()).doesNotContain("class=\"d l\"");
        assertThat(drawn.words()).filteredOn("no left hand"::equals).hasSize(ClipDrawing.FRAMES);
    }

    @Test
    void aMissingJointLeavesAGap() {
        Clip clip = new Clip("clip", CLIP.landmarks().clone());
        clip.landmarks()[clip.index(0, Skeleton.LEFT_HAND + 6) + 1] = Float.NaN;
        Element frame = drawn(clip).frames().getFirst();
        assertThat(Drawn.path(frame, "d l")).hasSize(2 * 20);
        // Of the index finger's lines two are gone, so that 7 to 8 begins anew.
        assertThat(Drawn.path(frame, "l")).hasSize(2 * (4 + 1 + 2 + 2 + 5 + 3 * 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 30})
    void aClipInWhichNothingIsSeenIsDrawn(int frames) {
        Drawn drawn = drawn(TestModels.nothing("clip", frames));
        assertThat(drawn.text()).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(drawn.frames()).hasSize(Math.min(frames, 8));
        assertThat(drawn.words()).filteredOn("no left hand"::equals).hasSize(Math.min(frames, 8));
    }

    /// One point; the smallest and the largest numbers; hands alone, and no hand; clips that hold few landmarks.
    @Test
    void everyClipIsDrawnWithFiniteNumbers() {
        Clip point = new Clip("point", SkeletonRows.of(Skeleton.LEFT_HAND), new float[] {0.3f, 0.4f, 0});
        float most = Float.MAX_VALUE;
        Clip extreme = new Clip("extreme", SkeletonRows.of(Skeleton.LEFT_HAND, Skeleton.RIGHT_HAND, Skeleton.POSE),
                new float[] {-most, most, 0, most, -most, 0, Float.MIN_VALUE, -Float.MIN_VALUE, 0});
        Clip hands = changed(changed(CLIP, Skeleton.Part.POSE, Float.NaN), Skeleton.Part.FACE, Float.NaN);
        Clip none = changed(CLIP, Skeleton.Part.LEFT_HAND, Float.NaN);
        Clip face = CLIP.only(SkeletonRows.of(10, 17, 300));
        for (Clip clip : List.of(point, extreme, hands, none, face, moved(CLIP, 0, 0.5f))) {
            Drawn drawn = drawn(clip);
            assertThat(drawn.text()).doesNotContain("NaN").doesNotContain("Infinity")
                    .doesNotContain(Long.toString(Long.MAX_VALUE / 10));
            assertThat(drawn.frames()).hasSize(Math.min(8, clip.frames()));
        }
        assertThat(Drawn.path(drawn(point).frames().getFirst(), "d l")).containsExactly(75.0, 75.0);
        assertThat(Drawn.path(drawn(hands).frames().getFirst(), "d l")).hasSize(2 * 21);
    }

    /// The pose has them also where they are not seen.
    @Test
    void anArmBelowThePictureMakesTheRestSmallOnlyIfThereIsNoHand() {
        Clip hand = new Clip("clip", CLIP.landmarks().clone());
        hand.landmarks()[hand.index(0, Skeleton.RIGHT_WRIST) + 1] = 3;
        Clip none = changed(hand, Skeleton.Part.LEFT_HAND, Float.NaN);
        List<Double> cut = Drawn.path(drawn(hand).frames().getFirst(), "p");
        List<Double> whole = Drawn.path(drawn(none).frames().getFirst(), "p");
        assertThat(cut).hasSize(2 * 6).last().satisfies(y -> assertThat(y).isGreaterThan(2 * ClipDrawing.BOX));
        assertThat(whole).hasSize(2 * 6).allMatch(number -> number >= 0 && number <= ClipDrawing.BOX);
    }

    /// Of the pose, where there is no face.
    @Test
    void theHeadIsTheFaceOrElseThatOfThePose() {
        assertThat(Drawn.path(drawn(CLIP).frames().getFirst(), "f")).hasSize(2 * (18 + 12));
        Drawn noFace = drawn(changed(CLIP, Skeleton.Part.FACE, Float.NaN));
        assertThat(Drawn.path(noFace.frames().getFirst(), "f")).hasSize(2 * (5 + 2));
    }

    @Test
    void textsAreNotMarkup() {
        String title = "<a href=\"x\">&amp; 'R&B' ]]> \u0000\u001b[31m\uFFFF\uD800 ü手🤟";
        Drawn drawn = Drawn.of(ClipDrawing.of(CLIP, title, List.of("</text><script/>", "")).svg());
        assertThat(drawn.words()).contains("</text><script/>");
        assertThat(drawn.words().getFirst()).startsWith("<a href=\"x\">&amp; 'R&B' ]]> ").endsWith(" ü手🤟");
        assertThat(drawn.all("script")).isEmpty();
    }

    @Test
    void longTextsAreWrapped() {
        String words = "one two three ".repeat(60);
        Drawn drawn = Drawn.of(ClipDrawing.of(CLIP, "x" + "🤟".repeat(301), List.of(words)).svg());
        assertThat(drawn.words()).allMatch(line -> line.length() <= ClipDrawing.LINE);
        assertThat(String.join("", drawn.words())).contains("x" + "🤟".repeat(301));
        assertThat(String.join(" ", drawn.words())).contains(words.strip());
        double height = Double.parseDouble(drawn.document().getDocumentElement().getAttribute("height"));
        assertThat(height).isGreaterThan(
                Double.parseDouble(drawn(CLIP).document().getDocumentElement().getAttribute("height")) + 100);
    }

    @Test
    void theBytesDependOnTheClipAlone() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ROOT);
            String text = ClipDrawing.of(CLIP, "title", List.of()).svg();
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(ClipDrawing.of(new Clip("clip", CLIP.landmarks().clone()), "title", List.of()).svg())
                    .isEqualTo(text);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aDrawingIsSmall() {
        assertThat(ClipDrawing.of(CLIP, "title", List.of()).svg().length()).isLessThan(20_000);
    }
}
