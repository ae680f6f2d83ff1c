package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {
    @ParameterizedTest
    @CsvSource({"2, b", "5, e", "9, i", "10, ij", "15, mno"})
    void usuallyAFifthOfTheSignersIsHeldOut(int signers, String last) {
        assertThat(String.join("", Split.usual(new ToyClips(1, signers, 1)).heldOut())).isEqualTo(last);
    }

    @Test
    void oneSignerAloneCannotBeSplit() {
        assertThatThrownBy(() -> Split.usual(new ToyClips(2, 1, 1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is only one signer, 'a', so nobody can be held out; use --holdout none to train "
                        + "without evaluation");
        assertThat(Split.of(new ToyClips(2, 1, 1), List.of("none")).heldOut()).isEmpty();
    }

    @Test
    void signersAreNamedInAnyOrderAndOnce() {
        assertThat(Split.of(new ToyClips(1, 4, 1), List.of("d", "a", "d")).heldOut()).containsExactly("a", "d");
    }

    @Test
    void aSignerWhoDoesNotExistIsNamedWithThoseWhoDo() {
        assertThatThrownBy(() -> Split.of(new ToyClips(1, 3, 1), List.of("a", "z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("holdout: there is no signer 'z'; there are a, b, c");
    }

    @Test
    void somebodyMustBeLeft() {
        assertThatThrownBy(() -> Split.of(new ToyClips(1, 2, 1), List.of("b", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("holdout: no signer is left to train on; there are only a, b");
    }
}
