package islr.cli;

import islr.data.Clip;
import islr.data.Plausibility;
import islr.data.SkeletonRows;
import islr.dataset.ClipSource;
import islr.dataset.Progress;
import islr.features.Mirror;
import islr.features.Selection;
import islr.recognize.Answer;
import islr.recognize.Prediction;
import islr.recognize.Recognizer;
import islr.train.report.Disturbance;
import islr.train.report.Robustness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a recogniser says of judged clips that are changed in all ways of [Disturbance]. Each clip is read once; only
/// those are in memory whose changes are under way.
final class DisturbedClips {
    /// A clip and one of its changes.
    ///
    /// @param place among the judged clips
    private record Changed(int place, Disturbance change, OnceRead original) {
        @Override
        public String toString() {
            return original + ", " + change.text();
        }
    }

    /// A clip that is read when the first of its changes is asked for.
    private static final class OnceRead {
        private final ClipSource source;
        private final int number;
        private final SkeletonRows rows;
        private Clip clip;

        OnceRead(ClipSource source, int number, SkeletonRows rows) {
            this.source = source;
            this.number = number;
            this.rows = rows;
        }

        /// Without landmarks at (0, 0): elsewhere, they would not be taken as missing any more.
        synchronized Clip get() throws IOException {
            if (clip == null) {
                clip = Plausibility.check(source.read(number, rows), rows);
            }
            return clip;
        }

        @Override
        public String toString() {
            return source.recordings().get(number).name();
        }
    }

    private final JudgedClips judged;
    private final Recognizer recognizer;
    private final Map<Disturbance, Integer> right = new EnumMap<>(Disturbance.class);

    private DisturbedClips(JudgedClips judged, Recognizer recognizer) {
        this.judged = judged;
        this.recognizer = recognizer;
    }

    /// @return empty if somebody wanted it to stop
    static Optional<Robustness> judge(JudgedClips judged, Recognizer recognizer, int threads, Progress progress)
            throws InterruptedException {
        DisturbedClips clips = new DisturbedClips(judged, recognizer);
        int all = judged.numbers().size() * Disturbance.values().length;
        int[] done = {0};
        progress.begin("judging changed clips", all, "clips");
        try {
            recognizer.recognizeAll(clips.changed().iterator(),
                    (Changed clip) -> clip.change.of(clip.original.get(), clip.original.number), threads, answer -> {
                        clips.take(answer);
                        progress.at(++done[0], "");
                        return !progress.isStopWanted();
                    });
        } finally {
            progress.end();
        }
        return done[0] < all ? Optional.empty() : Optional.of(clips.robustness());
    }

    /// The changes of each clip one after the other, made when they are asked for.
    private Stream<Changed> changed() {
        SkeletonRows rows = rows();
        return IntStream.range(0, judged.numbers().size()).boxed().flatMap(place -> {
            OnceRead original = new OnceRead(judged.source(), judged.numbers().get(place), rows);
            return Stream.of(Disturbance.values()).map(change -> new Changed(place, change, original));
        });
    }

    /// What the recogniser needs of a clip and of its mirror image, and the shoulders, by which changes are measured.
    private SkeletonRows rows() {
        int[] needed = Plausibility.rows(recognizer.rows()).toArray();
        return SkeletonRows.of(Selection.concat(needed, Mirror.partners(needed)));
    }

    /// As in the accuracy of the unchanged clips, the true sign is right if none is more probable. A clip without an
    /// answer is wrong.
    private void take(Answer<Changed> answer) {
        Changed clip = answer.input();
        String sign = recognizer.signs().name(judged.evaluation().labels()[clip.place]);
        boolean isRight = answer.prediction().filter(prediction -> !prediction.nothingSeen())
                .map(prediction -> isRight(prediction, sign)).orElse(false);
        right.merge(clip.change, isRight ? 1 : 0, Integer::sum);
    }

    private static boolean isRight(Prediction prediction, String sign) {
        return prediction.ranking().stream().takeWhile(guess -> guess.probability() == prediction.probability())
                .anyMatch(guess -> guess.sign().equals(sign));
    }

    private Robustness robustness() {
        int clips = judged.numbers().size();
        List<Robustness.Change> changes = new ArrayList<>();
        right.forEach((change, count) -> changes.add(new Robustness.Change(change, count)));
        return new Robustness(clips, (int) Math.round(judged.evaluation().top(1) * clips), changes);
    }
}
