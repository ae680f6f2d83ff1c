package islr.cli;

import islr.dataset.ClipSource;
import islr.dataset.Progress;
import islr.internal.Few;
import islr.recognize.Answer;
import islr.recognize.Prediction;
import islr.recognize.Recognizer;
import islr.train.report.Evaluation;
import islr.weights.text.Counts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a recogniser says of the clips of some signers.
///
/// @param source where the clips come from
/// @param numbers of those that were judged there, in the order of the evaluation
/// @param remarks clips that are left out, and why
/// @param stopped whether somebody wanted it to stop
record JudgedClips(ClipSource source, List<Integer> numbers, Evaluation evaluation, List<String> remarks,
        boolean stopped) {
    /// @param classes for each sign of the source the recogniser's class
    static JudgedClips of(ClipSource source, List<String> signers, int[] classes, Recognizer recognizer, int threads,
            Progress progress) throws InterruptedException {
        List<Integer> clips = IntStream.range(0, source.recordings().size())
                .filter(i -> signers.contains(source.recordings().get(i).signer())).boxed().toList();
        Collector collector = new Collector(source, classes, recognizer);
        progress.begin("judging", clips.size(), "clips");
        try {
            recognizer.recognizeAll(clips.iterator(), (Integer i) -> source.read(i, recognizer.rows()), threads,
                    answer -> {
                        collector.take(answer);
                        progress.at(++collector.done, "");
                        return !progress.isStopWanted();
                    });
        } finally {
            progress.end();
        }
        return collector.judged(clips.size());
    }

    /// Their descriptions.
    List<ClipSource.Recording> recordings() {
        return numbers.stream().map(source.recordings()::get).toList();
    }

    private static final class Collector {
        private final ClipSource source;
        private final int[] classes;
        private final List<Optional<Boolean>> sure = new ArrayList<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<float[]> probabilities = new ArrayList<>();
        private final List<Integer> labels = new ArrayList<>();
        private final List<Integer> taken = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private int nothing;
        private int done;

        Collector(ClipSource source, int[] classes, Recognizer recognizer) {
            this.source = source;
            this.classes = classes;
            recognizer.signs().names().forEach(name -> numbers.put(name, numbers.size()));
        }

        void take(Answer<Integer> answer) {
            if (answer.error().isPresent()) {
                errors.add(answer.error().get());
                return;
            }
            Prediction prediction = answer.prediction().orElseThrow();
            if (prediction.nothingSeen()) {
                nothing++;
                return;
            }
            float[] row = new float[numbers.size()];
            prediction.ranking().forEach(guess -> row[numbers.get(guess.sign())] = guess.probability());
            probabilities.add(row);
            sure.add(prediction.sure());
            labels.add(classes[source.recordings().get(answer.input()).label()]);
            taken.add(answer.input());
        }

        JudgedClips judged(int clips) {
            List<String> remarks = new ArrayList<>();
            if (nothing > 0) {
                remarks.add("Left out, because the model sees nothing in them: " + Counts.of(nothing) + " of "
                        + Counts.of(clips) + " clips.");
            }
            if (!errors.isEmpty()) {
                remarks.add("Left out, because they cannot be read: " + Counts.of(errors.size()) + " of "
                        + Counts.of(clips) + " clips. " + Few.of(errors, "; "));
            }
            return new JudgedClips(source, taken, Evaluation.of(probabilities.toArray(float[][]::new),
                    labels.stream().mapToInt(Integer::intValue).toArray(), sure), remarks, done < clips);
        }
    }
}
