package islr.dataset;

import islr.weights.text.Nearest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// The validation splits of the competition's 94,477 clips under which the systems' figures were published, by
/// participant.
///
/// The procedures were scikit-learn's of 2023, whose shuffling differs from today's; what counts are the lists that
/// they gave.
public enum PublishedSplits {
    CLS_FOLD_0("cls-0", "StratifiedGroupKFold(5, seed 2023), fold 0", "16069,18796,26734,29302,34503"),
    CLS_FOLD_1("cls-1", "the same, fold 1", "2044,27610,36257,53618"),
    CLS("cls", "the same, fold 2: the one that was validated on", "4718,28656,37779,55372"),
    CLS_FOLD_3("cls-3", "the same, fold 3", "25571,32319,61333,62590"),
    CLS_FOLD_4("cls-4", "the same, fold 4", "22343,30680,37055,49445"),
    GISLR_32("gislr-32", "StratifiedGroupKFold(7, seed 42), fold 0: the one that was validated on",
            "28656,37055,53618"),
    GISLR_32_FOLD_1("gislr-32-1", "the same, fold 1", "25571,30680,34503"),
    GISLR_32_FOLD_2("gislr-32-2", "the same, fold 2", "4718,18796,22343"),
    GISLR_32_FOLD_3("gislr-32-3", "the same, fold 3", "2044,16069,26734"),
    GISLR_32_FOLD_4("gislr-32-4", "the same, fold 4", "32319,37779,61333"),
    GISLR_32_FOLD_5("gislr-32-5", "the same, fold 5", "27610,29302,62590"),
    GISLR_32_FOLD_6("gislr-32-6", "the same, fold 6", "36257,49445,55372"),
    GISLR_64("gislr-64", "GroupShuffleSplit(10 %, seed 42), first split", "2044,37779,53618"),
    SIXTH_PLACE_FOLD_0("sixth-place-0", "StratifiedGroupKFold(4, seed 42), fold 0", "2044,4718,16069,34503,53618"),
    SIXTH_PLACE_FOLD_1("sixth-place-1", "the same, fold 1", "25571,28656,37779,49445,62590"),
    SIXTH_PLACE_FOLD_2("sixth-place-2", "the same, fold 2", "22343,26734,27610,29302,36257,55372"),
    SIXTH_PLACE_FOLD_3("sixth-place-3", "the same, fold 3", "18796,30680,32319,37055,61333");

    private final String id;
    private final String procedure;
    private final List<String> heldOut;

    PublishedSplits(String id, String procedure, String heldOut) {
        this.id = id;
        this.procedure = procedure;
        this.heldOut = List.of(heldOut.split(","));
    }

    /// Its name on the command line.
    public String id() {
        return id;
    }

    /// How it was made.
    public String procedure() {
        return procedure;
    }

    /// The participants who are held out.
    public List<String> heldOut() {
        return heldOut;
    }

    /// @return the split that is called so
    /// @throws IllegalArgumentException if there is no such split, naming those that there are
    public static PublishedSplits of(String id) {
        Objects.requireNonNull(id, "id");
        return List.of(values()).stream().filter(split -> split.id.equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("split: there is no published split '" + id + "'"
                        + Nearest.meant(id, List.of(values()).stream().map(PublishedSplits::id).toList())
                        + "; there are " + ids()));
    }

    /// All names.
    public static String ids() {
        return List.of(values()).stream().map(PublishedSplits::id).collect(Collectors.joining(", "));
    }
}
