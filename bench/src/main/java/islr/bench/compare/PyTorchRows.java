package islr.bench.compare;

import islr.bench.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/// GISLR-64 on 64 real frames against PyTorch, which is asked from Java through DJL. Its file comes from Python, from
/// the same checkpoint.
///
/// @param checkpoint to make the file of
/// @param file where to write it
record PyTorchRows(Subject subject, Optional<Python> python, Path checkpoint, Path file) {
    private static final double SECONDS = 6;
    private static final String GOAL = "≤ 1.0";

    Row row(int threads) throws Exception {
        String what = "gislr-64, 64 frames, threads: " + threads;
        String whom = "PyTorch through DJL";
        Optional<NetworkPeer> peer = NetworkPeer.find(NetworkPeer.Format.TORCHSCRIPT);
        if (peer.isEmpty()) {
            return Row.missing(what, whom, "not there (build with -Ppeers)", GOAL);
        }
        try {
            write();
        } catch (IOException e) {
            return Row.missing(what, whom, "no TorchScript file: " + e.getMessage(), GOAL);
        }
        Subject.Question full = subject.question(Sizes.FRAMES, new Random(2));
        try (Subject.Ours ours = subject.ours(threads); NetworkPeer.Session theirs = peer.get().open(file, threads)) {
            for (int kept : new int[] {1, Sizes.FRAMES / 3, Sizes.FRAMES}) {
                subject.check(ours, theirs, subject.question(kept, new Random(kept)));
            }
            subject.check(ours, theirs, full);
            return Row.times(what, peer.get().name(),
                    Turns.of(SECONDS, () -> ours.logits(full), () -> theirs.logits(full.inputs())), GOAL);
        } catch (IOException e) {
            return Row.missing(what, whom, e.getMessage(), GOAL);
        }
    }

    private void write() throws IOException, InterruptedException {
        if (!Files.exists(file)) {
            Python.ask(python, "torchscript", checkpoint.toString(), file.toString());
        }
    }
}
