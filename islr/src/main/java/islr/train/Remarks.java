package islr.train;

import islr.data.ClipNote;
import islr.data.Skeleton;
import islr.dataset.ClipSource;
import islr.dataset.LabelledSample;
import islr.dataset.SampleStore;
import islr.dataset.Split;
import islr.internal.Few;
import islr.system.Augmentation;
import islr.system.Augmenting;
import islr.train.run.RunSettings;
import islr.weights.text.Counts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a user should know of the clips before a training: which are left out and why, and why an accuracy may mean
/// less than it seems to.
record Remarks(ClipSource source, Split split, SampleStore store, Sides sides, RunSettings settings) {
    /// A sign with more of the clips than this is told, unless there are only two signs.
    private static final double MOST = 0.5;

    /// @throws IOException if no clip shows a part of the body that the preset reads
    List<String> all() throws IOException {
        List<String> all = new ArrayList<>();
        skipped(all);
        notes(all);
        copies(all);
        neverSeen().ifPresent(all::add);
        signs(all);
        signers(all);
        return all;
    }

    private void skipped(List<String> all) throws IOException {
        int empty = (int) store.samples().stream().filter(LabelledSample::isEmpty).count() - store.unreadable().size();
        if (empty > 0) {
            all.add("Skipped, because " + settings.features().whyEmpty() + ": " + ofAll(empty) + ".");
        }
        if (!store.unreadable().isEmpty()) {
            all.add("Skipped because they cannot be read: " + ofAll(store.unreadable().size()) + ". "
                    + Few.of(store.unreadable(), "; "));
        }
    }

    private void notes(List<String> all) {
        for (ClipNote note : ClipNote.values()) {
            List<Integer> noted = IntStream.range(0, store.samples().size())
                    .filter(i -> store.samples().get(i).notes().contains(note) && !isSkippedFor(i, note)).boxed()
                    .toList();
            List<Integer> out = noted.stream().filter(sides.otherUnits()::contains).toList();
            List<Integer> others = noted.stream().filter(i -> !sides.otherUnits().contains(i)).toList();
            if (!out.isEmpty()) {
                all.add("Left out of training, because " + note.text() + ": " + ofAll(out.size()) + ". " + names(out));
            }
            if (!others.isEmpty()) {
                all.add("Note: " + note.text() + ": " + ofAll(others.size()) + ". " + names(others));
            }
        }
    }

    /// That a clip without hands is skipped was said already.
    private boolean isSkippedFor(int place, ClipNote note) {
        return note == ClipNote.NO_HANDS && store.samples().get(place).isEmpty();
    }

    private void copies(List<String> all) {
        if (!sides.heldOutCopies().isEmpty()) {
            List<String> signers = signers(sides.heldOutCopies());
            all.add("Left out of training, because they are the same as held-out clips: "
                    + ofAll(sides.heldOutCopies().size()) + ". " + names(sides.heldOutCopies())
                    + (split.heldOut().isEmpty() ? "" : ". Is somebody of signer " + String.join(", ", signers)
                            + " the same person as signer " + String.join(", ", split.heldOut()) + "?"));
        }
        int copies = sides.copies().count();
        if (copies > 0) {
            List<Integer> first = sides.copies().groups().getFirst();
            all.add("Clips that are the same as another one: " + ofAll(copies) + ". " + names(first.subList(0, 2)));
        }
        List<List<Integer>> contradictions = sides.copies().groups().stream()
                .filter(group -> group.stream().map(this::label).distinct().count() > 1).toList();
        if (!contradictions.isEmpty()) {
            List<Integer> first = contradictions.getFirst();
            int other = first.stream().filter(i -> label(i) != label(first.getFirst())).findFirst().orElseThrow();
            all.add("The same clip with different signs: " + count(contradictions.size(), "clip") + ". "
                    + name(first.getFirst()) + " (" + sign(label(first.getFirst())) + ") and " + name(other) + " ("
                    + sign(label(other)) + ")");
        }
    }

