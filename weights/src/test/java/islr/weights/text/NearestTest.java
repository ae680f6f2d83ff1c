package islr.weights.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> PRESETS = List.of("gislr-64", "gislr-32", "cls");

    @Test
    void distanceCountsInsertionsDeletionsAndReplacements() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("abc", "abc")).isZero();
    }

    @Test
    void theNearestNameIsTheOneWithTheFewestChanges() {
        assertThat(Nearest.of("gislr64", PRESETS)).hasValue("gislr-64");
        assertThat(Nearest.of("gislr-", PRESETS)).as("the first of equals").hasValue("gislr-64");
        assertThat(Nearest.of("x", List.of())).isEmpty();
    }

    @Test
    void whatWasTypedIsComparedWithoutCapitalsAndUnderscores() {
        assertThat(Nearest.meant("GISLR_46", PRESETS)).isEqualTo(", did you mean 'gislr-64'");
        assertThat(Nearest.meant("Warm-Up", List.of("warm_up"))).isEqualTo(", did you mean 'warm_up'");
        assertThat(Nearest.meant("transformer", PRESETS)).isEmpty();
        assertThat(Nearest.meant("", PRESETS)).isEmpty();
    }

    @Test
    void aNameThatIsLikeNoneGetsNoHint() {
        assertThat(Nearest.hint("gislr-46", PRESETS)).isEqualTo("; the nearest name is 'gislr-64'");
        assertThat(Nearest.hint("transformer", PRESETS)).isEmpty();
        assertThat(Nearest.alike("transformer", PRESETS)).isEmpty();
    }
}
