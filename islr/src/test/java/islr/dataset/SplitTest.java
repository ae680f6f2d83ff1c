package islr.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.golden.Goldens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    @ParameterizedTest
    @CsvSource({"2, b", "5, e", "9, i", "10, ij", "15, mno"})
    void usuallyAFifthOfTheSignersIsHeldOut(int signers, String last) {
        assertThat(String.join("", Split.usual(new ToyClips(1, signers, 1)).heldOut())).isEqualTo(last);
    }

    @Test
    void oneSignerAloneCannotBeSplit() {
        assertThatThrownBy(() -> Split.usual(new ToyClips(2, 1, 1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "there is only one signer, 'a', so no other can be held out; use --holdout 20% to hold out a "
                                + "fifth of the clips, or --holdout none to train without evaluation");
        assertThat(Split.of(new ToyClips(2, 1, 1), List.of("none"), 42).heldOut()).isEmpty();
    }

    @Test
    void signersAreNamedInAnyOrderAndOnce() {
        assertThat(Split.of(new ToyClips(1, 4, 1), List.of("d", "a", "d"), 42).heldOut()).containsExactly("a", "d");
    }

    @Test
    void aSignerWhoDoesNotExistIsNamedWithThoseWhoDo() {
        assertThatThrownBy(() -> Split.of(new ToyClips(1, 3, 1), List.of("a", "z"), 42))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("holdout: there is no signer 'z'; there are a, b, c");
    }

    private static Map<Integer, Long> heldOutBySign(ClipSource source, Split split) {
        return source.recordings().stream().filter(split::isHeldOut)
                .collect(Collectors.groupingBy(ClipSource.Recording::label, Collectors.counting()));
    }

    @Test
    void aShareIsTakenOfEachSign() {
        ClipSource source = new ToyClips(3, 2, 10);
        Split split = Split.of(source, List.of("15%"), 42);
        assertThat(heldOutBySign(source, split)).isEqualTo(Map.of(0, 3L, 1, 3L, 2, 3L));
        assertThat(split.heldOut()).isEmpty();
        assertThat(split.isOfNobody()).isFalse();
        assertThat(split.description()).isEqualTo("15%");
        assertThat(Split.of(source, List.of("15%"), 42)).isEqualTo(split);
        assertThat(Split.of(source, List.of("15%"), 43)).isNotEqualTo(split);
        assertThat(split.trainedOn(source)).containsExactly("a", "b");
    }

    @Test
    void aRandomShareIsTakenOfAllClips() {
        ClipSource source = new ToyClips(20, 1, 10);
        Map<Integer, Long> bySign = heldOutBySign(source, Split.of(source, List.of("20%:random"), 42));
        assertThat(bySign.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(40);
        assertThat(bySign.values()).anyMatch(count -> count != 2);
    }

    @Test
    void whereThereAreTwoClipsOneIsHeldOutAndASingleOneIsNot() {
        ClipSource two = new ToyClips(4, 1, 2);
        assertThat(heldOutBySign(two, Split.of(two, List.of("1%"), 42)).values()).containsExactly(1L, 1L, 1L, 1L);
        assertThat(heldOutBySign(two, Split.of(two, List.of("99%"), 42)).values()).containsExactly(1L, 1L, 1L, 1L);
        assertThatThrownBy(() -> Split.of(new ToyClips(4, 1, 1), List.of("20%"), 42))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("holdout: 20%: no sign has two clips, so none can be held out");
        assertThat(Split.of(new ToyClips(4, 1, 1), List.of("20%:random"), 42).clips()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "100%", "250%", "0.0%:random"})
    void aShareLeavesClipsOnBothSides(String share) {
        assertThatThrownBy(() -> Split.of(new ToyClips(4, 1, 5), List.of(share), 42))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(
                        "holdout: " + share + " leaves one side without a clip; give more than 0% and less than 100%");
    }

    @Test
    void aSignerCalledLikeAShareIsASigner() {
        ClipSource source = new ToyClips(2, 2, 2) {
            @Override
            public List<Recording> recordings() {
                return super.recordings().stream()
                        .map(each -> new Recording(each.name(), each.signer().equals("b") ? "20%" : "a", each.label()))
                        .toList();
            }
        };
        assertThat(Split.of(source, List.of("20%"), 42).heldOut()).containsExactly("20%");
    }

    @Test
    void somebodyMustBeLeft() {
        assertThatThrownBy(() -> Split.of(new ToyClips(1, 2, 1), List.of("b", "a"), 42))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("holdout: no signer is left to train on; there are only a, b");
    }

    /// Ten signers with 1 to 10 clips.
    private static ClipSource unequal() {
        List<ClipSource.Recording> all = new ToyClips(1, 10, 10).recordings();
        List<ClipSource.Recording> some = all.stream()
                .filter(recording -> Integer.parseInt(recording.name().replaceAll("\\D", "")) % 10
                        <= recording.signer().charAt(0) - 'a')
                .toList();
        return new ToyClips(1, 10, 10) {
            @Override
            public List<Recording> recordings() {
                return some;
            }
        };
    }

    @Test
    void everySignerIsHeldOutInExactlyOneFoldAndFoldsAreNearlyEqual() {
        ClipSource source = unequal();
        List<String> held = new ArrayList<>();
        for (int fold = 0; fold < 3; fold++) {
            Split split = Split.fold(source, 3, fold, 42);
            held.addAll(split.heldOut());
            assertThat(source.recordings().stream().filter(split::isHeldOut).count()).isBetween(16L, 21L);
        }
        assertThat(held).containsExactlyInAnyOrderElementsOf(Split.signers(source));
    }

    @Test
    void foldsAreThoseOfTheirSeed() {
        ClipSource source = new ToyClips(1, 12, 2);
        assertThat(Split.fold(source, 4, 1, 7)).isEqualTo(Split.fold(source, 4, 1, 7));
        assertThat(Split.fold(source, 4, 1, 7)).isNotEqualTo(Split.fold(source, 4, 1, 8));
    }

    @Test
    void foldsThatThereAreNotAreRefused() {
        ClipSource source = new ToyClips(1, 3, 2);
        assertThatThrownBy(() -> Split.fold(source, 3, 3, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fold: there is no fold 3 among 3; they are numbered 0 to 2");
        assertThatThrownBy(() -> Split.fold(source, 4, 0, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("folds: 4 folds of 3 signers; 2 to 3 are possible, for each signer is in one fold");
    }

    /// In the competition's own index every published split has the number of clips that its source gives.
    @Test
    void publishedSplitsHoldOutThePublishedNumbersOfClips() throws IOException {
        Map<String, Integer> clips = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(
                Files.newInputStream(Goldens.shared().resolve("asl-signs/train.csv.zip")))) {
            zip.getNextEntry();
            new String(zip.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1)
                    .forEach(line -> clips.merge(line.split(",")[1], 1, Integer::sum));
        }
        Map<String, Integer> expected = Map.ofEntries(Map.entry("cls-0", 22_458), Map.entry("cls-1", 18_637),
                Map.entry("cls", 17_670), Map.entry("cls-3", 18_081), Map.entry("cls-4", 17_631),
                Map.entry("gislr-32", 13_867), Map.entry("gislr-32-1", 11_748), Map.entry("gislr-32-2", 11_678),
                Map.entry("gislr-32-3", 14_499), Map.entry("gislr-32-4", 14_435), Map.entry("gislr-32-5", 13_560),
                Map.entry("gislr-32-6", 14_690), Map.entry("gislr-64", 14_248), Map.entry("sixth-place-0", 22_358),
                Map.entry("sixth-place-1", 22_741), Map.entry("sixth-place-2", 28_237),
                Map.entry("sixth-place-3", 21_141));
        assertThat(PublishedSplits.values()).hasSameSizeAs(expected.keySet());
        for (PublishedSplits split : PublishedSplits.values()) {
            assertThat(split.heldOut().stream().mapToInt(clips::get).sum()).as(split.id())
                    .isEqualTo(expected.get(split.id()));
        }
    }

    @Test
    void aPublishedSplitOfOtherClipsIsRefused() {
        assertThatThrownBy(() -> Split.published(new ToyClips(1, 3, 2), PublishedSplits.of("gislr-64")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("split: 'gislr-64' holds out 2044, 37779, 53618 of the competition's 21 participants, but "
                        + "these clips have no signer 2044, 37779, 53618; use --holdout or --folds");
        assertThatThrownBy(() -> PublishedSplits.of("gislr")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "split: there is no published split 'gislr', did you mean 'gislr-32'; there are cls-0, ");
    }
}