    /// Signs with hardly a clip, or with nearly all of them.
    private void signs(List<String> all) {
        int[] clips = new int[source.signs().size()];
        sides.training().forEach(i -> clips[label(i)]++);
        rare(all, "No clip", 0, clips);
        rare(all, "Only one clip", 1, clips);
        if (takesOthers() && IntStream.of(clips).anyMatch(count -> count == 1)) {
            all.add("Changes that take something from another clip of the same sign leave these clips as they are: "
                    + "there is no other one.");
        }
        List<Integer> unknown = labels(sides.heldOut()).stream().filter(label -> clips[label] == 0).toList();
        if (!unknown.isEmpty()) {
            all.add("Held out, but never in training, so that they cannot be recognised: " + named(unknown) + ".");
        }
        Set<Integer> judged = labels(sides.heldOut());
        if (!judged.isEmpty() && judged.size() < clips.length) {
            all.add("The accuracy will be about " + judged.size() + " of " + clips.length
                    + " signs: the others have no clip that is held out.");
        }
        int largest = IntStream.range(0, clips.length).boxed().max((a, b) -> Integer.compare(clips[a], clips[b]))
                .orElseThrow();
        if (clips.length > 1 && clips[largest] > MOST * sides.training().size() && !isUsual(clips[largest])) {
            long right = sides.heldOut().stream().filter(i -> label(i) == largest).count();
            all.add(String.format(Locale.ROOT, "%s has %.0f %% of the clips to learn from%s.", sign(largest),
                    100.0 * clips[largest] / sides.training().size(),
                    sides.heldOut().isEmpty() ? ""
                            : String.format(Locale.ROOT,
                                    "; always to answer with it would be right for %.1f %% of the held-out clips",
                                    100.0 * right / sides.heldOut().size())));
        }
    }

    private boolean takesOthers() {
        return !Augmenting.ofPairs(settings.values()).isEmpty() || settings.signs().architecture()
                .augmentations(settings.values(), 0).stream().anyMatch(Augmentation::takesOthers);
    }

    /// Signs with so many clips.
    private void rare(List<String> all, String what, int count, int... clips) {
        List<Integer> rare = IntStream.range(0, clips.length).filter(label -> clips[label] == count).boxed().toList();
        if (!rare.isEmpty()) {
            all.add(what + " to learn from for " + rare.size() + " of " + clips.length + " signs: " + named(rare)
                    + ".");
        }
    }

    /// Two signs need not be exactly equal.
    private boolean isUsual(int clips) {
        return source.signs().size() == 2 && clips < 0.75 * sides.training().size();
    }

    private void signers(List<String> all) {
        if (sides.heldOut().isEmpty()) {
            all.add("Nothing is held out, so nothing will be known of how well it recognises new clips.");
        }
        List<String> both = new ArrayList<>(signers(sides.training()));
        if (both.size() == 1) {
            all.add("All clips to learn from are of one signer, " + both.getFirst()
                    + ": expect much less on other people.");
        }
        both.retainAll(signers(sides.heldOut()));
        if (!both.isEmpty()) {
            all.add("Clips of " + (both.size() == 1 ? "signer " + both.getFirst() : both.size() + " signers")
                    + " are on both sides: the accuracy will be about new clips of people it has seen, and much less "
                    + "is to be expected on others.");
        }
    }

    private String ofAll(int number) {
        return Counts.of(number) + " of " + count(store.samples().size(), "clip");
    }

    private static String count(int number, String what) {
        return Counts.of(number) + " " + what + (number == 1 ? "" : "s");
    }

    private String names(List<Integer> places) {
        return Few.of(places.stream().map(this::name).toList(), ", ");
    }

    private String named(List<Integer> labels) {
        return Few.of(labels.stream().map(this::sign).toList(), ", ");
    }

    private String name(int place) {
        return source.recordings().get(place).name();
    }

    private String sign(int label) {
        return "'" + source.signs().name(label) + "'";
    }

    private int label(int place) {
        return store.samples().get(place).label();
    }

    private Set<Integer> labels(Collection<Integer> places) {
        return places.stream().map(this::label).collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> signers(Collection<Integer> places) {
        return Split.ordered(places.stream().map(i -> source.recordings().get(i).signer()).toList());
    }

    /// Parts of the body that the preset reads and no clip shows.
    private Optional<String> neverSeen() throws IOException {
        Map<Skeleton.Part, Integer> read = new EnumMap<>(Skeleton.Part.class);
        for (int row : settings.features().rows().toArray()) {
            read.merge(Skeleton.Part.of(row), 1, Integer::sum);
        }
        Map<Skeleton.Part, Integer> missing = new EnumMap<>(read);
        sides.training().forEach(i -> missing.keySet().removeAll(store.samples().get(i).seen()));
        // Who signs with one hand lacks nothing.
        if (!(missing.containsKey(Skeleton.Part.LEFT_HAND) && missing.containsKey(Skeleton.Part.RIGHT_HAND))) {
            missing.keySet().removeAll(List.of(Skeleton.Part.LEFT_HAND, Skeleton.Part.RIGHT_HAND));
        }
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String parts = missing.entrySet().stream()
                .map(part -> part.getKey().label().replace('_', ' ') + " (" + part.getValue() + " landmarks)")
                .collect(Collectors.joining(", "));
        if (missing.size() == read.size()) {
            throw new IOException("training: preset " + settings.preset().id() + " reads " + parts
                    + ", and no clip shows any of it; are the columns x, y and z filled?");
        }
        return Optional.of("Preset " + settings.preset().id() + " reads " + parts
                + ", which no clip shows: it is trained without.");
    }
}
