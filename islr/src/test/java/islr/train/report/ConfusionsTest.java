package islr.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfusionsTest {
    @Test
    void whatIsRightIsNoConfusion() {
        assertThat(Confusions.of(new int[] {2, 0, 1}, new int[] {2, 0, 1})).isEmpty();
        assertThat(Confusions.of(new int[0], new int[0])).isEmpty();
    }

    @Test
    void theMostFrequentComeFirstAndEqualOnesInTheOrderOfTheClasses() {
        int[] labels = {2, 2, 1, 0, 0, 0, 2, 1};
        int[] answers = {1, 0, 2, 2, 1, 2, 2, 0};
        assertThat(Confusions.of(labels, answers)).containsExactly(new Confusions.Pair(0, 2, 2, 3),
                new Confusions.Pair(0, 1, 1, 3), new Confusions.Pair(1, 0, 1, 2), new Confusions.Pair(1, 2, 1, 2),
                new Confusions.Pair(2, 0, 1, 3), new Confusions.Pair(2, 1, 1, 3));
    }

    @Test
    void aSignIsCountedWithAllOfItsClipsTheRightOnesToo() {
        assertThat(Confusions.of(new int[] {4, 4, 4, 4}, new int[] {4, 4, 9, 4}))
                .containsExactly(new Confusions.Pair(4, 9, 1, 4));
    }

    @Test
    void oneForTheOtherAndTheOtherForTheOneAreTwoThings() {
        assertThat(Confusions.of(new int[] {0, 1, 1}, new int[] {1, 0, 0}))
                .containsExactly(new Confusions.Pair(1, 0, 2, 2), new Confusions.Pair(0, 1, 1, 1));
    }
}
