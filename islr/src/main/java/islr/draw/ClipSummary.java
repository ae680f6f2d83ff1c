package islr.draw;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.Plausibility;
import islr.data.Skeleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/// What is remarkable about a clip, as far as a program can tell.
///
/// @param frames T
/// @param leftHand in how many of them the left hand is seen
/// @param rightHand likewise the right hand
/// @param neither in how many no hand is seen
/// @param apart how far the wrists are from each other at the start, in shoulder widths: in the first frame in which
///     both wrists (of the hand or, where it is missing, of the pose) and both shoulders are there; empty if there is
///     none
/// @param notes what is said of its coordinates
public record ClipSummary(int frames, int leftHand, int rightHand, int neither, OptionalDouble apart,
        Set<ClipNote> notes) {
    public ClipSummary {
        Objects.requireNonNull(apart, "apart");
        notes = Set.copyOf(Objects.requireNonNull(notes, "notes"));
    }

    /// Looks at a clip, of which it may hold any landmarks.
    public static ClipSummary of(Clip clip) {
        Objects.requireNonNull(clip, "clip");
        return of(new Seen(Plausibility.check(clip, clip.rows())));
    }

    static ClipSummary of(Seen seen) {
        int neither = 0;
        OptionalDouble apart = OptionalDouble.empty();
        for (int frame = 0; frame < seen.clip().frames(); frame++) {
            neither += seen.any(frame, Skeleton.Part.LEFT_HAND) || seen.any(frame, Skeleton.Part.RIGHT_HAND) ? 0 : 1;
            apart = apart.isEmpty() ? apart(seen, frame) : apart;
        }
        return new ClipSummary(seen.clip().frames(), seen.frames(Skeleton.Part.LEFT_HAND),
                seen.frames(Skeleton.Part.RIGHT_HAND), neither, apart, seen.clip().notes());
    }

    private static OptionalDouble apart(Seen seen, int frame) {
        int left = seen.is(frame, Skeleton.LEFT_HAND) ? Skeleton.LEFT_HAND : Skeleton.LEFT_WRIST;
        int right = seen.is(frame, Skeleton.RIGHT_HAND) ? Skeleton.RIGHT_HAND : Skeleton.RIGHT_WRIST;
        boolean known = Stream.of(left, right, Skeleton.LEFT_SHOULDER, Skeleton.RIGHT_SHOULDER)
                .allMatch(row -> seen.is(frame, row));
        double width = known ? distance(seen.clip(), frame, Skeleton.LEFT_SHOULDER, Skeleton.RIGHT_SHOULDER) : 0;
        return width > 0 ? OptionalDouble.of(distance(seen.clip(), frame, left, right) / width)
                : OptionalDouble.empty();
    }

    private static double distance(Clip clip, int frame, int a, int b) {
        return Math.hypot((double) clip.x(frame, a) - clip.x(frame, b), (double) clip.y(frame, a) - clip.y(frame, b));
    }

    /// The summary in plain words: how often each hand is missing, how far apart the wrists are at the start, the
    /// notes.
    public List<String> sentences() {
        if (frames == 0) {
            return List.of("The clip has no frames.");
        }
        List<String> sentences = new ArrayList<>();
        sentences.add(frames + (frames == 1 ? " frame; " : " frames; ") + hand("left", leftHand) + "; "
                + hand("right", rightHand)
                + (neither > 0 && neither < frames ? "; no hand at all in " + share(neither) : "") + ".");
        apart.ifPresent(widths -> sentences
                .add(String.format(Locale.ROOT, "The wrists are %.1f shoulder widths apart at the start.", widths)));
        // That no hand is seen was said already.
        notes.stream().filter(note -> note != ClipNote.NO_HANDS).sorted().forEach(
                note -> sentences.add(Character.toUpperCase(note.text().charAt(0)) + note.text().substring(1) + '.'));
        return sentences;
    }

    private String hand(String side, int seen) {
        return "the " + side + " hand is "
                + (seen == 0 ? "never seen" : seen == frames ? "seen in all" : "missing in " + share(frames - seen));
    }

    private String share(int some) {
        return some + " (" + Math.round(100.0 * some / frames) + " %)";
    }
}
