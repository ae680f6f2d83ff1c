package islr.bench.compare;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/// The networks of the presets, from features in memory to logits, against the same in ONNX Runtime.
///
/// @param peer ONNX Runtime, if this build has it
record OnnxRows(Optional<NetworkPeer> peer) {
    private static final String NAME = "ONNX Runtime";
    /// Seconds in which the JVM compiles the vector code for good.
    private static final double WARM_UP = 4;
    private static final int CHECKED = 10;

    /// A clip of as many frames as the system tells apart.
    ///
    /// @param seconds for both together
    Row longest(Subject subject, int threads, double seconds, String goal) throws Exception {
        int frames = subject.mostFrames().orElseThrow();
        String what = subject.name() + ", " + frames + " frames, threads: " + threads;
        if (peer.isEmpty()) {
            return Row.missing(what, NAME, "not there", goal);
        }
        try (Subject.Ours ours = subject.ours(threads);
                NetworkPeer.Session theirs = subject.theirs(peer.get(), threads)) {
            Random random = new Random(2);
            for (int some : new int[] {1, Math.max(1, frames / 3), frames}) {
                subject.check(ours, theirs, subject.question(some, random));
            }
            Subject.Question full = subject.question(frames, random);
            Turns.collect(WARM_UP, () -> ours.logits(full));
            return Row.times(what, peer.get().name(),
                    Turns.of(seconds, () -> ours.logits(full), () -> theirs.logits(full.inputs())), goal);
        }
    }

    /// @param n clips as long as real ones
    Row realLengths(Subject subject, int n, double seconds, String goal) throws Exception {
        String what = subject.name() + ", frame counts of " + n + " real clips, one thread";
        if (peer.isEmpty()) {
            return Row.missing(what, NAME, "not there", goal);
        }
        List<Subject.Question> clips = subject.questions(n);
        try (Subject.Ours ours = subject.ours(1); NetworkPeer.Session theirs = subject.theirs(peer.get(), 1)) {
            for (Subject.Question some : clips.subList(0, CHECKED)) {
                subject.check(ours, theirs, some);
            }
            Turns.collect(WARM_UP, () -> clips.forEach(ours::logits));
            Turns.Medians total = Turns.of(seconds, () -> clips.forEach(ours::logits),
                    () -> clips.forEach(clip -> theirs.logits(clip.inputs())));
            return Row.times(what, peer.get().name() + (subject.padded() ? ", padded" : ""),
                    new Turns.Medians(total.ours() / n, total.theirs() / n), goal);
        }
    }
}
