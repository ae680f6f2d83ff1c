package islr.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.augment.HandLoss;
import islr.data.Clip;
import islr.data.Skeleton;
import islr.recognize.TestModels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeDrawingTest {
    /// The left hand is there but in every third frame; the right hand is not.
    private static final Clip CLIP = TestModels.clip("clip", 13, 5);

    private static double[] times(int frames) {
        double[] times = new double[frames];
        Arrays.setAll(times, t -> t);
        return times;
    }

    private static String drawn(Clip before, Clip after, double... times) {
        return ChangeDrawing.of("title", before, after, times, ChangeDrawing.View.PERSON).elements().toString();
    }

    /// How many dashes a row has.
    private static long dashes(String svg, String style) {
        return svg.lines().filter(line -> line.contains("class=\"w " + style + "\""))
                .mapToLong(line -> line.chars().filter(c -> c == 'M').count()).sum();
    }

    @Test
    void aDashStandsForEveryFrameInWhichAHandIsSeen() {
        String svg = drawn(CLIP, HandLoss.without(CLIP, Skeleton.LEFT_HAND, 3, 4), times(13));
        assertThat(dashes(svg, "g")).isEqualTo(9);
        // Frame 5 lacks the hand anyway.
        assertThat(dashes(svg, "l")).isEqualTo(6);
        assertThat(dashes(svg, "r")).isZero();
    }

    /// The grey hand alone, where the changed clip has lost it.
    @Test
    void theFrameIsOneInWhichTheChangeShows() {
        String svg = drawn(CLIP, HandLoss.without(CLIP, Skeleton.LEFT_HAND, 0, 2), times(13));
        assertThat(svg).contains("class=\"d g\"").doesNotContain("class=\"d l\"");
        assertThat(drawn(CLIP, CLIP, times(13))).contains("class=\"d g\"", "class=\"d l\"");
    }

    @Test
    void aDashIsAtTheTimeOfItsFrame() {
        Clip one = CLIP.only(CLIP.rows()).with(Arrays.copyOf(CLIP.landmarks(), CLIP.landmarks().length / 13));
        String early = drawn(CLIP, one, 0);
        String late = drawn(CLIP, one, 6);
        assertThat(early).contains("<path class=\"w l\" d=\"M30 ");
        assertThat(late).contains("<path class=\"w l\" d=\"M110.3 ");
    }

    @Test
    void clipsWithoutFramesAndOtherNumbersOfTimesAreRefused() {
        Clip none = new Clip("none", new float[0]);
        assertThatThrownBy(() -> drawn(CLIP, none)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("drawing of a change: clips of 13 and 0 frames, and 0 times");
        assertThatThrownBy(() -> drawn(CLIP, CLIP, 1, 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("drawing of a change: clips of 13 and 13 frames, and 2 times");
    }

    @Test
    void aPageHasFourInARow() {
        ChangesPage page = new ChangesPage("a <title>", List.of("a line"));
        for (int i = 0; i < 5; i++) {
            page.add(ChangeDrawing.of("change " + i, CLIP, CLIP, times(13), ChangeDrawing.View.HEAD));
        }
        String svg = page.svg();
        Drawn.of(svg);
        assertThat(svg).contains("a &lt;title&gt;", "a line", "change 4");
        List<String> places = svg.lines().filter(line -> line.startsWith("<g transform"))
                .map(line -> line.replaceAll("[^0-9. ]", "").strip()).toList();
        assertThat(places).hasSize(5);
        assertThat(places.stream().map(place -> place.split(" ")[0])).containsExactly("16", "240", "464", "688", "16");
        assertThat(places.stream().map(place -> place.split(" ")[1]).distinct()).hasSize(2);
    }
}
